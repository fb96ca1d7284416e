"""The set-up of `packaging/`: which part of the lock is installed, when it is complete, and its messages."""

import dataclasses
import json
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGING = Path(__file__).resolve().parents[2] / "packaging"
sys.path.append(str(PACKAGING))  # at the end: nothing in there may hide a library

import checks  # noqa: E402
import environment  # noqa: E402
import run  # noqa: E402
import system_libraries  # noqa: E402

DONE = environment.Stamp(python="cpython-311 linux", program="p1", checks="", system=("libegl1", "libgl1"))


class TestTheLockFile:
    def test_has_three_sections_and_the_program_shares_nothing_with_the_others(self) -> None:
        program, for_checks, for_tools = map(
            environment.entries, environment.sections(environment.LOCK.read_text(encoding="utf-8"))
        )
        assert any(entry.startswith("pyside6-essentials==6.11.3 ") for entry in program)
        assert any(entry.startswith("pytest==") for entry in for_checks)
        assert any(entry.startswith("pyinstaller==6.22.") for entry in for_tools)
        assert set(program).isdisjoint([*for_checks, *for_tools])

    def test_pins_one_version_for_checks_and_tools(self) -> None:
        _, for_checks, for_tools = map(
            environment.entries, environment.sections(environment.LOCK.read_text(encoding="utf-8"))
        )
        shared = _names(for_checks) & _names(for_tools)
        assert {entry for entry in for_tools if _name(entry) in shared} <= set(for_checks)

    def test_names_no_url_and_pins_and_hashes_everything(self) -> None:
        text = environment.LOCK.read_text(encoding="utf-8")
        assert "://" not in text
        assert "--index" not in text
        entries = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
        assert all("==" in entry and entry.endswith("\\") for entry in entries)

    def test_without_its_hash_is_called_damaged(self) -> None:
        with pytest.raises(environment.CannotSetUp, match="damaged"):
            environment.sections(f"{environment.PROGRAM_MARK}\nhttpx==0.28.1\n")
        with pytest.raises(environment.CannotSetUp, match="damaged"):
            environment.sections(f"{environment.PROGRAM_MARK}\nhttpx==0.28.1\n{environment.CHECKS_MARK}\npytest==9\n")


