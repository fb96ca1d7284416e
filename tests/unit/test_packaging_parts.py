"""Contents of the standalone program: names that stay or are left out, and libraries that belong to them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PIL import Image

PACKAGING = Path(__file__).resolve().parents[2] / "packaging"
sys.path.append(str(PACKAGING))  # at the end: nothing in there may hide a library

import parts  # noqa: E402


@pytest.mark.parametrize(
    "name",
    [
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6/Qt/plugins/platforms/libqoffscreen.so",
        "PySide6\\plugins\\platforms\\qwindows.dll",
        "PySide6/Qt/plugins/platforms/libqcocoa.dylib",
        "PySide6/Qt/plugins/multimedia/libffmpegmediaplugin.so",
        "PySide6/Qt/lib/libQt6Qml.so.6",
        "PySide6/Qt/translations/qtbase_zh_CN.qm",
        "PySide6\\translations\\qtbase_en.qm",
        "pillow.libs/libstdc++-1234.so.6",
        "resources/translations/wandesk_zh_CN.qm",
    ],
)
def test_part_is_included(name: str) -> None:
    assert parts.is_wanted(name)


@pytest.mark.parametrize(
    "name",
    [
        "libstdc++.so.6",
        "libgcc_s.so.1",
        "libmvec.so.1",
        "PySide6/Qt/plugins/networkinformation/libqglib.so",
        "PySide6/Qt/plugins/wayland-graphics-integration-server/libdmabuf-server.so",
        "PySide6\\plugins\\imageformats\\qtiff.dll",
        "PySide6/Qt/plugins/platformthemes/libqgtk3.so",
        "PySide6/Qt/plugins/sqldrivers/libqsqlite.so",
        "PySide6\\plugins\\imageformats\\qpdf.dll",
        "PySide6\\plugins\\platforminputcontexts\\qtvirtualkeyboardplugin.dll",
        "PySide6/Qt/plugins/platforms/libqeglfs.so",
        "PySide6/Qt/translations/qtbase_zh_TW.qm",
        "PySide6\\translations\\qt_help_en.qm",
    ],
)
def test_part_is_left_out(name: str) -> None:
    assert not parts.is_wanted(name)


def test_library_is_left_out_with_the_only_plug_in_that_needs_it() -> None:
    gtk, xcb = "PySide6/Qt/plugins/platformthemes/libqgtk3.so", "PySide6/Qt/plugins/platforms/libqxcb.so"
    entries = [
        (gtk, "/qt/libqgtk3.so", "BINARY"),
        (xcb, "/qt/libqxcb.so", "BINARY"),
        ("libgtk-3.so.0", "/lib/libgtk-3.so.0", "BINARY"),
        ("libpango.so.0", "/lib/libpango.so.0", "BINARY"),
        ("libglib-2.0.so.0", "/lib/libglib-2.0.so.0", "BINARY"),
        ("lib/libQt6Gui.so.6", "/qt/libQt6Gui.so.6", "BINARY"),
        ("libQt6Gui.so.6", "lib/libQt6Gui.so.6", "SYMLINK"),
        ("libasked-for-by-name.so", "/lib/libasked-for-by-name.so", "BINARY"),
    ]
    asks_for = {
        "/qt/libqgtk3.so": ["libgtk-3.so.0", "libQt6Gui.so.6"],
        "/lib/libgtk-3.so.0": ["libpango.so.0", "libglib-2.0.so.0", "libc.so.6"],
        "/qt/libqxcb.so": ["libQt6Gui.so.6"],
        "/qt/libQt6Gui.so.6": ["libglib-2.0.so.0"],
    }
    kept = parts.needed(entries, lambda source: asks_for.get(source, []))
    assert [name for name, _, _ in kept] == [
        xcb,
        "libglib-2.0.so.0",
        "lib/libQt6Gui.so.6",
        "libQt6Gui.so.6",
        "libasked-for-by-name.so",
    ]


@pytest.mark.parametrize(("name", "kind"), [("wandesk.ico", "ICO"), ("wandesk.icns", "ICNS")])
def test_icon_has_every_size(name: str, kind: str, tmp_path: Path) -> None:
    parts.draw_icon(PACKAGING.parent / "resources" / "icons" / "wandesk.svg", tmp_path / name)
    with Image.open(tmp_path / name) as icon:
        assert icon.format == kind
        assert {32, 128, 256} <= {size[0] for size in icon.info["sizes"]}
        assert icon.convert("RGBA").getchannel("A").getbbox() is not None
