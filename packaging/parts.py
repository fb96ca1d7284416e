"""What the standalone program includes and leaves out; `wandesk.spec` asks while PyInstaller works."""

import io
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path, PurePath

FILES = (("resources", "resources"), ("wandesk/storage/schema.sql", "wandesk/storage"), ("LICENSE", "."))
"""Files of ours that are no code: where they lie in the project, and the folder they go to."""

IMPORTED_BY_NAME: Sequence[str] = (
    "PySide6.QtNetwork",  # brings the plug-ins of Qt's own connections; QtMultimedia links the library anyway
    "PySide6.QtSvg",  # brings the plug-ins that draw the icons
    "PIL.ImageCms",
    "_libvips",
    "_cffi_backend",  # _libvips loads it from C
    *{
        "win32": ("keyring.backends.Windows", "win32ctypes.pywin32"),
        "darwin": ("keyring.backends.macOS",),
    }.get(sys.platform, ("secretstorage", "jeepney")),
)
"""Modules that PyInstaller may not see in the code."""

NOT_OURS: Sequence[str] = (
    "tkinter", "PIL.ImageTk", "PIL._imagingtk", "setuptools", "pkg_resources", "distutils",
    "pytest", "_pytest", "hypothesis", "mypy", "rich", "pygments", "markdown_it",
)  # fmt: skip
"""Modules that a library would like to have for uses we do not make of it; checks and tools bring most of them."""

ICON_SIDE = 1024

_TRANSLATIONS = Path(__file__).resolve().parents[1] / "resources" / "translations"
_LANGUAGES = sorted(path.stem.removeprefix("wandesk_") for path in _TRANSLATIONS.glob("wandesk_*.qm"))
_QT = r"PySide6/(Qt/)?"
_LEFT_OUT = re.compile(
    "|".join(
        [
            # Never included: a newer graphics driver of the user's system could not load with our older copy.
            r"libstdc\+\+\.so\.6", r"libgcc_s\.so\.1",
            # A part of glibc, which must come from one system as a whole. PyInstaller leaves its other parts out.
            r"libmvec\.so\.1",
            # Watching the network, which nothing here does; brings half of GLib. And what only a Wayland server uses.
            rf"{_QT}plugins/networkinformation/.*",
            rf"{_QT}plugins/wayland-graphics-integration-server/.*",
            # Formats of pictures that Qt never shows: pictures of users are decoded by Pillow, in the media child.
            rf"{_QT}plugins/imageformats/(lib)?q(icns|tga|tiff|wbmp)\..*",
            # Includes GTK of the builder's system, which Qt's own style does not need. The rest of the theme comes
            # through the portal.
            rf"{_QT}plugins/platformthemes/libqgtk3\..*",
            # On-screen keyboard, PDF as a picture, databases, tools of QML: not used, but they include libraries.
            rf"{_QT}plugins/platforminputcontexts/(lib)?qtvirtualkeyboardplugin.*",
            rf"{_QT}plugins/imageformats/(lib)?qpdf.*",
            rf"{_QT}plugins/(sqldrivers|qmltooling)/.*",
            # Screens of devices without a desktop.
            rf"{_QT}plugins/(egldeviceintegrations|generic)/.*",
            rf"{_QT}plugins/platforms/libq(eglfs|linuxfb|minimal|minimalegl|vkkhrdisplay|vnc)\..*",
            # Qt's own sentences in our languages; all others are in our own translations.
            rf"{_QT}translations/(?!qtbase_({'|'.join(_LANGUAGES)})\.qm$).*",
        ]
    )
)  # fmt: skip

Entry = tuple[str, str, str]
"""As PyInstaller has it: the path in the folder, the file it comes from (or is a link to), and its kind."""


def is_wanted(name: str) -> bool:
    """Whether a file of this path in the program's folder is included."""
    return not _LEFT_OUT.fullmatch(name.replace("\\", "/"))


def needed(entries: Iterable[Entry], asks_for: Callable[[str], Iterable[str]]) -> list[Entry]:
    """The wanted entries without the libraries that only unwanted ones need.

    A library is left out only when something unwanted links to it and nothing included does. What the program loads
    by name at run time is linked by nothing, and is included.

    Args:
        entries: libraries, plug-ins and extension modules.
        asks_for: the file names of the libraries that a library (its path) is linked to.
    """
    everything = list(entries)
    sources: dict[str, set[str]] = {}  # file name: where it comes from; a link has the name of what it leads to
    for name, source, kind in everything:
        files = sources.setdefault(PurePath(name).name.lower(), set())
        if kind != "SYMLINK":
            files.add(source)

    def reached(start: Iterable[str]) -> set[str]:
        waiting, seen = list(start), set[str]()
        while waiting:
            for source in sources.get(waiting.pop(), ()):
                fresh = {PurePath(asked).name.lower() for asked in asks_for(source)} - seen
                seen |= fresh
                waiting += fresh
        return seen

    unwanted = {PurePath(name).name.lower() for name, _, _ in everything if not is_wanted(name)}
    doubtful = reached(unwanted) - unwanted
    stays = sources.keys() - unwanted - doubtful
    stays |= reached(stays) - unwanted
    return [entry for entry in everything if PurePath(entry[0]).name.lower() in stays]


def icon(drawing: Path, folder: Path) -> str | None:
    """Makes the program's icon from an SVG drawing in `folder`; returns its path, or None where programs have none."""
    kind = {"win32": "ico", "darwin": "icns"}.get(sys.platform)
    if kind is None:
        return None
    target = folder / f"{drawing.stem}.{kind}"
    draw_icon(drawing, target)
    return str(target)


def draw_icon(drawing: Path, target: Path) -> None:
    """Draws an SVG as an icon file with all its sizes; the suffix of `target` decides the kind."""
    from PIL import Image

    sizes = [(side, side) for side in (16, 24, 32, 48, 64, 128, 256)]
    with Image.open(io.BytesIO(_png(drawing, ICON_SIDE))) as picture:
        picture.save(target, sizes=sizes)  # the other kind takes no sizes, and makes its own


def draw_pngs(drawing: Path, targets: Mapping[int, Path]) -> None:
    """Draws an SVG as PNG files, by the length of their sides in pixels."""
    for side, target in targets.items():
        target.write_bytes(_png(drawing, side))


def _png(drawing: Path, side: int) -> bytes:
    from PySide6.QtCore import QBuffer, QIODevice
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(str(drawing)).render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())
