"""Paths of a profile, and the early report of a folder that cannot be written."""

from __future__ import annotations

import dataclasses
import errno
import sys
from pathlib import Path

import pytest

from wandesk import folders
from wandesk.domain.errors import FolderRefused
from wandesk.domain.folder_errors import folder_sentence
from wandesk.settings.paths import default_profile, profile_at


def test_all_paths_of_a_profile_are_in_its_directory(tmp_path: Path) -> None:
    profile = profile_at(tmp_path / "mine")
    assert not (tmp_path / "mine").exists()
    assert profile.videos == tmp_path / "mine" / "videos"
    assert profile.store_path == tmp_path / "mine" / "jobs.sqlite"
    assert profile.settings_path == tmp_path / "mine" / "settings.toml"
    assert all(folder.is_relative_to(tmp_path / "mine") for folder in profile.folders)
    profile.prepare()
    profile.prepare()
    assert all(folder.is_dir() for folder in profile.folders)
    assert [path for path in (tmp_path / "mine").rglob("*") if path.is_file()] == []
    if sys.platform != "win32":
        assert {folder.stat().st_mode & 0o777 for folder in profile.folders} == {0o700}


def test_profile_of_an_earlier_version_keeps_its_video_folders(tmp_path: Path) -> None:
    new = profile_at(tmp_path)
    assert new.videos_in_fallback == tmp_path / "videos-waiting"
    (tmp_path / "films").mkdir()
    (tmp_path / "films-waiting").mkdir()
    old = profile_at(tmp_path)
    assert (old.videos, old.videos_in_fallback) == (tmp_path / "films", tmp_path / "films-waiting")


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_old_symlink_to_an_unplugged_disk_is_kept(tmp_path: Path) -> None:
    (tmp_path / "films").symlink_to(tmp_path / "unplugged")
    assert profile_at(tmp_path).videos == tmp_path / "films"


def test_each_directory_has_its_own_id(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = profile_at(tmp_path / "one"), profile_at(tmp_path / "other")
    assert len({one.id, other.id, default_profile().id}) == 3
    (tmp_path / "one").mkdir()
    monkeypatch.chdir(tmp_path / "one")
    assert profile_at(Path()).id == one.id
    assert profile_at(Path("../one")) == one


@pytest.mark.skipif(sys.platform != "linux", reason="the folders of XDG")
def test_default_profile_is_in_the_systems_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_VIDEOS_DIR"):
        monkeypatch.delenv(name, raising=False)
    profile = default_profile()
    assert profile.id == "default"
    assert profile.data == tmp_path / ".local/share/Wan Desk"
    assert profile.settings_path == tmp_path / ".config/Wan Desk/settings.toml"
    assert profile.videos == tmp_path / "Videos/Wan Desk"
    (tmp_path / ".cache").write_text("no folder")  # nothing is stored there, so it does not matter
    profile.prepare()
    assert profile.videos.parent.is_dir()


@pytest.mark.parametrize("place", ["Videos", "clips"])
def test_only_the_systems_own_videos_folder_is_created(tmp_path: Path, place: str) -> None:
    profile = dataclasses.replace(profile_at(tmp_path / "profile"), videos=tmp_path / place / "Wan Desk", home=tmp_path)
    profile.prepare()
    assert (tmp_path / place).is_dir() is (place == "Videos")
    assert not profile.videos.exists(), "the files create it, because its disk may not answer"


def test_folder_that_cannot_be_used_is_named_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    reasons = {
        tmp_path / "file": "folder_is_file",
        tmp_path / "file" / "below": "folder_is_file",
        tmp_path / "away" / "profile": "folder_missing",
    }
    if sys.platform != "win32":
        (tmp_path / "link").symlink_to(tmp_path / "away")
        reasons[tmp_path / "link" / "profile"] = "folder_missing"
    for directory, reason in reasons.items():
        profile = dataclasses.replace(profile_at(tmp_path), data=directory, config=directory)
        with pytest.raises(FolderRefused) as raised:
            profile.prepare()
        assert (raised.value.sentence, raised.value.values) == (reason, {"folder": str(directory)})
    assert not (tmp_path / "away").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_link_to_a_folder_that_is_away_is_a_missing_folder(tmp_path: Path) -> None:
    (tmp_path / "profile").symlink_to(tmp_path / "away")
    profile = dataclasses.replace(profile_at(tmp_path), data=tmp_path / "profile")
    with pytest.raises(FolderRefused) as raised:
        profile.prepare()
    assert raised.value.sentence == "folder_missing"
    assert not (tmp_path / "away").exists()


@pytest.mark.parametrize(
    ("number", "is_usable"),
    [(errno.ENOSPC, True), (errno.EROFS, True), (errno.EACCES, False), (errno.EIO, False)],
)
def test_full_or_read_only_disk_does_not_stop_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, is_usable: bool
) -> None:
    def refuse(folder: Path) -> None:
        raise OSError(number, "injected", str(folder))

    monkeypatch.setattr(folders, "check_writable", refuse)
    profile = profile_at(tmp_path)
    if is_usable:
        profile.prepare()
        assert profile.inputs.is_dir()
        return
    with pytest.raises(FolderRefused) as raised:
        profile.prepare()
    assert raised.value.sentence == ("folder_forbidden" if number == errno.EACCES else "folder_refused")


def test_first_start_on_a_full_disk_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(folder: Path, *, below: Path | None = None) -> None:
        raise OSError(errno.ENOSPC, "injected", str(folder))

    monkeypatch.setattr(folders, "make_folder", full)
    with pytest.raises(FolderRefused) as raised:
        profile_at(tmp_path / "profile").prepare()
    assert raised.value.sentence == "no_room"


def test_other_folders_of_the_profile_do_not_stop_the_start(tmp_path: Path) -> None:
    for name in ("videos", "inputs", "posters", "logs", "practice"):
        (tmp_path / name).write_text("a file")
    profile_at(tmp_path).prepare()


@pytest.mark.parametrize(
    ("code", "sentence"),
    [(19, "folder_read_only"), (21, "folder_missing"), (53, "folder_missing"), (5, "folder_forbidden")],
)
def test_codes_of_windows_are_read(code: int, sentence: str) -> None:
    error = PermissionError(errno.EACCES, "what Python makes of all of these")
    error.winerror = code  # type: ignore[attr-defined,unused-ignore]
    assert folder_sentence(error) == sentence
