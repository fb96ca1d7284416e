"""Whether a video's first frame is our picture: rendered videos against their own and other pictures.

The thresholds of `domain.likeness` come from these measurements.
"""

from __future__ import annotations

import asyncio
import random
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFilter

from wandesk.domain.errors import InputRefused
from wandesk.domain.likeness import OTHER_BELOW, SAME_FROM, Likeness, likeness_of
from wandesk.media.alike import similarity
from wandesk.media.process import MediaProcess
from wandesk.simulator.render import VideoSpec, render


def scene(seed: int) -> Image.Image:
    """Shapes all over, in another arrangement for each seed."""
    drawn = random.Random(seed)
    image = Image.new("RGB", (640, 480), tuple(drawn.randrange(256) for _ in range(3)))
    brush = ImageDraw.Draw(image)
    for _ in range(25):
        x, y, w, h = drawn.randrange(640), drawn.randrange(480), drawn.randrange(30, 260), drawn.randrange(30, 200)
        colour = tuple(drawn.randrange(256) for _ in range(3))
        drawn.choice([brush.ellipse, brush.rectangle])((x - w // 2, y - h // 2, x + w // 2, y + h // 2), fill=colour)
    return image.filter(ImageFilter.GaussianBlur(3))


def portrait(seed: int) -> Image.Image:
    """A light face before a dark wall. What portraits have in common must not make them the same."""
    drawn = random.Random(seed)
    image = Image.new("RGB", (640, 480), (25, 25, 30))
    brush = ImageDraw.Draw(image)
    x, y, a = 320 + drawn.randrange(-60, 60), 220 + drawn.randrange(-40, 40), drawn.randrange(90, 150)
    brush.rectangle((x - a * 1.5, y + a, x + a * 1.5, 480), fill=(drawn.randrange(30, 160),) * 3)
    brush.ellipse((x - a, y - a * 1.3, x + a, y + a * 1.3), fill=(200, 170, 150))
    return image.filter(ImageFilter.GaussianBlur(4))


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pictures")
    drawn = {f"scene {n}": scene(n) for n in range(4)} | {f"portrait {n}": portrait(n) for n in range(4)}
    for name, image in drawn.items():
        image.save(folder / f"{name}.png")
    return {name: folder / f"{name}.png" for name in drawn}


def video_of(picture: Path, **changes: object) -> Path:
    fields = {"seconds": 0.5, "width": 480, "height": 360, "fps": 10, "watermark": True, **changes}
    target = picture.with_suffix(".mp4")
    render(VideoSpec(picture=picture, **fields), target)  # type: ignore[arg-type]
    return target


@pytest.mark.parametrize("tiny", [False, True])
def test_video_matches_its_own_picture_and_no_other(pictures: dict[str, Path], tiny: bool) -> None:
    measured = {
        (name, other): similarity(str(video_of(picture, tiny=tiny)), str(pictures[other]))
        for name, picture in pictures.items()
        for other in pictures
    }
    own = [value for (name, other), value in measured.items() if name == other]
    others = [value for (name, other), value in measured.items() if name != other]
    scenes = [value for (name, other), value in measured.items() if name != other and "scene" in name + other]
    print(f"own {min(own):.3f} at least, others {max(others):.3f} at most, scenes {max(scenes):.3f} at most")
    assert min(own) >= SAME_FROM + 0.01
    assert max(others) < SAME_FROM - 0.05
    assert max(scenes) < OTHER_BELOW


def test_cropped_or_lightened_video_still_matches_its_picture(pictures: dict[str, Path], tmp_path: Path) -> None:
    picture = pictures["scene 1"]
    assert likeness_of(similarity(str(video_of(picture, height=270)), str(picture))) is Likeness.SAME
    light = tmp_path / "light.png"
    with Image.open(picture) as image:
        image.point(lambda value: int(255 * (value / 255) ** 0.7)).save(light)
    assert likeness_of(similarity(str(light), str(picture))) is Likeness.SAME


def test_flat_pictures_prove_nothing(tmp_path: Path) -> None:
    for name, colour in (("a", "#808080"), ("b", "#818181")):
        Image.new("RGB", (300, 300), colour).save(tmp_path / f"{name}.png")
    for one, other in (("a", "b"), ("a", "a")):
        found = similarity(str(tmp_path / f"{one}.png"), str(tmp_path / f"{other}.png"))
        assert likeness_of(found) is Likeness.UNCLEAR


def test_a_flat_picture_is_plainly_another_than_one_with_a_pattern_or_another_colour(
    pictures: dict[str, Path], tmp_path: Path
) -> None:
    flat, red = tmp_path / "flat.png", tmp_path / "red.png"
    Image.new("RGB", (300, 300), "#808080").save(flat)
    Image.new("RGB", (300, 300), "#e02020").save(red)
    for other in (pictures["scene 0"], red):
        assert likeness_of(similarity(str(flat), str(other))) is Likeness.OTHER
        assert likeness_of(similarity(str(other), str(flat))) is Likeness.OTHER
    assert likeness_of(similarity(str(video_of(red)), str(red))) is not Likeness.OTHER


def test_media_process_compares_videos_and_pictures_and_refuses_the_rest(
    pictures: dict[str, Path], tmp_path: Path
) -> None:
    video = video_of(pictures["scene 2"])
    junk = tmp_path / "junk.jpg"
    junk.write_bytes(b"neither")

    async def story() -> None:
        media = MediaProcess()
        try:
            assert await media.likeness(video, pictures["scene 2"]) > SAME_FROM
            assert await media.likeness(video, pictures["scene 3"]) < OTHER_BELOW
            with pytest.raises(InputRefused):
                await media.likeness(video, junk)
        finally:
            await media.close()

    asyncio.run(story())
