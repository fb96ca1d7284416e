"""The cost of transferring pictures and videos, against curl, plain httpx and the provider's own SDK in the same run.

    python tests/bench/transfers.py [--pairs N]

- upload: a 20 MB picture to a simulator limited to 20 MB/s, against `curl -F` of the same file to the same URL, and the
  growth of a process without a window that has the client in it;
- submit: the whole order of that picture, from `engine.submit` until the task is in the store, and the growth of a
  process without a window that has the whole engine in it;
- the SDK does the same two things, from its own venv (`.venv-sdk`);
- inline: an order with 7,000,000 bytes inside, and its growth;
- download: a 60 MB video, fsync on both sides, against a plain synchronous httpx stream to a file, and its growth.

Each measurement is a process of its own, and the sides alternate. Prints a table of medians, then lines `NAME ratio
N.NN`.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from wandesk.domain.structs import replace

ROOT = Path(__file__).resolve().parents[2]
UPLOAD_BYTES = 20_000_000
UPLOAD_RATE = 20_000_000
INLINE_BYTES = 7_000_000
VIDEO_BYTES = 60_000_000
KEY = "sk-practice"
MODEL = "wan2.5-i2v-preview"
SUBMIT_WITHIN = 60.0
SDK_PROGRAM = """
import json, sys, time
import dashscope
from dashscope import VideoSynthesis
from dashscope.utils.oss_utils import OssUtils
what, source, small, model = sys.argv[1:]
def transfer(path):
    if what == "upload":
        OssUtils.upload(model=model, file_path=path)
    else:
        made = VideoSynthesis.async_call(model=model, prompt="a cat", img_url="file://" + path)
        assert made.status_code == 200, made
transfer(small)
started = time.monotonic()
transfer(source)
print(json.dumps({"seconds": time.monotonic() - started, "grown": 0.0}))
"""
"""Runs in the SDK's own Python; a small file goes first, as in ours."""


def forget_peak() -> None:
    """Reset the peak to the present use of memory. Otherwise the start would hide what follows."""
    clear = Path("/proc/self/clear_refs")
    if clear.exists():
        clear.write_text("5")


def peak_bytes() -> int:
    """The peak memory of this process, since `forget_peak` where the system supports that."""
    status = Path("/proc/self/status")
    if status.exists():
        return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM")) * 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


async def child(what: str, base_url: str, source: str) -> dict[str, float]:
    """One measurement with our client: seconds and growth of the peak, after a small warm-up of the same kind."""
    from tests.support.client_requests import request_for
    from wandesk.dashscope.client import DashScope
    from wandesk.domain.account import Connection, Secret
    from wandesk.engine.ports import InlineFile
    from wandesk.settings.catalogue import load_catalogue

    connection = Connection(account="bench", region="practice", base_url=base_url, secret=Secret(KEY), has_uploads=True)
    cloud = DashScope(load_catalogue())

    def ignore(_done: int, _total: int | None) -> None:
        return

    async def transfer(path: Path) -> None:
        if what == "upload":
            await cloud.upload(connection, MODEL, path, ".png", sent=ignore, stopped=lambda: False)
        elif what == "inline":
            inputs = {"first_frame": InlineFile(path=path, mime="image/png")}
            await cloud.create(connection, request_for(), inputs, sent=ignore)
        else:
            part = Path(source).with_suffix(".part")
            part.unlink(missing_ok=True)
            await cloud.download(
                base_url, part, endpoint="http://127.0.0.1/api/v1", received=ignore, stopped=lambda: False
            )

    small = Path(source).with_suffix(".small")
    if what != "download":
        small.write_bytes(b"\x89PNG" + os.urandom(1000))
        await transfer(small)
        await asyncio.sleep(1.0)  # the cloud, and so the simulator, accepts few orders a second
    else:
        import httpx  # noqa: F401 - the library is loaded on both sides; the video is measured

    forget_peak()
    before = peak_bytes()
    started = time.monotonic()
    await transfer(Path(source))
    seconds = time.monotonic() - started
    grown = peak_bytes() - before
    await cloud.close()
    return {"seconds": seconds, "grown": float(grown)}


