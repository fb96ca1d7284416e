"""Makes the standalone folder on Linux smaller without taking anything away that the program uses.

PyInstaller has collected the folder before. `build.py` calls `slim` once, and prints what `table` returns.
"""

import hashlib
import re
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

_ELF = b"\x7fELF"

# Debug symbols are most of Python's own library and a third of what the wheels compiled. The libraries of Qt and those
# in `*.libs` hardly have any, and QtMultimedia no longer loads after a strip of everything.
_NOT_STRIPPED = re.compile(r"(PySide6|shiboken6|[^/]+\.libs)/.*")

ICU_LEFT_OUT = ("brkitr", "curr", "lang", "rbnf", "region", "translit", "unit")
"""Trees of ICU's data that no library of the folder can read.

Only Qt's core is linked to ICU, and calls its comparison of texts, upper and lower case, converters of encodings and
names of time zones (read with `nm -D --undefined-only libQt6Core.so.6`). These trees hold line breaks, currencies,
names of languages and countries, spelled numbers, transliteration and units.
"""

_GROUPS: Mapping[str, tuple[str, str]] = {
    "PyAV with its FFmpeg, x264, x265, SVT-AV1": (
        r"av(\.libs)?/.*",
        "reads and writes videos and audio; its libraries are linked to each other, none can go alone",
    ),
    "Qt: core, window, drawing, network": (
        r"PySide6/Qt/lib/libQt6(?!Quick|Qml|Multimedia|FFmpeg).*",
        "the window",
    ),
    "Qt: ICU": (r"PySide6/Qt/lib/libicu.*", "Qt's core needs it; its data without what nothing here reads"),
    "Qt: Multimedia with its FFmpeg": (
        r"PySide6/Qt/(lib/(libQt6Multimedia|libQt6FFmpeg|libav|libsw).*|plugins/multimedia/.*)",
        "plays videos; another version of FFmpeg than PyAV's, so neither can use the other's",
    ),
    "Qt: Quick and Qml": (
        r"PySide6/Qt/lib/libQt6(Quick|Qml).*",
        "Qt Multimedia's FFmpeg plug-in is linked to them",
    ),
    "Qt: plug-ins and sentences": (r"PySide6/Qt/(plugins|translations)/.*", "X11, Wayland, picture formats, input"),
    "Qt for Python": (r"(PySide6|shiboken6)/(?!Qt/).*", "Python's way to Qt"),
    "libvips": (r"(pyvips_binary\.libs/.*|_libvips.*)", "pictures of 100 megapixels and more, row by row"),
    "Pillow and pi-heif": (r"(PIL|pillow\.libs|pi_heif\.libs)/.*|_pi_heif.*", "pictures, AVIF and HEIC among them"),
    "cryptography": (r"cryptography/.*", "the Secret Service encrypts a key on its way to the keyring"),
    "Python": (r"(libpython|python3|base_library).*", "the language, and the parts of its library that are used"),
    "Wan Desk and the Python code of all libraries": (r"wandesk$", "the program"),
    "Wan Desk's resources": (r"(resources|wandesk)/.*|LICENSE", "models, look, icons, font, translations, sample"),
    "System libraries": (r"lib[^/]*", "what Qt links and a bare system lacks: X11, audio, D-Bus, fonts, TLS"),
}
"""The parts of the folder: how the paths of their files begin, and why the part stays. The first that fits counts."""


def slim(folder: Path) -> None:
    """Removes debug symbols, unread data of ICU, second copies and links to nothing from a folder of PyInstaller.

    Raises:
        OSError: where a tool of binutils or ICU is missing or a file cannot be changed.
        subprocess.CalledProcessError: where a tool fails.
    """
    inside = folder / "_internal"
    for path in inside.rglob("*"):
        if path.is_symlink() and not path.exists():  # PyInstaller links also to what parts.py left out
            path.unlink()
    stripped = [path for path in libraries(inside) if not _NOT_STRIPPED.fullmatch(str(path.relative_to(inside)))]
    subprocess.run(["strip", "--strip-unneeded", *map(str, stripped)], check=True)
    for data in inside.glob("PySide6/Qt/lib/libicudata.so.*"):
        _shrink_icu(data)
    _link_copies(inside)


def table(folder: Path) -> str:
    """The parts of the folder, the largest first: their megabytes, and why they stay."""
    sizes = dict.fromkeys((*_GROUPS, "Other"), 0)
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            name = str(path.relative_to(folder)).removeprefix("_internal/")
            group = next((group for group, (files, _) in _GROUPS.items() if re.match(files, name)), "Other")
            sizes[group] += path.stat().st_size
    rows = sorted(sizes.items(), key=lambda row: -row[1])
    reasons = {group: why for group, (_, why) in _GROUPS.items()} | {"Other": "certificates, small libraries"}
    lines = [f"| {group} | {size / 1e6:.1f} | {reasons[group]} |" for group, size in rows]
    return "\n".join(["| part | MB | why it stays |", "|---|---:|---|", *lines])


def libraries(inside: Path) -> Iterator[Path]:
    """The programs and shared libraries below a folder."""
    for path in inside.rglob("*"):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                if file.read(4) == _ELF:
                    yield path


def _shrink_icu(library: Path) -> None:
    """Links ICU's data library again without the trees that nothing reads."""
    with tempfile.TemporaryDirectory(prefix="wandesk-icu-") as name:
        work = Path(name)
        # ICU finds its items by the name of the file, which is `icudt`, the version and the byte order.
        data, unread = work / f"icudt{library.suffix[1:]}l.dat", work / "unread.txt"
        _run(work, "objcopy", "-O", "binary", "--only-section=.rodata", str(library), data.name)
        items = _run(work, "icupkg", "-l", data.name).split()
        unread.write_text("\n".join(item for item in items if item.partition("/")[0] in ICU_LEFT_OUT), encoding="ascii")
        _run(work, "icupkg", "-r", unread.name, data.name)
        section = ".data=.rodata,alloc,load,readonly,data,contents"
        symbol = f"icudt{library.suffix[1:]}_dat=.rodata:0,global,object"
        kind = ("-I", "binary", "-O", _format_of(library, work))
        layout = ("--rename-section", section, "--set-section-alignment", ".data=16")
        _run(work, "objcopy", *kind, *layout, "--strip-all", "--add-symbol", symbol, data.name, "data.o")
        _run(work, "ld", "-shared", "-z", "noexecstack", "-soname", library.name, "-o", "small.so", "data.o")
        library.write_bytes((work / "small.so").read_bytes())


def _format_of(library: Path, work: Path) -> str:
    """What binutils call the kind of a library, for example `elf64-x86-64`."""
    found = re.search(r"file format (\S+)", _run(work, "objdump", "-f", str(library)))
    if found is None:
        raise OSError(f"objdump does not know what {library} is.")
    return found[1]


def _link_copies(inside: Path) -> None:
    """Replaces further copies of a file by links to the first."""
    first: dict[bytes, Path] = {}
    for path in sorted(libraries(inside)):
        original = first.setdefault(hashlib.sha256(path.read_bytes()).digest(), path)
        if original is not path and original.parent == path.parent:
            path.unlink()
            path.symlink_to(original.name)


def _run(work: Path, *command: str) -> str:
    return subprocess.run(command, cwd=work, check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout
