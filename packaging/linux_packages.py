"""What people install on Linux, made from the standalone folder: a package for Debian and Ubuntu, and an archive.

    dist/wandesk_VERSION_amd64.deb
    dist/wandesk-VERSION-linux-x86_64.tar.zst      unpack anywhere, start `wandesk` in it
    dist/SHA256SUMS

The same folder gives the same bytes again: all times are SOURCE_DATE_EPOCH, or that of the last commit.
"""

import hashlib
import os
import platform
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import slimming
from environment import ROOT

FROM_THE_SYSTEM: Mapping[str, str] = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxcb.so.1": "libxcb1",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libgcc_s.so.1": "libgcc-s1",
    "libstdc++.so.6": "libstdc++6",
}
"""Libraries that the program needs and does not include, each with its Debian package: they must fit the system's
graphics driver and its display.
"""

_GLIBC = re.compile(r"(ld-linux.*|libc|libdl|libm|libmvec|libpthread|libresolv|librt|libutil)\.so\.\d+")
_WITH_ANOTHER = {"libdrm.so.2"}
"""What the packages of others bring anyway: the driver below libegl1 is linked to it."""

RECOMMENDS = (
    "fonts-noto-cjk | fonts-wqy-microhei | fonts-wqy-zenhei",
    "gnome-keyring | kwalletmanager | keepassxc",
    *("fontconfig-config", "libx11-data", "xkb-data"),
)
"""Chinese characters, a Secret Service for the API key, and what every desktop has for fonts and keyboards. The program
works without: with boxes for characters, and asking for the key at each start.
"""

TOTAL_BYTES = 300_000_000
ARCHIVE_BYTES = 110_000_000
"""How large the folder and the archive may be."""

_DEBIAN = {"x86_64": "amd64", "aarch64": "arm64"}
_LINUX = ROOT / "packaging" / "linux"
_ICON_SIDES = (16, 24, 32, 48, 64, 128, 256, 512)
_DRAW = """
import sys; from pathlib import Path; import parts
parts.draw_pngs(Path(sys.argv[1]), {int(side): Path(path) for side, path in zip(sys.argv[2::2], sys.argv[3::2])})
"""
_CONTROL = """\
Package: wandesk
Version: {version}
Architecture: {architecture}
Maintainer: The Wan Desk developers <wandesk@users.noreply.github.com>
Installed-Size: {kilobytes}
Depends: {depends}
Recommends: {recommends}
Section: video
Priority: optional
Description: turns a picture into a video with Alibaba Cloud's Wan models
 Drop a picture, write what should happen, press Generate, watch the row, play
 the video. Nothing that was paid for is ever lost, and nothing is ever paid
 for twice.
 .
 Without an API key it works in Practice, which runs on this computer and costs
 nothing.
"""


class CannotPack(Exception):
    """A package cannot be made; the text says why."""


def make(folder: Path, out: Path, version: str, python: Path) -> list[Path]:
    """Makes the package, the archive and their sums in `out`; returns their paths.

    Without dpkg-deb there is only the archive, and a sentence says so.

    Args:
        folder: the standalone program.
        python: the venv's Python, which draws the icons.

    Raises:
        CannotPack: where a needed tool is missing or fails, or the folder is not as it must be.
    """
    if not shutil.which("zstd"):
        raise CannotPack("The packages need zstd. Install it: apt-get install zstd")
    machine, epoch = platform.machine(), source_date()
    for old in out.glob("wandesk[_-]*.*"):
        if old.suffix in {".deb", ".zst"}:
            old.unlink()
    made = [archive(folder, out / f"wandesk-{version}-linux-{machine}.tar.zst", epoch)]
    if shutil.which("dpkg-deb"):
        made.append(_debian(folder, out / f"wandesk_{version}_{_DEBIAN.get(machine, machine)}.deb", epoch, python))
    else:
        print("No .deb: dpkg-deb is not on this computer. The archive has the same program.", flush=True)
    sums = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in made]
    (out / "SHA256SUMS").write_text("".join(sums), encoding="ascii")
    for path in made:
        print(f"Made {path}: {path.stat().st_size / 1e6:.0f} MB", flush=True)
    if made[0].stat().st_size > ARCHIVE_BYTES:
        raise CannotPack(f"{made[0].name} is larger than {ARCHIVE_BYTES / 1e6:.0f} MB.")
    return [*made, out / "SHA256SUMS"]