async def submit(base_url: str, source: Path) -> dict[str, float]:
    """The whole order with the whole engine: seconds from the request to the task, and growth of the peak."""
    from tests.support.fakes import FakeListener, OneKey
    from wandesk.app.backend import open_backend
    from wandesk.domain.draft import new_draft
    from wandesk.domain.job import Job
    from wandesk.engine.supervisor import Supervisor
    from wandesk.settings.catalogue import load_catalogue
    from wandesk.settings.paths import profile_at

    class Listener(FakeListener):
        def job_changed(self, job: Job) -> None:
            if job.task_id is not None and job.id not in made:
                made[job.id] = time.monotonic()
                news.set()

    made: dict[str, float] = {}
    news = asyncio.Event()
    with tempfile.TemporaryDirectory(prefix="wandesk-bench-") as folder:
        profile = profile_at(Path(folder))
        profile.prepare()
        supervisor = Supervisor()
        catalog = load_catalogue()
        works = await open_backend(
            profile=profile, catalog=catalog, accounts=OneKey(base_url, KEY), supervisor=supervisor, listener=Listener()
        )

        async def order(path: Path) -> float:
            picture = await works.engine.user_files.inspect_picture(str(path))
            draft = replace(new_draft(catalog, "singapore", MODEL), picture=picture)
            news.clear()
            started = time.monotonic()
            job_id = (await works.engine.new_jobs.submit(draft)).id
            async with asyncio.timeout(SUBMIT_WITHIN):
                while job_id not in made:
                    await news.wait()
                    news.clear()
            return made[job_id] - started

        try:
            small = source.with_suffix(".small.jpg")
            small.write_bytes(picture_of(400_000, side=600))
            await order(small)
            forget_peak()
            before = peak_bytes()
            seconds = await order(source)
            grown = peak_bytes() - before
        finally:
            await supervisor.close()
            await works.close()
    return {"seconds": seconds, "grown": float(grown)}


def picture_of(size_bytes: int, *, side: int) -> bytes:
    """A JPEG of noise with exactly that many bytes, filled up with comments."""
    from PIL import Image

    kept = io.BytesIO()
    Image.frombytes("RGB", (side, side), os.urandom(side * side * 3)).save(kept, "JPEG", quality=90)
    made = kept.getvalue()
    head, rest = made[:2], made[2:]
    missing = size_bytes - len(made)
    while missing > 0:
        length = min(missing, 65_000) if missing >= 4 else 4
        head += b"\xff\xfe" + (length - 2).to_bytes(2, "big") + b"\x00" * (length - 4)
        missing -= length
    return head + rest


