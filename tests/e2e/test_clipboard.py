"""What other programs put into the clipboard of an X display: pictures as they are, and lists of files."""

from __future__ import annotations

import io
import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.support.kept_files import is_kept_copy
from tests.support.screen import Screen, virtual_screen
from wandesk.app.sample import read_sample

ROOT = Path(__file__).resolve().parents[2]
LONGEST_FREEZE = 0.25
"""Seconds."""
ORIENTATION = 0x0112
TURNED_RIGHT = 6

pytestmark = pytest.mark.screen


def paste(screen: Screen, folder: Path, **offered: bytes) -> dict[str, Any]:
    """Let another program own the clipboard, and ours paste. The formats have `_` for `/`, and `__` for `-`."""
    contents = {name.replace("__", "-").replace("_", "/", 1): content for name, content in offered.items()}
    arguments = []
    for number, (name, content) in enumerate(contents.items()):
        path = folder / f"offered-{number}"
        path.write_bytes(content)
        arguments.append(f"{name}={path}")
    screen.start(sys.executable, str(ROOT / "tests/support/clipboard_owner.py"), *arguments)
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.paste", str(folder / "profile"), next(iter(contents))],
        cwd=ROOT,
        env={**screen.environment, "WANDESK_PRACTICE": "--tiny", "PYTHONPATH": os.pathsep.join([str(ROOT)])},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def turned_jpeg() -> bytes:
    """A picture of 400 x 300 stored pixels that is to be shown upright, 300 x 400."""
    image = Image.new("RGB", (400, 300), "teal")
    exif = Image.Exif()
    exif[ORIENTATION] = TURNED_RIGHT
    file = io.BytesIO()
    image.save(file, "JPEG", exif=exif)
    return file.getvalue()


def test_a_pasted_jpeg_keeps_its_bytes_and_stands_upright(tmp_path: Path) -> None:
    content = turned_jpeg()
    with virtual_screen() as screen:
        found = paste(screen, tmp_path, image_jpeg=content)
    assert found["size"] == [300, 400]
    assert found["format"] == "JPEG"
    assert Path(found["path"]).read_bytes() == content


def test_a_picture_of_96_megapixels_is_pasted_without_a_freeze(tmp_path: Path) -> None:
    image = Image.new("RGB", (12000, 8000), "teal")
    noise = random.Random(1).randbytes(3 * 2000 * 2000)
    image.paste(Image.frombytes("RGB", (2000, 2000), noise), (100, 100))
    file = io.BytesIO()
    image.save(file, "PNG", compress_level=1)
    with virtual_screen() as screen:
        found = paste(screen, tmp_path, image_png=file.getvalue())
    print(f"{len(file.getvalue()) / 1e6:.1f} MB, the longest freeze was {1000 * found['freeze']:.0f} ms")
    assert found["sentence"] == ""
    assert found["size"] == [12000, 8000]
    assert found["freeze"] < LONGEST_FREEZE + found["at_rest"]


def test_files_copied_in_a_file_manager_are_pasted(tmp_path: Path) -> None:
    picture = tmp_path / "copied 猫.jpg"
    picture.write_bytes(read_sample("en").picture.read_bytes())
    with virtual_screen() as screen:
        found = paste(screen, tmp_path, x__special_gnome__copied__files=f"copy\n{picture.as_uri()}".encode())
    assert is_kept_copy(found["path"], of=picture)


def test_a_path_copied_as_text_is_pasted(tmp_path: Path) -> None:
    picture = tmp_path / "copied as text.jpg"
    picture.write_bytes(read_sample("en").picture.read_bytes())
    with virtual_screen() as screen:
        found = paste(screen, tmp_path, text_plain=f"'{picture}'\n".encode())
    assert is_kept_copy(found["path"], of=picture)


def test_a_file_whose_name_is_no_text_is_pasted(tmp_path: Path) -> None:
    path = os.path.join(os.fsencode(tmp_path), b"caf\xe9.jpg")  # noqa: PTH118 - a name that is no text
    content = turned_jpeg()
    with open(path, "wb") as file:  # noqa: PTH123
        file.write(content)
    address = f"{tmp_path.as_uri()}/caf%E9.jpg\r\n"
    with virtual_screen() as screen:
        found = paste(screen, tmp_path, text_uri__list=address.encode())
    assert Path(found["path"]).name == "caf?.jpg"
    assert Path(found["path"]).read_bytes() == content