def source_date() -> int:
    """The time of everything in the packages, in seconds since 1970: SOURCE_DATE_EPOCH, or that of the last commit."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if given.isascii() and given.isdigit():
        return int(given)
    asked = ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"]
    try:
        answer = subprocess.run(asked, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False).stdout.strip()
    except FileNotFoundError:
        answer = b""
    return int(answer) if answer.isdigit() else int((ROOT / "CHANGELOG.md").stat().st_mtime)


def dependencies(needed: Iterable[str], carried: Iterable[str], glibc: tuple[int, ...]) -> list[str]:
    """The packages that the program needs, for `Depends`.

    Args:
        needed: the names of the libraries that the folder's files are linked to.
        carried: the names of the folder's files.
        glibc: the newest version of glibc that one of them asks for.

    Raises:
        CannotPack: when a library would come from nowhere, or a package of the table is not needed.
    """
    missing = {name for name in set(needed) - set(carried) if not _GLIBC.fullmatch(name)} - _WITH_ANOTHER
    if unknown := missing - FROM_THE_SYSTEM.keys():
        raise CannotPack(f"Neither the folder nor linux_packages.FROM_THE_SYSTEM has {', '.join(sorted(unknown))}.")
    if unneeded := FROM_THE_SYSTEM.keys() - missing:
        raise CannotPack(f"Nothing needs {', '.join(sorted(unneeded))} of linux_packages.FROM_THE_SYSTEM any more.")
    return [f"libc6 (>= {'.'.join(map(str, glibc))})", *FROM_THE_SYSTEM.values()]


def links(folder: Path) -> tuple[set[str], tuple[int, ...]]:
    """The libraries that the folder's files are linked to, and the newest glibc that they ask for."""
    told = _output(["objdump", "-p", *map(str, slimming.libraries(folder))])
    versions = {tuple(map(int, version.split("."))) for version in re.findall(r"\bGLIBC_(\d+\.\d+)", told)}
    return set(re.findall(r"NEEDED\s+(\S+)", told)), max(versions, default=(2, 0))


def archive(folder: Path, target: Path, epoch: int) -> Path:
    """The portable archive: one folder with everything in it."""
    inside = target.name.removesuffix(".tar.zst")
    rename = rf"--transform=flags=rh;s,^\.,{inside},"  # files and hard links, not what symbolic links say
    # --long=27 is as far back as every zstd looks without being asked to. Always several threads: alone, zstd would cut
    # the data in other places.
    packer = "zstd -15 -T0 --long=27 --quiet"
    _output(["tar", *_same_again(epoch), f"--use-compress-program={packer}", rename, "--create", f"--file={target}",
             f"--directory={folder}", "."])  # fmt: skip
    return target


def _debian(folder: Path, target: Path, epoch: int, python: Path) -> Path:
    version, architecture = target.stem.split("_")[1:]
    needed, glibc = links(folder)
    depends = dependencies(needed, (path.name for path in folder.rglob("*")), glibc)
    with tempfile.TemporaryDirectory(prefix="wandesk-deb-") as name:
        root = Path(name) / "root"
        program = root / "usr" / "lib" / "wandesk"
        shutil.copytree(folder, program, symlinks=True)
        (root / "usr" / "bin").mkdir(parents=True)
        (root / "usr" / "bin" / "wandesk").symlink_to("../lib/wandesk/wandesk")
        _share(root / "usr" / "share", version, epoch, python)
        validate(root / "usr" / "share")
        size = sum(path.stat().st_size for path in root.rglob("*") if path.is_file() and not path.is_symlink())
        control = _CONTROL.format(
            version=version,
            architecture=architecture,
            kilobytes=-(-size // 1024),
            depends=", ".join(depends),
            recommends=", ".join(RECOMMENDS),
        )
        (root / "DEBIAN").mkdir()
        (root / "DEBIAN" / "control").write_text(control, encoding="utf-8")
        (root / "DEBIAN" / "md5sums").write_text(_md5sums(root), encoding="utf-8")
        for path in [root, *root.rglob("*")]:
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or path == program / "wandesk" else 0o644)
            os.utime(path, (epoch, epoch), follow_symlinks=False)
        command = ["dpkg-deb", "--root-owner-group", "-Zzstd", "-z15", "--build", str(root), str(target)]
        _output(command, {**os.environ, "SOURCE_DATE_EPOCH": str(epoch)})
    return target