class TestTheStamp:
    def test_of_the_program_covers_a_plain_start(self) -> None:
        assert DONE.covers(DONE)

    def test_of_everything_covers_a_plain_start_but_not_the_reverse(self) -> None:
        everything = dataclasses.replace(DONE, checks="c1", system=(*DONE.system, "xvfb"))
        assert everything.covers(DONE)
        assert not DONE.covers(everything)

    def test_of_the_tools_covers_the_checks(self) -> None:
        with_tools = dataclasses.replace(DONE, checks="c1", tools="t1")
        assert with_tools.covers(dataclasses.replace(DONE, checks="c1"))
        assert not with_tools.covers(dataclasses.replace(DONE, tools="t2"))
        assert not DONE.covers(dataclasses.replace(DONE, tools="t1"))

    @pytest.mark.parametrize(
        "wanted",
        [
            dataclasses.replace(DONE, program="p2"),
            dataclasses.replace(DONE, python="cpython-312 linux"),
            dataclasses.replace(DONE, system=("libpulse0",)),
        ],
    )
    def test_of_another_lock_python_or_system_does_not_cover(self, wanted: environment.Stamp) -> None:
        assert not DONE.covers(wanted)

    @pytest.mark.parametrize("text", ["", "{", "[]", '{"python": "x"}', json.dumps({"system": 3})])
    def test_that_was_cut_off_is_ignored(self, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(environment, "_STAMP", tmp_path / "stamp.json")
        (tmp_path / "stamp.json").write_text(text, encoding="utf-8")
        assert environment._read_stamp() is None

    def test_is_read_as_it_was_written(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(environment, "_STAMP", tmp_path / "stamp.json")
        environment._write_stamp(DONE)
        assert environment._read_stamp() == DONE


class TestSystemLibraries:
    def test_count_when_dpkg_calls_them_installed(self) -> None:
        answer = "libegl1 installed\nlibgl1 config-files\nlibpulse0 not-installed\nlibx11-6 installed\n"
        assert system_libraries.installed_of(answer) == {"libegl1", "libx11-6"}

    def test_count_under_either_name_of_a_renamed_package(self) -> None:
        wanted = ("libegl1", "libglib2.0-0|libglib2.0-0t64", "libpulse0")
        assert system_libraries.not_among(wanted, {"libglib2.0-0t64", "libegl1"}) == ["libpulse0"]
        assert system_libraries.not_among(wanted, set()) == ["libegl1", "libglib2.0-0", "libpulse0"]

    @pytest.mark.parametrize(
        ("root", "lists", "line"),
        [
            (False, True, "sudo apt-get install -y --no-install-recommends libegl1 libpulse0"),
            (True, True, "apt-get install -y --no-install-recommends libegl1 libpulse0"),
            (
                False,
                False,
                "sudo apt-get update && sudo apt-get install -y --no-install-recommends libegl1 libpulse0",
            ),
        ],
    )
    def test_are_named_in_the_command_to_type(
        self, root: bool, lists: bool, line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(system_libraries, "_LISTS", tmp_path)
        if lists:
            (tmp_path / "debian_main_binary-amd64_Packages.lz4").touch()
        assert system_libraries.install_line(["libegl1", "libpulse0"], root=root) == line


class TestAStart:
    @pytest.mark.parametrize(
        ("arguments", "window"),
        [
            ([], True),
            (["cat.png", "song.mp3"], True),
            (["--profile", "d", "cat.png"], True),
            (["--profile=d"], True),
            (["--", "--demo"], True),
            (["--demo"], False),
            (["--version"], False),
            (["--profile", "d", "--self-test"], False),
            (["--profile=d", "--demo"], False),
            (["--child", "media"], False),
        ],
    )
    def test_opens_the_window(self, arguments: list[str], window: bool) -> None:
        assert run.wants_window(arguments) is window

    @pytest.mark.parametrize(
        ("arguments", "qt"),
        [
            ([], environment.Qt.WINDOW),
            (["--profile", "d", "cat.png"], environment.Qt.WINDOW),
            (["--", "--version"], environment.Qt.WINDOW),
            (["--self-test"], environment.Qt.OFF_SCREEN),
            (["--demo", "--out", "d"], environment.Qt.CORE),
            (["--out=d", "--demo"], environment.Qt.CORE),
            (["--version"], environment.Qt.NOTHING),
            (["--help"], environment.Qt.NOTHING),
            (["--child", "media"], environment.Qt.NOTHING),
        ],
    )
    def test_loads_the_needed_part_of_qt(self, arguments: list[str], qt: environment.Qt) -> None:
        assert run.qt_of(arguments) is qt

    @pytest.mark.parametrize(
        ("variables", "message"),
        [
            ({}, "There is no display here, so this runs the demo"),
            ({"DISPLAY": ":59999"}, "The display here does not answer (DISPLAY=:59999), so this runs the demo"),
        ],
    )
    def test_without_a_screen_is_the_demo_and_says_so_on_stderr(
        self,
        variables: dict[str, str],
        message: str,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        for name in ("DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET", "QT_QPA_PLATFORM"):
            monkeypatch.delenv(name, raising=False)
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        asked: list[environment.Qt] = []

        def prepare(*, checks: bool, qt: environment.Qt) -> Path:
            asked.append(qt)
            raise environment.CannotSetUp("no room")

        monkeypatch.setattr(sys, "platform", "linux")
        monkeypatch.setattr(environment, "prepare", prepare)
        assert run.main([]) == 1
        output = capsys.readouterr()
        assert output.out == ""
        assert output.err.startswith(message)
        assert asked == [environment.Qt.CORE]

    @pytest.mark.parametrize("script", ["run.py", "test.py", "build.py"])
    def test_with_an_older_python_is_one_sentence(self, script: str) -> None:
        older = "import runpy, sys; sys.version_info = (3, 9, 2); runpy.run_path(sys.argv[1], run_name='__main__')"
        command = [sys.executable, "-c", older, str(PACKAGING / script)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 1
        assert done.stderr.strip() == "Wan Desk needs Python 3.11 or newer; this is Python 3.9."
        assert done.stdout == ""


class TestTheSetUp:
    """Without pip: its messages, and whether it continues."""

    @pytest.fixture
    def loads(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> set[environment.Qt]:
        """How much of Qt can be loaded, set by the test. One package is missing."""
        loads = {environment.Qt.NOTHING}
        monkeypatch.setattr(environment, "_VENV", tmp_path)
        monkeypatch.setattr(environment, "_STAMP", tmp_path / "stamp.json")
        monkeypatch.setattr(environment, "_LOCK_FILE", tmp_path / "turn.lock")
        monkeypatch.setattr(environment, "_install_libraries", lambda *_all, **_named: None)
        monkeypatch.setattr(environment, "_trial_of_qt", lambda qt: "" if qt in loads else f"no {qt.name}")
        monkeypatch.setattr(system_libraries, "lacking", lambda _wanted: ["libegl1"])
        monkeypatch.setattr(system_libraries, "is_root", lambda: True)
        monkeypatch.setattr(system_libraries, "install", lambda _packages: "E: no network")
        return loads

    @pytest.mark.parametrize("able", list(environment.Qt))
    def test_writes_its_messages_to_stderr(
        self, able: environment.Qt, loads: set[environment.Qt], capsys: pytest.CaptureFixture[str]
    ) -> None:
        loads.update(range_to(able))
        environment.prepare(checks=False, qt=environment.Qt.NOTHING)
        output = capsys.readouterr()
        assert output.out == ""
        for message in (
            "Setting up",
            "Installing 1 missing system packages",
            "E: no network",
            "apt-get install",
            "libegl1",
        ):
            assert message in output.err

    @pytest.mark.parametrize("able", list(environment.Qt))
    @pytest.mark.parametrize("wanted", list(environment.Qt))
    def test_continues_only_where_the_start_can(
        self,
        able: environment.Qt,
        wanted: environment.Qt,
        loads: set[environment.Qt],
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        loads.update(range_to(able))
        if wanted <= able:
            environment.prepare(checks=False, qt=wanted)
            assert ("Continuing: " in capsys.readouterr().err) is (able < environment.Qt.WINDOW)
            return
        with pytest.raises(environment.CannotSetUp) as raised:
            environment.prepare(checks=False, qt=wanted)
        assert f"no {wanted.name}\n" in str(raised.value)
        assert str(raised.value).endswith("install -y --no-install-recommends libegl1")
        assert "Going on" not in capsys.readouterr().err

    def test_keeps_the_output_of_its_steps_off_stdout(self, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
        with environment.locked(tmp_path / "turn.lock", "waiting") as lock_file:
            assert environment._run([sys.executable, "-c", "print('made')"], lock_file) == 0
        output = capfd.readouterr()
        assert (output.out, output.err.strip()) == ("", "made")

    def test_says_on_stderr_that_it_waits(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(environment, "_acquires", lambda _lock_file, *, waiting: waiting)
        with environment.locked(tmp_path / "turn.lock", "Another start works."):
            pass
        assert capsys.readouterr() == ("", "Another start works.\n")

    def test_tries_each_library_by_name(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(environment, "_venv_python", lambda: Path(sys.executable))
        assert [environment._trial_of_qt(qt) for qt in (environment.Qt.NOTHING, environment.Qt.CORE)] == ["", ""]
        assert environment._trial_of_qt(environment.Qt.OFF_SCREEN) == ""
        monkeypatch.setattr(environment, "_QT_TRIAL", environment._QT_TRIAL.replace("PySide6", "PySide7"))
        assert environment._trial_of_qt(environment.Qt.CORE) == "No module named 'PySide7'"


def range_to(able: environment.Qt) -> list[environment.Qt]:
    return [each for each in environment.Qt if each <= able]


def test_tests_cannot_reach_the_users_files(tmp_path: Path) -> None:
    user = {
        "PATH": "/usr/bin",
        "HOME": "/home/ann",
        "DASHSCOPE_API_KEY": "sk-1",
        "https_proxy": "http://proxy:3128",
        "ALL_PROXY": "socks://proxy:1080",
        "QT_SCALE_FACTOR": "2",
        "XDG_CONFIG_DIRS": "/etc/xdg",
        "LC_TIME": "de_DE.UTF-8",
        "DBUS_SESSION_BUS_ADDRESS": "unix:path=/run/user/1000/bus",
    }
    variables = checks.private_environment(user, tmp_path)
    assert variables["PATH"] == "/usr/bin"
    assert variables["QT_QPA_PLATFORM"] == "offscreen"
    assert variables["LANG"] == "C.UTF-8"
    assert not variables.keys() & (user.keys() - {"PATH", "HOME"})
    homes = {name: Path(path) for name, path in variables.items() if name == "HOME" or name.startswith("XDG_")}
    assert {"HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR"} <= homes.keys()
    assert all(path.is_dir() and path.is_relative_to(tmp_path) for path in homes.values())
    assert checks.private_environment({"QT_QPA_PLATFORM": "xcb"}, tmp_path)["QT_QPA_PLATFORM"] == "xcb"


def _name(entry: str) -> str:
    return entry.partition("==")[0]


def _names(entries: list[str]) -> set[str]:
    return {_name(entry) for entry in entries}


def test_nothing_hides_the_library_called_packaging() -> None:
    assert not (PACKAGING / "__init__.py").exists()
