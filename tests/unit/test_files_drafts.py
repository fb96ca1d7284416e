"""Files that may vanish are copied into the profile; network places are found where the desktop mounts them."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
import time
from pathlib import Path

import pytest

from wandesk.domain.errors import InputRefused
from wandesk.domain.places import PLACES, place_sentence
from wandesk.domain.sentences import Sentence
from wandesk.files.destination import Destination
from wandesk.files.drafts import LARGEST_KEPT_BYTES, vanishing_folders
from wandesk.files.mounts import mounted_path
from wandesk.files.profile_files import ProfileFiles

posix = pytest.mark.skipif(sys.platform == "win32", reason="names and mounts of POSIX")


@pytest.fixture
def files(tmp_path: Path) -> ProfileFiles:
    profile = tmp_path / "profile"
    profile.mkdir()
    return ProfileFiles(
        inputs=profile / "inputs",
        posters=profile / "posters",
        destination=Destination(profile / "videos"),
        fallback=profile / "fallback",
        move_to_trash=bool,
    )


@pytest.fixture
def stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is not temporary: the temporary one is another one meanwhile."""
    monkeypatch.setattr("wandesk.files.drafts.vanishing_folders", lambda _: (tmp_path / "temporary",))
    (tmp_path / "temporary").mkdir()
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


def kept(files: ProfileFiles, place: str | Path) -> str:
    return asyncio.run(files.keep_file(str(place)))


def test_a_file_of_a_temporary_folder_is_copied_under_its_name(files: ProfileFiles, stays: Path) -> None:
    source = stays.parent / "temporary" / "a cat 猫.jpg"
    source.write_bytes(b"pixels")
    path = Path(kept(files, source))
    source.unlink()
    assert path.name == "a cat 猫.jpg"
    assert path.read_bytes() == b"pixels"
    assert path.is_relative_to(stays.parent / "profile" / "inputs" / "drafts")
    assert oct(path.parent.stat().st_mode & 0o777) == "0o700" or sys.platform == "win32"


def test_a_link_from_elsewhere_into_a_temporary_folder_is_copied(files: ProfileFiles, stays: Path) -> None:
    source = stays.parent / "temporary" / "cat.jpg"
    source.write_bytes(b"pixels")
    link = stays / "link.jpg"
    try:
        link.symlink_to(source)
    except OSError:
        pytest.skip("this account may not make links")
    assert kept(files, link) != str(link)


def test_other_files_stay_where_they_are(files: ProfileFiles, stays: Path) -> None:
    source = stays / "cat.jpg"
    source.write_bytes(b"pixels")
    assert kept(files, source) == str(source)
    again = kept(files, source)
    assert again == str(source)