def sdk(what: str, base_url: str, source: Path) -> dict[str, float] | None:
    """The SDK and its inputs; None where it cannot be installed."""
    from tests.support.sdk import CannotInstall, install, sdk_environment

    try:
        python = install()
    except CannotInstall as problem:
        print(f"the SDK is not there: {problem}", file=sys.stderr)
        return None
    small = source.with_suffix(".small.jpg")
    if not small.exists():
        small.write_bytes(picture_of(400_000, side=600))
    done = subprocess.run(
        [str(python), "-c", SDK_PROGRAM, what, str(source), str(small), MODEL],
        env=sdk_environment(DASHSCOPE_HTTP_BASE_URL=base_url, DASHSCOPE_API_KEY=KEY),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    result: dict[str, float] = json.loads(done.stdout.strip().split("\n")[-1])
    return result


def plain_download(url: str, target: str) -> dict[str, float]:
    """The straightforward way."""
    import httpx

    started = time.monotonic()
    with httpx.stream("GET", url, trust_env=False) as answer, Path(target).open("wb") as file:
        file.writelines(answer.iter_bytes())
        file.flush()
        os.fsync(file.fileno())
    return {"seconds": time.monotonic() - started, "grown": 0.0}


def measure(*arguments: str) -> dict[str, float]:
    """Run a child of this file with these arguments; returns its measurement."""
    done = subprocess.run(
        [sys.executable, __file__, "--child", *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    result: dict[str, float] = json.loads(done.stdout.strip().split("\n")[-1])
    return result


def curl_upload(policy: dict[str, Any], source: Path, number: int) -> float:
    """Seconds of `curl -F` with the fields of a policy."""
    fields = {
        "OSSAccessKeyId": policy["oss_access_key_id"],
        "Signature": policy["signature"],
        "policy": policy["policy"],
        "key": f"{policy['upload_dir']}/curl-{number}.png",
        "x-oss-object-acl": policy["x_oss_object_acl"],
        "x-oss-forbid-overwrite": policy["x_oss_forbid_overwrite"],
        "success_action_status": "200",
    }
    form = [part for name, value in fields.items() for part in ("-F", f"{name}={value}")]
    command = ["curl", "-sS", "--fail", *form, "-F", f"file=@{source}", policy["upload_host"]]
    started = time.monotonic()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - started


def uploads(folder: Path, pairs: int) -> None:
    """The upload step and the whole submit, ours and the SDK's, against curl."""
    import httpx

    from tests.support.simulator import running_simulator

    source = folder / "large.jpg"
    source.write_bytes(picture_of(UPLOAD_BYTES, side=3400))
    assert source.stat().st_size == UPLOAD_BYTES
    rows: dict[str, list[float]] = {}
    grown: dict[str, list[float]] = {"upload": [], "submit": []}
    with running_simulator() as simulator:
        # Videos being rendered would take CPU time from the measurement.
        simulator.control(upload_bytes_per_second=UPLOAD_RATE, videos="instant", queue_seconds=10_000.0, queue_max=1000)

        def curl(number: int) -> float:
            answer = httpx.get(
                f"{simulator.base_url}/uploads",
                params={"action": "getPolicy", "model": MODEL},
                headers={"authorization": f"Bearer {KEY}"},
                trust_env=False,
            )
            return curl_upload(answer.json()["data"], source, number)

        for number in range(pairs + 1):
            rows.setdefault("curl -F", []).append(curl(number))
            for what, peaks in grown.items():
                result = measure(what, simulator.base_url, str(source))
                rows.setdefault(what, []).append(result["seconds"])
                peaks.append(result["grown"])
                if theirs := sdk(what, simulator.base_url, source):
                    rows.setdefault(f"SDK {what}", []).append(theirs["seconds"])
    rows = {name: seconds[1:] for name, seconds in rows.items()}  # the first run of each warms the machine
    baseline = statistics.median(rows["curl -F"])
    print(f"{UPLOAD_BYTES / 1e6:.0f} MB at {UPLOAD_RATE / 1e6:.0f} MB/s, seconds of {pairs} turns")
    print(f"{'':12} {'least':>8} {'median':>8} {'most':>8} {'x curl':>8}")
    for name, seconds in rows.items():
        middle = statistics.median(seconds)
        print(f"{name:12} {min(seconds):8.3f} {middle:8.3f} {max(seconds):8.3f} {middle / baseline:8.2f}")
    for what, each in grown.items():
        print(f"{what} ratio {statistics.median(rows[what]) / baseline:.2f}")
        print(f"{what} grew by {statistics.median(each[1:]) / 1e6:.1f} MB")


def inline(folder: Path, pairs: int) -> None:
    """The growth of the process by an order with its picture inside."""
    from tests.support.simulator import running_simulator

    source = folder / "inline.png"
    source.write_bytes(os.urandom(INLINE_BYTES))
    with running_simulator() as simulator:
        grown = [measure("inline", simulator.base_url, str(source))["grown"] for _ in range(pairs)]
    print(f"inline grew by {statistics.median(grown) / 1e6:.1f} MB")


def downloads(folder: Path, pairs: int) -> None:
    """A video against a plain stream, from the simplest server possible."""
    video = folder / "video.mp4"
    video.write_bytes(os.urandom(VIDEO_BYTES))
    command = [sys.executable, "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory", str(folder)]
    server = subprocess.Popen(
        [*command[:1], "-u", *command[1:]], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        assert server.stdout is not None
        port = server.stdout.readline().split(" port ")[1].split()[0]
        url = f"http://127.0.0.1:{port}/video.mp4"
        ours, theirs, grown = [], [], []
        for _ in range(pairs + 1):
            result = measure("download", url, str(folder / "ours"))
            ours.append(result["seconds"])
            grown.append(result["grown"])
            theirs.append(measure("plain", url, str(folder / "theirs"))["seconds"])
    finally:
        server.terminate()
        server.wait()
    say("download", ours[1:], "plain httpx", theirs[1:])
    print(f"download grew by {statistics.median(grown[1:]) / 1e6:.1f} MB")
    print(f"download speed, ours against plain: {statistics.median(theirs[1:]) / statistics.median(ours[1:]):.2f}")


def say(name: str, ours: list[float], other: str, theirs: list[float]) -> None:
    """The medians of both sides and their ratio."""
    print(f"{name:10} {min(ours):.3f} .. {statistics.median(ours):.3f} .. {max(ours):.3f} s")
    print(f"{other:10} {min(theirs):.3f} .. {statistics.median(theirs):.3f} .. {max(theirs):.3f} s")
    print(f"{name} ratio {statistics.median(ours) / statistics.median(theirs):.2f}")


def main() -> int:
    """Measure everything, or one side of one measurement in a child."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=7)
    parser.add_argument("--child", nargs=3, metavar=("WHAT", "ADDRESS", "FILE"))
    options = parser.parse_args()
    if options.child:
        what, address, file = options.child
        if what == "plain":
            done = plain_download(address, file)
        elif what == "submit":
            done = asyncio.run(submit(address, Path(file)))
        else:
            done = asyncio.run(child(what, address, file))
        print(json.dumps(done))
        return 0
    with tempfile.TemporaryDirectory(prefix="wandesk-bench-") as folder:
        uploads(Path(folder), options.pairs)
        inline(Path(folder), options.pairs)
        downloads(Path(folder), options.pairs)
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main())