def _share(share: Path, version: str, epoch: int, python: Path) -> None:
    """Writes what a desktop reads: the entry of its menu, icons, the description for software centres, the licence."""
    icons, drawing = share / "icons" / "hicolor", ROOT / "resources" / "icons" / "wandesk.svg"
    pngs = {side: icons / f"{side}x{side}" / "apps" / "wandesk.png" for side in _ICON_SIDES}
    for folder in (share / "applications", share / "metainfo", share / "doc" / "wandesk", icons / "scalable" / "apps"):
        folder.mkdir(parents=True)
    for path in pngs.values():
        path.parent.mkdir(parents=True)
    shutil.copyfile(drawing, icons / "scalable" / "apps" / "wandesk.svg")
    variables = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT / "packaging")}
    _output([str(python), "-c", _DRAW, str(drawing), *(str(part) for png in pngs.items() for part in png)], variables)
    shutil.copyfile(_LINUX / "wandesk.desktop", share / "applications" / "wandesk.desktop")
    day = _output(["date", "--utc", f"--date=@{epoch}", "+%Y-%m-%d"]).strip()
    description = (_LINUX / "wandesk.metainfo.xml").read_text(encoding="utf-8")
    description = description.replace("@VERSION@", version).replace("@DATE@", day)
    (share / "metainfo" / "io.github.wandesk.WanDesk.metainfo.xml").write_text(description, encoding="utf-8")
    shutil.copyfile(ROOT / "LICENSE", share / "doc" / "wandesk" / "copyright")


def validate(share: Path) -> None:
    """Has the menu entry and the description checked by the desktop's own tools, where these are installed.

    Raises:
        CannotPack: with the tool's message.
    """
    entries = [str(path) for path in share.glob("applications/*")]
    descriptions = [str(path) for path in share.glob("metainfo/*")]
    for command in (["desktop-file-validate", *entries], ["appstreamcli", "validate", "--no-net", *descriptions]):
        if shutil.which(command[0]):
            _output(command)
        else:
            print(f"Not checked: {command[0]} is not on this computer.", flush=True)


def _md5sums(root: Path) -> str:
    files = sorted(path for path in (root / "usr").rglob("*") if path.is_file() and not path.is_symlink())
    sums = ((hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest(), path) for path in files)
    return "".join(f"{digest}  {path.relative_to(root)}\n" for digest, path in sums)


def _same_again(epoch: int) -> Sequence[str]:
    """What makes tar write the same bytes for the same files."""
    return (
        "--sort=name",
        f"--mtime=@{epoch}",
        "--owner=0",
        "--group=0",
        "--numeric-owner",
        "--mode=u+w,go-w,a+rX",
        "--format=gnu",
    )


def _output(command: Sequence[str], variables: Mapping[str, str] | None = None) -> str:
    try:
        done = subprocess.run(
            command, env=variables, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", check=False
        )
    except FileNotFoundError as missing:
        raise CannotPack(f"The packages need {command[0]}, which is not on this computer.") from missing
    if done.returncode != 0:
        raise CannotPack(f"{command[0]} failed with exit code {done.returncode}:\n{done.stdout.strip()}")
    return done.stdout
