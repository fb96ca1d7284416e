"""What moving pictures and films costs, against curl and plain httpx in the same run.

    python tests/bench/transfers.py [--pairs N]

- upload: a 20 MB picture to a simulator limited to 20 MB/s, against `curl -F` of the same file to the same place, and
  the growth of a head-less process with the wire in it;
- inline: an order with 7,000,000 bytes inside, its growth;
- download: a 60 MB film, fsync on both sides, against a plain synchronous httpx stream to a file, and its growth.

Each measurement is a process of its own; the two sides take turns. Prints medians and lines `NAME ratio N.NN`.
"""

from __future__ import annotations

import argparse
import asyncio
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

ROOT = Path(__file__).resolve().parents[2]
UPLOAD_BYTES = 20_000_000
UPLOAD_RATE = 20_000_000
INLINE_BYTES = 7_000_000
FILM_BYTES = 60_000_000
KEY = "sk-practice"


def forget_peak() -> None:
    """Let the peak start again from what is in use now; without it, start-up would hide what follows."""
    clear = Path("/proc/self/clear_refs")
    if clear.exists():
        clear.write_text("5")


def peak_bytes() -> int:
    """The most memory this process has had, since `forget_peak` where the system can."""
    status = Path("/proc/self/status")
    if status.exists():
        return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM")) * 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


async def child(what: str, base_url: str, source: str) -> dict[str, float]:
    """One measurement with our wire: seconds and growth of the peak, after a small warm-up of the same kind."""
    from tests.support.orders import order
    from wandesk.dashscope.client import DashScope
    from wandesk.domain.account import Connection, Secret
    from wandesk.engine.ports import OrderInputs
    from wandesk.settings.catalogue import load_catalogue

    connection = Connection(
        account="bench", region="practice", base_url=base_url, secret=Secret(KEY), has_uploads=True, is_practice=True
    )
    cloud = DashScope(load_catalogue())

    def ignore(_done: int, _total: int | None) -> None:
        return

    async def act(path: Path) -> None:
        if what == "upload":
            await cloud.upload(connection, "wan2.5-i2v-preview", path, ".png", sent=ignore, stopped=lambda: False)
        elif what == "inline":
            inputs = OrderInputs(first_frame=path, first_frame_mime="image/png")
            await cloud.create(connection, order(), inputs, sent=ignore)
        else:
            part = Path(source).with_suffix(".part")
            part.unlink(missing_ok=True)
            await cloud.download(base_url, part, is_practice=True, received=ignore, stopped=lambda: False)

    small = Path(source).with_suffix(".small")
    if what != "download":
        small.write_bytes(b"\x89PNG" + os.urandom(1000))
        await act(small)
    else:
        import httpx  # noqa: F401 - the library is there in both; what counts is the film

    forget_peak()
    before = peak_bytes()
    started = time.monotonic()
    await act(Path(source))
    seconds = time.monotonic() - started
    grown = peak_bytes() - before
    await cloud.close()
    return {"seconds": seconds, "grown": float(grown)}


def plain_download(url: str, target: str) -> dict[str, float]:
    """What anybody would write."""
    import httpx

    started = time.monotonic()
    with httpx.stream("GET", url, trust_env=False) as answer, Path(target).open("wb") as file:
        file.writelines(answer.iter_bytes())
        file.flush()
        os.fsync(file.fileno())
    return {"seconds": time.monotonic() - started, "grown": 0.0}


def measure(*arguments: str) -> dict[str, float]:
    """A child of this file with these arguments; what it measured."""
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
    """The upload step against curl."""
    import httpx

    from tests.support.simulator import running_simulator

    source = folder / "large.png"
    source.write_bytes(os.urandom(UPLOAD_BYTES))
    with running_simulator() as simulator:
        simulator.control(upload_bytes_per_second=UPLOAD_RATE)
        ours, theirs, grown = [], [], []
        for number in range(pairs + 1):
            answer = httpx.get(
                f"{simulator.base_url}/uploads",
                params={"action": "getPolicy", "model": "wan2.5-i2v-preview"},
                headers={"authorization": f"Bearer {KEY}"},
                trust_env=False,
            )
            theirs.append(curl_upload(answer.json()["data"], source, number))
            result = measure("upload", simulator.base_url, str(source))
            ours.append(result["seconds"])
            grown.append(result["grown"])
        say("upload", ours[1:], "curl -F", theirs[1:])
        print(f"upload grew by {statistics.median(grown[1:]) / 1e6:.1f} MB")


def inline(folder: Path, pairs: int) -> None:
    """How much an order with its picture inside grows the process."""
    from tests.support.simulator import running_simulator

    source = folder / "inline.png"
    source.write_bytes(os.urandom(INLINE_BYTES))
    with running_simulator() as simulator:
        grown = [measure("inline", simulator.base_url, str(source))["grown"] for _ in range(pairs)]
    print(f"inline grew by {statistics.median(grown) / 1e6:.1f} MB")


def downloads(folder: Path, pairs: int) -> None:
    """A film against a plain stream, from the simplest server there is."""
    film = folder / "film.mp4"
    film.write_bytes(os.urandom(FILM_BYTES))
    command = [sys.executable, "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory", str(folder)]
    server = subprocess.Popen(
        [*command[:1], "-u", *command[1:]], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        assert server.stdout is not None
        port = server.stdout.readline().split(" port ")[1].split()[0]
        url = f"http://127.0.0.1:{port}/film.mp4"
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
    """Measure all of it, or one side of one in a child."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=7)
    parser.add_argument("--child", nargs=3, metavar=("WHAT", "ADDRESS", "FILE"))
    options = parser.parse_args()
    if options.child:
        what, address, file = options.child
        done = plain_download(address, file) if what == "plain" else asyncio.run(child(what, address, file))
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
