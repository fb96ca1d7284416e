"""The standalone program, built and self-tested by `build.py`. Checked here are the parts that a self-test does not
load.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from fnmatch import fnmatch
from pathlib import Path

import pytest

from tests.e2e.conftest import PLACE
from tests.support.simulator import until
from wandesk import __version__
from wandesk.app.sample import read_sample
from wandesk.domain.language import LANGUAGE_KEYS

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "packaging"))  # at the end: nothing in there may hide a library

import linux_packages  # noqa: E402

pytestmark = [pytest.mark.frozen, pytest.mark.timeout(900)]

ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="these files are so named on Linux only")


@pytest.fixture(scope="module")
def folder(build: subprocess.CompletedProcess[str]) -> Path:
    assert build.returncode == 0, build.stdout + build.stderr
    return PLACE / "Wan Desk"


@pytest.fixture(scope="module")
def program(folder: Path) -> Path:
    return folder / ("wandesk.exe" if sys.platform == "win32" else "wandesk")


def test_build_succeeds_with_its_self_test(build: subprocess.CompletedProcess[str]) -> None:
    print(build.stdout)
    assert build.returncode == 0, build.stdout + build.stderr
    assert f"Wan Desk {__version__}" in build.stdout
    for trial in ("--version", "--self-test", "--demo"):
        assert f"== {trial}: passed" in build.stdout
    for part in ("video:", "player: delivered a frame", "keyring:", "self-test: passed", ".mp4"):
        assert part in build.stdout


def test_every_resource_is_included_unchanged(folder: Path) -> None:
    ours = _contents(ROOT / "resources")
    assert ours
    assert _contents(folder / "_internal" / "resources") == ours
    schema = Path("wandesk", "storage", "schema.sql")
    assert (folder / "_internal" / schema).read_bytes() == (ROOT / schema).read_bytes()
    assert (folder / "_internal" / "LICENSE").read_bytes() == (ROOT / "LICENSE").read_bytes()


@ON_LINUX
def test_only_needed_qt_plugins_are_included(folder: Path) -> None:
    qt = folder / "_internal" / "PySide6" / "Qt"
    plugins = {str(path.relative_to(qt / "plugins")) for path in (qt / "plugins").rglob("*.so")}
    assert {
        "platforms/libqxcb.so",
        "platforms/libqwayland.so",
        "platforms/libqoffscreen.so",
        "multimedia/libffmpegmediaplugin.so",
        "imageformats/libqjpeg.so",
        "imageformats/libqsvg.so",
        "imageformats/libqwebp.so",
        "iconengines/libqsvgicon.so",
        "tls/libqopensslbackend.so",
        "platforminputcontexts/libibusplatforminputcontextplugin.so",
        "platforminputcontexts/libcomposeplatforminputcontextplugin.so",
        "platformthemes/libqxdgdesktopportal.so",
        "wayland-shell-integration/libxdg-shell.so",
        "xcbglintegrations/libqxcb-egl-integration.so",
    } <= plugins
    assert not {
        plugin for plugin in plugins if plugin.startswith(("sqldrivers", "qmltooling", "egl")) or "gtk3" in plugin
    }
    assert {path.name for path in (qt / "translations").iterdir()} == {f"qtbase_{key}.qm" for key in LANGUAGE_KEYS}
    carried = {path.name for path in folder.rglob("*")}
    assert not carried & {"libstdc++.so.6", "libgcc_s.so.1", "libGL.so.1", "libpipewire-0.3.so.0", "libgtk-3.so.0"}
    assert "libxcb-cursor.so.0" in carried


@ON_LINUX
@pytest.mark.skipif(shutil.which("ldd") is None, reason="ldd is not there")
def test_libraries_find_their_dependencies_inside_the_folder(folder: Path) -> None:
    inside = folder / "_internal"
    libraries = [
        path
        for path in inside.rglob("*.so*")
        if not path.is_symlink() and (path.parent.parent.name == "plugins" or path.suffix == ".so")
    ]
    assert len(libraries) > 100
    output = subprocess.run(
        ["ldd", *map(str, libraries)],
        env={**os.environ, "LD_LIBRARY_PATH": str(inside)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    ).stdout
    assert [line for line in output.splitlines() if "not found" in line] == []
    outside = {line.split("=>")[1].split("(")[0].strip() for line in output.splitlines() if "=>" in line}
    assert {path for path in outside if ".venv" in path or "pyenv" in path} == set()


@ON_LINUX
def test_nothing_is_there_twice_or_leads_nowhere_and_all_of_it_is_small_enough(folder: Path) -> None:
    everything = list(folder.rglob("*"))
    assert [path for path in everything if path.is_symlink() and not path.exists()] == []
    files = [path for path in everything if path.is_file() and not path.is_symlink()]
    assert sum(path.stat().st_size for path in files) <= linux_packages.TOTAL_BYTES
    libraries = [path for path in files if ".so" in path.name]
    assert len({path.read_bytes() for path in libraries}) == len(libraries)
    glibc = re.compile(r"(ld-linux.*|lib(c|dl|m|mvec|pthread|resolv|rt|util))\.so\.\d+")
    assert [path.name for path in everything if glibc.fullmatch(path.name)] == []


@ON_LINUX
@pytest.mark.skipif(shutil.which("objdump") is None, reason="objdump is not there")
def test_what_is_not_included_is_what_the_package_depends_on(folder: Path) -> None:
    needed, glibc = linux_packages.links(folder)
    depends = linux_packages.dependencies(needed, (path.name for path in folder.rglob("*")), glibc)
    assert depends[1:] == list(linux_packages.FROM_THE_SYSTEM.values())


@ON_LINUX
def test_every_library_has_its_licence_in_the_notices(folder: Path) -> None:
    inside = folder / "_internal"
    text = (inside / "resources" / "licences" / "NOTICES.txt").read_text(encoding="utf-8")
    named = tuple(name for line in re.findall(r"^Files: (.*)$", text, re.MULTILINE) for name in line.split())
    libraries = {path.name for path in inside.rglob("lib*.so*") if "plugins" not in path.parts}
    of_qt_for_python = {name for name in libraries if name.startswith(("libpyside6", "libshiboken6"))}
    unnamed = {name for name in libraries - of_qt_for_python if not any(fnmatch(name, f"{one}*") for one in named)}
    assert unnamed == set()


def test_no_development_tool_is_included(folder: Path) -> None:
    carried = {path.name.partition("-")[0].lower() for path in (folder / "_internal").iterdir()}
    assert not carried & {"pytest", "mypy", "hypothesis", "ruff", "setuptools", "pyinstaller", "tkinter"}


def test_the_program_runs_as_its_own_media_child(program: Path, tmp_path: Path) -> None:
    picture = read_sample("en").picture
    question = {"id": 1, "do": "inspect_picture", "with": {"path": str(picture)}}
    done = subprocess.run(
        [str(program), "--child", "media"],
        cwd=tmp_path,
        env=_alone(tmp_path),
        input=json.dumps(question) + "\n",
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["id"] == 1
    assert answer["ok"]["format"] == "JPEG"
    assert answer["ok"]["size_bytes"] == picture.stat().st_size


@ON_LINUX
def test_children_find_the_libraries_without_inheriting_search_paths(program: Path, tmp_path: Path) -> None:
    """A child's own start adds them. If the program passed them on, as to a browser, they would be there twice."""
    with subprocess.Popen(
        [str(program), "--demo", "--out", str(tmp_path / "out")],
        cwd=tmp_path,
        env={**_alone(tmp_path), "LD_LIBRARY_PATH": "/opt/theirs"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as running:
        paths = f"{program.parent / '_internal'}:/opt/theirs"
        found: dict[str, str] = {}

        def has_both() -> bool:
            assert running.poll() is None, f"the demo ended; its children had {found}"
            for child in Path(f"/proc/{running.pid}/task/{running.pid}/children").read_text().split():
                name, path = _name_and_library_path(int(child))
                if path == paths:
                    found[name] = path
            return found.keys() >= {"media", "simulator"}

        until(has_both, within=60)
        assert running.wait(60) == 0


@pytest.mark.skipif(sys.platform == "win32", reason="a shell closes the streams")
def test_runs_without_standard_streams(program: Path, tmp_path: Path) -> None:
    """As for a program with a window on Windows: no stdin, stdout or stderr at all."""
    done = subprocess.run(
        ["/bin/sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh", str(program), "--demo", "--out", str(tmp_path / "out")],
        cwd=tmp_path,
        env=_alone(tmp_path),
        timeout=120,
        check=False,
    )
    assert done.returncode == 0
    (video,) = (tmp_path / "out").glob("*.mp4")
    assert video.stat().st_size > 1000


def _contents(folder: Path) -> Mapping[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _name_and_library_path(process: int) -> tuple[str, str]:
    """A child process: its name after `--child`, and its LD_LIBRARY_PATH at the start."""
    try:
        command = Path(f"/proc/{process}/cmdline").read_text().split("\0")
        variables = dict(line.partition("=")[::2] for line in Path(f"/proc/{process}/environ").read_text().split("\0"))
    except OSError:  # it has just ended
        return "", ""
    return command[2] if "--child" in command[:2] else "", variables.get("LD_LIBRARY_PATH", "")


def _alone(home: Path) -> dict[str, str]:
    """An environment with an empty home, without a screen and without Python's variables."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "XDG_"))}
    return {**kept, "HOME": str(home), "QT_QPA_PLATFORM": "offscreen", "WANDESK_PRACTICE": "--tiny --speed 20"}
