"""A program as an outsider writes it with the provider's SDK. It runs in the SDK's own Python and prints its results.

Arguments: a folder with picture.png, last.png and sound.wav, and the URL of the simulator's control.
"""

import asyncio
import concurrent.futures
import json
import os
import pathlib
import sys
import traceback
import urllib.request
from collections.abc import Callable
from typing import Any

import dashscope  # type: ignore[import-not-found]
from dashscope import VideoSynthesis
from dashscope.aigc.video_synthesis import AioVideoSynthesis  # type: ignore[import-not-found]
from dashscope.v2.client import Client  # type: ignore[import-not-found]
from dashscope.v2.errors import DashScopeError  # type: ignore[import-not-found]

FOLDER = pathlib.Path(sys.argv[1]).resolve()
PICTURE, LAST, SOUND = (f"file://{(FOLDER / name).as_posix()}" for name in ("picture.png", "last.png", "sound.wav"))
NOBODY = "00000000-0000-0000-0000-000000000000"
MODEL = "wan2.5-i2v-preview"


def turn(**wishes: Any) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    request = urllib.request.Request(sys.argv[2], json.dumps(wishes).encode(), {"Content-Type": "application/json"})
    opener.open(request, timeout=10).close()


def seen(answer: Any) -> dict[str, Any]:
    """The contents of an SDK answer as plain values."""
    plain: dict[str, Any] = json.loads(json.dumps(answer, default=dict))
    return plain


def order(**more: Any) -> dict[str, Any]:
    return {"model": MODEL, "prompt": "a cat", "img_url": PICTURE, "resolution": "480P", "duration": 5, **more}


def call() -> Any:
    return VideoSynthesis.call(**order(audio_url=SOUND, prompt_extend=False, watermark=True, seed=7))


def steps() -> Any:
    started = VideoSynthesis.async_call(**order())
    looked = VideoSynthesis.fetch(started)
    waited = VideoSynthesis.wait(started)
    return {"started": seen(started), "looked": seen(looked), "waited": seen(waited)}


def cancel() -> Any:
    turn(queue_seconds=10_000)
    started = VideoSynthesis.async_call(**order())
    canceled = VideoSynthesis.cancel(started)
    again = VideoSynthesis.cancel(started)
    after = VideoSynthesis.fetch(started)
    turn(queue_seconds=1)
    return {"canceled": seen(canceled), "again": seen(again), "after": seen(after)}


def listing() -> Any:
    every = VideoSynthesis.list(page_size=50)
    canceled = VideoSynthesis.list(status="CANCELED", model_name=MODEL, page_no=1, page_size=1)
    return {"every": seen(every), "canceled": seen(canceled)}


def wrong_key() -> Any:
    away = {"img_url": "https://example.com/a.png", "api_key": "sk-wrong"}
    return {
        "create": seen(VideoSynthesis.async_call(**order(**away))),
        "fetch": seen(VideoSynthesis.fetch(NOBODY, api_key="sk-wrong")),
        "list": seen(VideoSynthesis.list(api_key="sk-wrong")),
    }


def wrong_key_and_file() -> Any:
    return VideoSynthesis.async_call(**order(api_key="sk-wrong"))


def invalid() -> Any:
    return VideoSynthesis.call(**order(duration=7))


def unknown_id() -> Any:
    return {
        "fetch": seen(VideoSynthesis.fetch(NOBODY)),
        "wait": seen(VideoSynthesis.wait(NOBODY)),
        "cancel": seen(VideoSynthesis.cancel(NOBODY)),
    }


def unknown_model() -> Any:
    return VideoSynthesis.async_call(**order(model="wan9-i2v", img_url="https://example.com/a.png"))


def media_list() -> Any:
    media = [{"type": "first_frame", "url": PICTURE}, {"type": "driving_audio", "url": SOUND}]
    return VideoSynthesis.call(model="wan2.7-i2v", prompt="a cat", media=media, resolution="720P", duration=2)


def two_frames() -> Any:
    return VideoSynthesis.call(
        model="wan2.2-kf2v-flash", prompt="a cat", first_frame_url=PICTURE, last_frame_url=LAST, resolution="480P"
    )


def silent() -> Any:
    return VideoSynthesis.call(**order(model="wan2.6-i2v-flash", resolution="720P", duration=2, audio=False))


def oldest() -> Any:
    """An effect of the first family, whose IDs are spelt differently in Beijing."""
    return VideoSynthesis.call(
        model="wanx2.1-i2v-turbo", img_url=PICTURE, template="squish", resolution="480P", duration=3
    )


def fixed_length() -> Any:
    return VideoSynthesis.call(model="wan2.2-i2v-flash", prompt="a cat", img_url=PICTURE, resolution="480P")


def newest() -> Any:
    media = [{"type": "first_frame", "url": PICTURE}, {"type": "last_frame", "url": LAST}]
    return VideoSynthesis.call(
        model="wan3.0-video", prompt="a cat", media=media, resolution="480P", duration=2, ratio="9:16"
    )


def aio() -> Any:
    async def story() -> Any:
        done = await AioVideoSynthesis.call(**order())
        return {"done": seen(done), "list": seen(await AioVideoSynthesis.list(page_size=2))}

    return asyncio.run(story())


def second_layer() -> Any:
    """The SDK's newer interface, beside the older one."""
    client = Client(api_key="sk-practice", base_url=os.environ["DASHSCOPE_HTTP_BASE_URL"])
    done = client.videos.generate(model=MODEL, prompt="a cat", image_url=PICTURE, resolution="480P", poll_interval=0.2)
    unknown = client.videos.jobs.fetch(NOBODY)
    try:
        client.videos.jobs.fetch(NOBODY, api_key="sk-wrong")
        refused = "nothing"
    except DashScopeError as problem:
        refused = f"{type(problem).__name__}: {problem}"
    return {
        "url": done.video_url,
        "status": done.output["task_status"],
        "unknown": unknown.output["task_status"],
        "refused": refused,
    }


def models() -> Any:
    return dashscope.Models.list(page=1, page_size=5)


def told(part: Callable[[], Any]) -> dict[str, Any]:
    try:
        return seen(part())
    except Exception as problem:
        # The test wants to see the SDK's exceptions.
        traceback.print_exc()
        return {"raised": type(problem).__name__, "text": str(problem)}


def main() -> None:
    story: dict[str, Any] = {"version": dashscope.__version__}
    slow = (call, steps, invalid, media_list, two_frames, silent, oldest, fixed_length, newest, aio, second_layer)
    # Concurrently: the SDK pauses for a second between two polls.
    with concurrent.futures.ThreadPoolExecutor(len(slow)) as threads:
        for part, answer in zip(slow, threads.map(told, slow), strict=True):
            story[part.__name__] = answer
    for part in (cancel, listing, wrong_key, wrong_key_and_file, unknown_id, unknown_model, models):
        story[part.__name__] = told(part)
    sys.stdout.write(f"\n{json.dumps(story)}\n")


if __name__ == "__main__":
    main()
