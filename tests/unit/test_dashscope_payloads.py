"""The JSON of every family, exactly, and the body as it leaves."""

from __future__ import annotations

import asyncio
import base64
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.orders import Inputs, order
from wandesk.dashscope.payloads import SLICE_BYTES, needs_resolving, open_order, order_body
from wandesk.domain.catalog import Catalog, SoundChoice
from wandesk.domain.errors import CloudRefused
from wandesk.settings.catalogue import load_catalogue

FRAME = "oss://frame.jpg"
SOUND = "oss://sound.mp3"


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalogue()


def body(catalog: Catalog, model: str, sound: str | None = None, **changes: Any) -> dict[str, Any]:
    return order_body(order(model, **changes), catalog.model(model), FRAME, sound)


def test_legacy_says_everything_that_the_model_takes(catalog: Catalog) -> None:
    said = body(
        catalog,
        "wan2.5-i2v-preview",
        SOUND,
        negative_prompt="blur",
        sound_choice=SoundChoice.MINE,
        seconds=10,
        improve_prompt=False,
        watermark=True,
        seed=0,
    )
    assert said == {
        "model": "wan2.5-i2v-preview",
        "input": {
            "prompt": "a cat turns its head",
            "negative_prompt": "blur",
            "img_url": FRAME,
            "audio_url": SOUND,
        },
        "parameters": {
            "resolution": "480P",
            "duration": 10,
            "prompt_extend": False,
            "watermark": True,
            "seed": 0,
        },
    }


def test_what_is_not_asked_for_is_left_out(catalog: Catalog) -> None:
    assert body(catalog, "wan2.2-i2v-flash", prompt=" ", model_id="wan2.2-i2v-flash") == {
        "model": "wan2.2-i2v-flash",
        "input": {"img_url": FRAME},
        "parameters": {"resolution": "480P", "prompt_extend": True, "watermark": False},
    }


def test_the_id_is_the_regions_own(catalog: Catalog) -> None:
    assert body(catalog, "wan2.1-i2v-turbo", model_id="wanx2.1-i2v-turbo")["model"] == "wanx2.1-i2v-turbo"


def test_first_and_last_frame_models_name_the_first_frame_otherwise(catalog: Catalog) -> None:
    assert body(catalog, "wan2.1-kf2v-plus", resolution="720P", seed=7) == {
        "model": "wan2.1-kf2v-plus",
        "input": {"prompt": "a cat turns its head", "first_frame_url": FRAME},
        "parameters": {"resolution": "720P", "prompt_extend": True, "watermark": False, "seed": 7},
    }


def test_media_models_list_their_inputs(catalog: Catalog) -> None:
    assert body(
        catalog, "wan2.7-i2v", SOUND, sound_choice=SoundChoice.MINE, negative_prompt="blur", resolution="720P"
    ) == {
        "model": "wan2.7-i2v",
        "input": {
            "prompt": "a cat turns its head",
            "negative_prompt": "blur",
            "media": [{"type": "first_frame", "url": FRAME}, {"type": "driving_audio", "url": SOUND}],
        },
        "parameters": {"resolution": "720P", "duration": 5, "prompt_extend": True, "watermark": False},
    }


def test_model_3_takes_a_switch_and_no_sound_file(catalog: Catalog) -> None:
    said = body(catalog, "wan3.0-video", SOUND, sound_choice=SoundChoice.SILENT, negative_prompt="blur")
    assert said == {
        "model": "wan3.0-video",
        "input": {"prompt": "a cat turns its head", "media": [{"type": "first_frame", "url": FRAME}]},
        "parameters": {
            "resolution": "480P",
            "duration": 5,
            "prompt_extend": True,
            "watermark": False,
            "audio": False,
        },
    }


@pytest.mark.parametrize(
    ("model", "choice", "sound", "says"),
    [
        ("wan2.6-i2v-flash", SoundChoice.AUTOMATIC, None, None),
        ("wan2.6-i2v-flash", SoundChoice.SILENT, None, False),
        ("wan2.6-i2v-flash", SoundChoice.MINE, SOUND, None),
        ("wan2.6-i2v-flash", SoundChoice.SILENT, SOUND, None),  # never both
        ("wan2.6-i2v", SoundChoice.SILENT, None, None),  # has no such switch
    ],
)
def test_the_sound_switch(
    catalog: Catalog, model: str, choice: SoundChoice, sound: str | None, says: bool | None
) -> None:
    assert body(catalog, model, sound, sound_choice=choice)["parameters"].get("audio") is says


def test_a_parameter_goes_only_to_models_that_take_it(catalog: Catalog) -> None:
    for model in catalog.models:
        everything = order(model.key, seed=1, sound_choice=SoundChoice.SILENT)
        said = order_body(everything, model, FRAME, None)["parameters"]
        assert isinstance(said, dict)
        assert set(said) <= model.parameters
        assert ("duration" in said) is not model.duration.is_fixed
        silent = order_body(everything, replace(model, parameters=frozenset()), FRAME, None)
        assert silent["parameters"] == {}