def test_what_is_in_the_profile_is_not_copied_again(
    files: ProfileFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The whole profile is in a temporary folder, too."""
    monkeypatch.setattr("wandesk.files.drafts.vanishing_folders", lambda _: (tmp_path,))
    source = tmp_path / "cat.jpg"
    source.write_bytes(b"pixels")
    copy = kept(files, source)
    assert copy != str(source)
    assert kept(files, copy) == copy


def test_what_cannot_be_copied_stays_and_is_judged_when_it_is_read(
    files: ProfileFiles, stays: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = stays.parent / "temporary"
    folder, gone, large = temporary / "folder.jpg", temporary / "gone.jpg", temporary / "large.mp4"
    folder.mkdir()
    with large.open("wb") as file:
        file.truncate(LARGEST_KEPT_BYTES + 1)
    for each in (folder, gone, large, temporary / "nul\0.jpg"):
        assert kept(files, each) == str(each)
    source = temporary / "cat.jpg"
    source.write_bytes(b"pixels")

    def full(*_: object) -> None:
        raise OSError(28, "no space")

    monkeypatch.setattr("shutil.copyfile", full)
    assert kept(files, source) == str(source)
    drafts = stays.parent / "profile" / "inputs" / "drafts"
    assert list(drafts.iterdir()) == [], "nothing is left of a copy that failed"


def test_a_copy_leaves_room_for_the_rest_of_the_program(
    files: ProfileFiles, stays: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = stays.parent / "temporary" / "cat.jpg"
    source.write_bytes(b"pixels")
    usage = type(shutil.disk_usage(stays))
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage(100_000_000, 99_999_000, 1000))
    assert kept(files, source) == str(source)
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage(100_000_000_000, 0, 90_000_000_000))
    copy = Path(kept(files, source))
    assert copy != source
    assert sys.platform == "win32" or copy.stat().st_mode & 0o077 == 0


@posix
@pytest.mark.skipif(sys.platform == "darwin", reason="macOS has no such names")
def test_a_name_that_is_no_text_is_copied_under_one_that_is(files: ProfileFiles, stays: Path) -> None:
    source = os.fsdecode(os.fsencode(stays) + b"/caf\xe9.jpg")
    with open(source, "wb") as file:  # noqa: PTH123 - a name that is no text
        file.write(b"pixels")
    path = Path(kept(files, source))
    assert path.name == "caf?.jpg"
    assert path.read_bytes() == b"pixels"


def test_sweep_removes_old_kept_files_but_not_those_of_the_form(files: ProfileFiles, stays: Path) -> None:
    temporary = stays.parent / "temporary"
    for name in ("mine.jpg", "other.jpg"):
        (temporary / name).write_bytes(b"pixels")
    mine, other = kept(files, temporary / "mine.jpg"), kept(files, temporary / "other.jpg")
    asyncio.run(files.sweep(time.time() - 100))
    assert Path(other).exists(), "it is not old yet"
    asyncio.run(files.sweep(time.time() + 10, keep=[mine]))
    assert Path(mine).exists()
    assert not Path(other).parent.exists()


@pytest.mark.skipif(sys.platform != "linux", reason="folders of Linux")
@pytest.mark.parametrize(
    "path",
    [
        "/tmp/firefox/cat.jpg",
        "/var/tmp/cat.jpg",
        "/run/user/1000/doc/abcd/cat.jpg",
        "/run/user/1000/gvfs/smb-share:server=nas,share=a/cat.jpg",
        "/home/ann/.cache/.fr-x7Gh/cat.jpg",
        "/scratch/ann/cat.jpg",
    ],
)
def test_temporary_places_are_known(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/ann")
    folders = vanishing_folders({"TMPDIR": "/scratch"})
    assert any(Path(path).is_relative_to(each) for each in folders)
    assert not any(Path("/home/ann/Pictures/cat.jpg").is_relative_to(each) for each in folders)


# ---------------------------------------------------------------- network places


@pytest.fixture
def runtime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The session's folder with mounts as gvfs and kio-fuse make them."""
    folder = tmp_path / "runtime"
    for each in (
        "gvfs/smb-share:server=nas,share=photos/2026",
        "gvfs/sftp:host=example.com,user=ann/home/ann",
        "gvfs/mtp:host=SAMSUNG_Android_R58/Internal storage/DCIM",
        "gvfs/gphoto2:host=%5Busb%3A001%2C005%5D/DCIM",
        "gvfs/dav:host=cloud.example.com,ssl=true,user=ann,prefix=%2Fremote.php%2Fwebdav/album",
        "gvfs/afc:host=0f3b/DCIM",
        "kio-fuse-AbCdEf/smb/ann@nas2/share",
    ):
        place = folder / each
        place.mkdir(parents=True)
        (place / "a cat.jpg").write_bytes(b"pixels")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    return folder


@posix
@pytest.mark.parametrize(
    "address",
    [
        "smb://NAS/Photos/2026/a%20cat.jpg",
        "smb://ann@nas/photos/2026/a%20cat.jpg",
        "sftp://ann@example.com/home/ann/a%20cat.jpg",
        "sftp://example.com:22/home/ann/a%20cat.jpg",
        "mtp://SAMSUNG_Android_R58/Internal%20storage/DCIM/a%20cat.jpg",
        "gphoto2://[usb:001,005]/DCIM/a%20cat.jpg",
        "davs://ann@cloud.example.com/remote.php/webdav/album/a%20cat.jpg",
        "afc://0f3b/DCIM/a%20cat.jpg",
        "smb://ann@nas2/share/a%20cat.jpg",
    ],
)
def test_a_mounted_place_has_a_path_and_is_copied(files: ProfileFiles, runtime: Path, address: str) -> None:
    path = mounted_path(address, os.environ)
    assert path is not None
    assert Path(path).is_relative_to(runtime)
    assert Path(kept(files, address)).read_bytes() == b"pixels"


@posix
@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("smb://other/photos/2026/a%20cat.jpg", Sentence.PLACE_SHARE),
        ("smb://nas/music/2026/a%20cat.jpg", Sentence.PLACE_SHARE),
        ("smb://nas/photos/../photos/2026/a%20cat.jpg", Sentence.PLACE_SHARE),
        ("sftp://bob@example.com/home/ann/a%20cat.jpg", Sentence.PLACE_SERVER),
        ("davs://cloud.example.com/elsewhere/album/a%20cat.jpg", Sentence.PLACE_SHARE),
        ("mtp://Pixel/Internal%20storage/DCIM/a%20cat.jpg", Sentence.PLACE_DEVICE),
        ("google-drive://ann@example.com/0Bx/1Ay", Sentence.PLACE_CLOUD),
        ("trash:///cat.jpg", Sentence.PLACE_TRASH),
        ("archive://file%253A%252F%252F%252Fa.zip/cat.jpg", Sentence.PLACE_ARCHIVE),
        ("recent:///0123", Sentence.PLACE_UNKNOWN),
        ("file://nas/photos/cat.jpg", Sentence.PLACE_SHARE),
    ],
)
def test_a_place_that_is_not_mounted_says_what_it_is(
    files: ProfileFiles, runtime: Path, address: str, sentence: Sentence
) -> None:
    assert runtime.is_dir()
    with pytest.raises(InputRefused) as refused:
        kept(files, address)
    assert refused.value.sentence is sentence


def test_every_kind_of_place_has_a_sentence_of_its_own() -> None:
    assert place_sentence("SMB") is Sentence.PLACE_SHARE
    assert {each for each in Sentence if each.startswith("place_")} == {*PLACES.values(), Sentence.PLACE_UNKNOWN}
