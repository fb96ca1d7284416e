"""The settings file: nothing of the user's is lost, and no error in it stops the program."""

from __future__ import annotations

import math
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.simulator import until
from wandesk.settings import options
from wandesk.settings.options import REMEMBERED, Option
from wandesk.settings.preferences import Preferences
from wandesk.ui.settings.table import LANGUAGE, SETTINGS, THEME

HIDDEN = tuple(value for value in vars(options).values() if isinstance(value, Option))
EVERY_OPTION = (*HIDDEN, *REMEMBERED.values(), *(setting.option for setting in SETTINGS))

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


def kept(path: Path) -> dict[str, object]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def test_without_a_file_defaults_apply_and_nothing_is_written(path: Path) -> None:
    preferences = Preferences(path)
    for option in EVERY_OPTION:
        assert preferences.get(option) == option.default
    preferences.close()
    assert not path.exists()
    assert preferences.trouble is None


def test_every_option_survives_a_restart(path: Path) -> None:
    preferences = Preferences(path)
    preferences.set(THEME.option, "dark")
    preferences.set(LANGUAGE.option, "zh_CN")
    preferences.set(options.REMEMBERED["seconds"], 10)
    preferences.set(options.VOLUME, 0.5)
    preferences.set(options.MUTED, True)
    preferences.set(options.SPLITTER, (400, 960))
    preferences.set(options.GEOMETRY, "AdnQywADAAA=")
    preferences.close()
    again = Preferences(path)
    assert again.get(THEME.option) == "dark"
    assert again.get(LANGUAGE.option) == "zh_CN"
    assert again.get(options.REMEMBERED["seconds"]) == 10
    assert again.get(options.VOLUME) == 0.5
    assert again.get(options.MUTED) is True
    assert again.get(options.SPLITTER) == (400, 960)
    assert again.get(options.GEOMETRY) == "AdnQywADAAA="
    assert again.get(options.LOOP) is True
    assert [each.name for each in path.parent.iterdir()] == ["settings.toml"]


def test_comments_and_unknown_keys_are_kept(path: Path) -> None:
    path.write_text('# mine\n[general]\ntheme = "dark"  # at night\nnewer = 1\n\n[later]\nkey = [1, 2]\n')
    preferences = Preferences(path)
    preferences.set(THEME.option, "light")
    preferences.set(options.MUTED, True)
    preferences.close()
    text = path.read_text()
    assert "# mine" in text
    assert "# at night" in text
    assert kept(path) == {
        "general": {"theme": "light", "newer": 1},
        "later": {"key": [1, 2]},
        "player": {"muted": True},
    }


def test_value_that_is_not_allowed_is_ignored(path: Path) -> None:
    path.write_text(
        '[general]\ntheme = "pink"\nlanguage = 3\n'
        '[player]\nvolume = 7.5\nmuted = "yes"\nloop = 1\n'
        '[order]\nseconds = -2\n[window]\nsplitter = ["a"]\n'
    )
    preferences = Preferences(path)
    for option in EVERY_OPTION:
        assert preferences.get(option) == option.default
    preferences.set(options.VOLUME, 0.25)
    preferences.close()
    assert kept(path)["player"] == {"volume": 0.25, "muted": "yes", "loop": 1}


def test_value_in_place_of_a_table_is_replaced_when_needed(path: Path) -> None:
    path.write_text("player = 3\n")
    preferences = Preferences(path)
    assert preferences.get(options.VOLUME) == 1.0
    preferences.set(options.VOLUME, 0.25)
    preferences.close()
    assert kept(path) == {"player": {"volume": 0.25}}


