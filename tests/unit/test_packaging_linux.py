"""What people install on Linux: what it depends on, its menu entry, and the same bytes from the same folder."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "packaging"
sys.path.append(str(PACKAGING))  # at the end: nothing in there may hide a library

import linux_packages  # noqa: E402
import notices  # noqa: E402
import slimming  # noqa: E402

from wandesk.app.last_words import NOT_CARRIED  # noqa: E402

SYSTEM = linux_packages.FROM_THE_SYSTEM


class TestDepends:
    def test_names_what_is_not_carried_and_the_glibc_that_is_asked_for(self) -> None:
        needed = [*SYSTEM, "libc.so.6", "libm.so.6", "ld-linux-x86-64.so.2", "libdrm.so.2", "libQt6Core.so.6"]
        packages = linux_packages.dependencies(needed, ["libQt6Core.so.6", "wandesk"], (2, 36))
        assert packages == ["libc6 (>= 2.36)", *SYSTEM.values()]
        assert set(NOT_CARRIED) == {*packages[1:]} - {"libgcc-s1", "libstdc++6"}  # these two every system has

    def test_a_library_from_nowhere_stops_the_package(self) -> None:
        with pytest.raises(linux_packages.CannotPack, match=r"libsnappy\.so\.1"):
            linux_packages.dependencies([*SYSTEM, "libsnappy.so.1"], [], (2, 34))

    def test_a_package_that_nothing_needs_any_more_stops_it_too(self) -> None:
        with pytest.raises(linux_packages.CannotPack, match=r"libGL\.so\.1"):
            linux_packages.dependencies(SYSTEM.keys() - {"libGL.so.1"}, [], (2, 34))


def test_the_menu_entry_is_the_one_that_the_window_names() -> None:
    source = (ROOT / "wandesk" / "app" / "qt_application.py").read_text(encoding="utf-8")
    named = re.search(r'setDesktopFileName\("([^"]+)"\)', source)
    assert named is not None
    entry = (PACKAGING / "linux" / f"{named[1]}.desktop").read_text(encoding="utf-8")
    assert "Exec=wandesk %F" in entry
    assert f"Icon={named[1]}\n" in entry
    description = (PACKAGING / "linux" / "wandesk.metainfo.xml").read_text(encoding="utf-8")
    assert f">{named[1]}.desktop</launchable>" in description


@pytest.mark.skipif(sys.platform != "linux" or not shutil.which("zstd"), reason="the archive needs GNU tar and zstd")
def test_the_same_folder_gives_the_same_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    sums = []
    for turn, names in enumerate((("a", "b"), ("b", "a"))):  # written in another order, at another time
        folder = tmp_path / str(turn) / "Wan Desk"
        folder.mkdir(parents=True)
        for name in names:
            (folder / name).write_text(name)
        (folder / "link").symlink_to("a")
        target = tmp_path / str(turn) / "wandesk-1-linux-x86_64.tar.zst"
        linux_packages.archive(folder, target, linux_packages.source_date())
        sums.append(target.read_bytes())
    assert sums[0] == sums[1]
    listed = subprocess.run(["tar", "-tvf", str(target)], capture_output=True, encoding="utf-8", check=True).stdout
    assert "wandesk-1-linux-x86_64/link -> a" in listed
    assert "2023-11-14" in listed


def test_every_part_of_the_table_of_sizes_says_why_it_stays(tmp_path: Path) -> None:
    library = tmp_path / "_internal" / "PySide6" / "Qt" / "lib" / "libicudata.so.73"
    library.parent.mkdir(parents=True)
    library.write_bytes(b"\0" * 1_500_000)
    (library.parent / "twice.so").symlink_to(library)
    rows = [line.strip("| ").split(" | ") for line in slimming.table(tmp_path).splitlines()[2:]]
    assert rows[0][:2] == ["Qt: ICU", "1.5"]
    assert all(len(row) == 3 and row[2] for row in rows)
    assert {row[1] for row in rows[1:]} == {"0.0"}


def test_notices_and_bill_of_materials_have_every_library_of_the_lock_file() -> None:
    """A change of the lock file needs `packaging/notices.py`."""
    materials = json.loads((notices.OUT / "sbom.cdx.json").read_text(encoding="utf-8"))
    assert (materials["bomFormat"], materials["specVersion"]) == ("CycloneDX", "1.6")
    purls = {part["purl"].split("@")[0]: part["version"] for part in materials["components"] if "purl" in part}
    locked = {f"pkg:pypi/{name}": version for name, version in notices.locked_versions().items()}
    wheels = {name: version for name, version in purls.items() if name.startswith("pkg:pypi/")}
    assert wheels == locked
    text = (notices.OUT / "NOTICES.txt").read_text(encoding="utf-8")
    assert {"pkg:pypi/httpx", "pkg:pypi/pyside6-essentials", "pkg:pypi/av", "pkg:pypi/pillow"} <= wheels.keys()
    for part in materials["components"]:
        assert f"\n{part['name']}" in text
        assert part["licenses"]
