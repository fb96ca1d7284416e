"""Paths of a profile, and the early report of a folder that cannot be written."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from wandesk.domain.errors import FolderRefused
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
    assert profile.videos.is_dir()


def test_unwritable_directory_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    refused = [tmp_path / "file", tmp_path / "file" / "below"]
    if sys.platform == "linux":
        refused.append(Path("/proc/wandesk"))
    for directory in refused:
        with pytest.raises(FolderRefused) as raised:
            profile_at(directory).prepare()
        assert raised.value.values == {"folder": str(directory)}


def test_file_in_place_of_a_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "videos").write_text("")
    with pytest.raises(FolderRefused) as raised:
        profile_at(tmp_path).prepare()
    assert raised.value.values == {"folder": str(tmp_path / "videos")}