@pytest.mark.parametrize(
    "content", [b"theme = [", b"\xff\xfe", b"a = 1\na = 2\n", b"[a]\nb = 1\n[a]\nb = 2\n", b"\x00" * 40]
)
def test_damaged_file_is_set_aside_and_reported(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    preferences = Preferences(path)
    assert preferences.trouble is not None
    aside = path.with_name("settings.toml.damaged")
    assert preferences.trouble.sentence == "settings_damaged"
    assert preferences.trouble.values == {"file": str(aside)}
    assert aside.read_bytes() == content
    preferences.set(THEME.option, "dark")
    preferences.close()
    again = Preferences(path)
    assert again.trouble is None
    assert again.get(THEME.option) == "dark"


def test_unreadable_file_is_reported(path: Path) -> None:
    path.mkdir()
    preferences = Preferences(path)
    assert preferences.trouble is not None
    assert preferences.trouble.sentence == "settings_unreadable"
    assert preferences.get(THEME.option) == "system"


@pytest.mark.logs("the settings were not saved")
def test_missing_folder_stops_nothing(tmp_path: Path) -> None:
    preferences = Preferences(tmp_path / "gone" / "settings.toml", quiet=0)
    preferences.set(THEME.option, "dark")
    preferences.close()
    assert preferences.get(THEME.option) == "dark"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.logs("the settings were not saved")
def test_changes_are_saved_once_the_disk_can_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wandesk.settings.preferences.RETRY_EVERY", 0.02)
    path = tmp_path / "away" / "settings.toml"
    preferences = Preferences(path, quiet=0)
    preferences.set(THEME.option, "dark")
    preferences.set(options.VOLUME, 0.5)
    path.parent.mkdir()
    until(path.exists)
    assert kept(path) == {"general": {"theme": "dark"}, "player": {"volume": 0.5}}
    preferences.close()


@pytest.mark.logs("the settings were not saved")
def test_closing_tries_once_more(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "away" / "settings.toml"
    preferences = Preferences(path, quiet=0)
    preferences.set(THEME.option, "dark")
    until(lambda: "not saved" in caplog.text)
    path.parent.mkdir()
    preferences.close()
    assert kept(path) == {"general": {"theme": "dark"}}


def test_only_allowed_values_can_be_set(path: Path) -> None:
    preferences = Preferences(path)
    wrong: list[tuple[Option[Any], object]] = [
        (THEME.option, "pink"),
        (options.VOLUME, math.nan),
        (options.VOLUME, 1.5),
    ]
    for option, value in wrong:
        with pytest.raises(ValueError, match=option.name):
            preferences.set(option, value)


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_symlink_is_followed(path: Path, tmp_path: Path) -> None:
    (tmp_path / "dotfiles").mkdir()
    real = tmp_path / "dotfiles" / "wandesk.toml"
    real.write_text("[general]\n")
    path.symlink_to(real)
    preferences = Preferences(path)
    preferences.set(THEME.option, "dark")
    preferences.close()
    assert path.is_symlink()
    assert kept(real) == {"general": {"theme": "dark"}}


def test_many_changes_are_few_writes(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[bytes] = []
    monkeypatch.setattr("wandesk.durable.write", lambda _, content: written.append(content))
    preferences = Preferences(path, quiet=60.0)
    for step in range(100):
        preferences.set(options.VOLUME, step / 100)
    preferences.close()
    assert [tomllib.loads(each.decode()) for each in written] == [{"player": {"volume": 0.99}}]


def test_change_is_announced_once_and_an_equal_value_never(path: Path) -> None:
    preferences = Preferences(path)
    received: list[str] = []
    preferences.on_change(THEME.option, received.append)
    preferences.set(THEME.option, "dark")
    preferences.set(THEME.option, "dark")
    preferences.set(options.MUTED, True)
    preferences.set(THEME.option, "light")
    assert received == ["dark", "light"]
    with pytest.raises(ValueError, match=r"general\.theme"):
        preferences.set(THEME.option, "pink")
    assert received == ["dark", "light"]
    preferences.close()


def test_names_are_unique_and_defaults_allowed() -> None:
    names = [option.name for option in EVERY_OPTION]
    assert len(set(names)) == len(names)
    for option in EVERY_OPTION:
        assert option.accepted(option.default) == option.default
        assert option.name.count(".") == 1


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(option=st.sampled_from(EVERY_OPTION), value=anything)
def test_accepted_value_has_the_options_type(option: Option[object], value: object) -> None:
    accepted = option.accepted(value)
    assert accepted is None or type(accepted) is type(option.default)


@given(st.binary(max_size=60) | st.text(alphabet='[]=."\n#ab1', max_size=60).map(str.encode))
def test_no_file_stops_the_program(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_bytes(content)
    assert Preferences(path).get(THEME.option) == "system"


@pytest.mark.logs("the comments of the settings are lost")
@given(st.text(alphabet="[]=.\"\n#a1'{}, ", max_size=60))
@settings(max_examples=60)
def test_every_readable_file_can_be_written(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "some.toml"
    path.write_text(text, encoding="utf-8")
    preferences = Preferences(path, quiet=0)
    before = {} if preferences.trouble else tomllib.loads(text)
    preferences.set(THEME.option, "dark")
    preferences.close()
    assert kept(path) == {**before, "general": {"theme": "dark"}}


@pytest.mark.logs("the comments of the settings are lost")
def test_disagreement_of_two_readers_loses_only_comments(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    parse, asked = tomlkit.parse, []

    def refuse_once(text: str) -> tomlkit.TOMLDocument:
        asked.append(text)
        if len(asked) == 1:
            raise TOMLKitError("odd")
        return parse(text)

    monkeypatch.setattr(tomlkit, "parse", refuse_once)
    path.write_text("# mine\n[later]\nkey = 1\n")
    preferences = Preferences(path)
    preferences.set(THEME.option, "dark")
    preferences.close()
    assert kept(path) == {"later": {"key": 1}, "general": {"theme": "dark"}}


def test_reading_does_not_import_the_library_for_writing(path: Path) -> None:
    path.write_text('[order]\nprompt = "dark"\n')
    code = (
        "import pathlib, sys; from wandesk.settings import options;"
        "from wandesk.settings.preferences import Preferences;"
        "print(Preferences(pathlib.Path(sys.argv[1])).get(options.REMEMBERED['prompt']), 'tomlkit' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.split() == ["dark", "False"]