def test_the_resolve_header_is_for_the_temporary_store() -> None:
    assert needs_resolving(Inputs(first_frame=FRAME))
    assert needs_resolving(Inputs(first_frame=Path("a.jpg"), sound=SOUND))
    assert not needs_resolving(Inputs(first_frame="https://example.com/a.jpg"))


async def leave(request: Any, model: Any, inputs: Inputs) -> tuple[list[bytes], list[tuple[int, int | None]], int]:
    started: list[str] = []
    body = await open_order(request, model, inputs, started=lambda: started.append("now"))
    progress: list[tuple[int, int | None]] = []
    pieces = []
    async for piece in body.slices(lambda done, total: progress.append((done, total))):
        pieces.append(piece)
        assert started == ["now"]
    assert body.is_handed_over
    return pieces, progress, body.length


@pytest.mark.parametrize("size", [0, 1, 2, 3, SLICE_BYTES - 1, SLICE_BYTES, SLICE_BYTES + 1, 3 * SLICE_BYTES + 2])
def test_a_picture_leaves_in_slices_of_one_base64(catalog: Catalog, tmp_path: Path, size: int) -> None:
    picture = tmp_path / "a"
    picture.write_bytes(bytes(n % 251 for n in range(size)))
    model = catalog.model("wan2.7-i2v")
    pieces, progress, length = asyncio.run(leave(order("wan2.7-i2v"), model, Inputs(first_frame=picture)))
    whole = b"".join(pieces)
    assert len(whole) == length
    assert max(len(piece) for piece in pieces) <= max(SLICE_BYTES * 4 // 3, 1000)
    assert progress[-1] == (length, length)
    url = json.loads(whole)["input"]["media"][0]["url"]
    assert url.startswith("data:image/jpeg;base64,")
    assert base64.b64decode(url.partition(",")[2], validate=True) == picture.read_bytes()


def test_the_last_slice_is_told_before_it_leaves_and_not_earlier(catalog: Catalog, tmp_path: Path) -> None:
    async def story() -> None:
        for inputs in (Inputs(first_frame=picture), Inputs(first_frame=FRAME)):
            body = await open_order(order(), catalog.model("wan2.5-i2v-preview"), inputs, started=lambda: None)
            so_far = b""
            async for piece in body.slices(lambda _done, _total: None):
                so_far += piece
                assert body.is_handed_over is (len(so_far) == body.length)

    picture = tmp_path / "a"
    picture.write_bytes(bytes(100_000))
    asyncio.run(story())


def test_a_picture_that_shrinks_or_goes_is_no_order(catalog: Catalog, tmp_path: Path) -> None:
    async def story() -> None:
        body = await open_order(
            order(), catalog.model("wan2.5-i2v-preview"), Inputs(first_frame=picture), started=lambda: None
        )
        picture.write_bytes(bytes(SLICE_BYTES))
        with pytest.raises(CloudRefused) as refused:
            async for _piece in body.slices(lambda _done, _total: None):
                pass
        assert refused.value.sentence == "input_gone"
        assert not body.is_handed_over
        picture.unlink()
        with pytest.raises(CloudRefused):
            await open_order(
                order(), catalog.model("wan2.5-i2v-preview"), Inputs(first_frame=picture), started=lambda: None
            )

    picture = tmp_path / "a"
    picture.write_bytes(bytes(2 * SLICE_BYTES))
    asyncio.run(story())


CATALOG = load_catalogue()
ANY_TEXT = st.text(st.characters(categories=None, exclude_categories=()))


@given(prompt=ANY_TEXT, negative=ANY_TEXT, seed=st.none() | st.integers(0, 2**31 - 1))
def test_odd_texts_come_through(prompt: str, negative: str, seed: int | None) -> None:
    async def story() -> bytes:
        request = order(prompt=prompt, negative_prompt=negative, seed=seed)
        body = await open_order(
            request,
            CATALOG.model("wan2.5-i2v-preview"),
            Inputs(first_frame=Path(__file__)),
            started=lambda: None,
        )
        return b"".join([piece async for piece in body.slices(lambda _done, _total: None)])

    said = json.loads(asyncio.run(story()))
    assert base64.b64decode(said["input"]["img_url"].partition(",")[2]) == Path(__file__).read_bytes()
    for field, text in (("prompt", prompt), ("negative_prompt", negative)):
        if not text.strip():
            assert field not in said["input"]
        elif not any("\ud800" <= sign <= "\udfff" for sign in text):
            assert said["input"][field] == text
    assert said["parameters"].get("seed") == seed


def test_surrogates_are_joined_or_replaced(catalog: Catalog) -> None:
    assert body(catalog, "wan2.7-i2v", prompt="\ud83d\ude00 \ud800!")["input"]["prompt"] == "\U0001f600 \ufffd!"
