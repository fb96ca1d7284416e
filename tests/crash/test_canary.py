"""A complete run with failures, with a canary key: afterwards neither the key nor any signed link may be stored
anywhere.

*Open in browser* is not part of it: it puts the link on the command line of the browser. The user requests that, and
the link opens one video and is worthless after a day. `MainWindow` passes it on and stores nothing.
"""

from __future__ import annotations

import base64
import json
import re
import sys
import urllib.parse
import urllib.request
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from tests.support.echo_gateway import echo_gateway
from tests.support.kills import kill_setup
from tests.support.leaks import found_in
from tests.support.lives import forked_lives
from tests.support.proof import all_jobs, cloud_tasks
from tests.support.simulator import RunningSimulator
from wandesk.domain.job import JobStage

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="lives are forked, and /proc is read")

KEY = "sk-canary-7Qz.Xw_93Lk"
REAL_KEY = "sk-canary-real-5Jd.Vb_28Hn"
ECHOED = {
    "provider": "sk-canary-4Fq.Zr_81Mn-echoed",
    "gateway": "gwCanary7Qz9Xw93LkPm2N",
    "escaped": 'gw!7Qz/X+w"93=L%k&_\\pLm90Tz',
}
"""A key of each kind: the provider's, a gateway's own without sk-, and one with characters that are escaped."""
VARIABLE = "DASHSCOPE_API_KEY_SINGAPORE"
SIGNED = re.compile(rb"(?i)(?:Signature|OSSAccessKeyId)=[\w%/+]")
"""A signed query with its value, which our own logs replace by a …"""


def forms(secret: str) -> Iterator[bytes]:
    """The forms that the secret may take in a file: itself, its characteristic part, URL-encoded, in base64 at any
    offset.
    """
    yield secret.encode()
    yield secret.rpartition("-")[2].encode()
    yield urllib.parse.quote(secret, safe="").encode()
    yield secret.encode().hex().encode()
    for offset in range(3):
        whole = base64.b64encode(b"\0" * offset + secret.encode())
        yield whole[4 if offset else 0 : -4]
        yield base64.urlsafe_b64encode(b"\0" * offset + secret.encode())[4 if offset else 0 : -4]


def found(places: Iterable[tuple[str, bytes]], secrets: Iterable[str]) -> list[str]:
    needles = {form for secret in secrets for form in forms(secret)}
    return [where for where, content in places if any(each in content for each in needles) or SIGNED.search(content)]


def files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in folder.rglob("*"):
        yield str(path), str(path.name).encode()
        if path.is_file():
            yield str(path), path.read_bytes()


def family(pid: int) -> Iterator[int]:
    """The child processes of a process, recursively."""
    for thread in Path(f"/proc/{pid}/task").iterdir():
        for child in (thread / "children").read_text().split():
            yield int(child)
            yield from family(int(child))


def processes(pid: int) -> Iterator[tuple[str, bytes]]:
    """Command lines of a life and its children, and the environments of its children. Its own environment is the
    user's.
    """
    yield f"{pid} cmdline", Path(f"/proc/{pid}/cmdline").read_bytes()
    for child in family(pid):
        for what in ("cmdline", "environ"):
            yield f"{child} {what}", Path(f"/proc/{child}/{what}").read_bytes()


def signatures(simulator: RunningSimulator, data: Path) -> list[str]:
    """The signatures of the links of all finished videos."""
    values = []
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    for base, key in ((simulator.base_url, KEY), (simulator.region_url("singapore"), REAL_KEY)):
        for task in cloud_tasks(data):
            wish = urllib.request.Request(f"{base}/tasks/{task.task_id}", headers={"Authorization": f"Bearer {key}"})
            with opener.open(wish, timeout=10) as answer:
                url = json.load(answer)["output"].get("video_url")
            if url:
                values += urllib.parse.parse_qs(urllib.parse.urlsplit(url).query)["Signature"]
    return values


def test_every_form_of_a_secret_is_detected() -> None:
    for form in forms(KEY):
        assert found([("planted", b"x" + form + b"y")], [KEY]) == ["planted"], form
    for before in range(3):
        content = base64.b64encode(b"Bearer"[:before] + b"abc" + KEY.encode() + b"tail")
        assert found([("planted", content)], [KEY]) == ["planted"], before
    assert found([("log", b"GET /1.mp4?Expires=1&Signature=a%2Fb")], []) == ["log"]
    assert found([("log", "GET /1.mp4?Expires=…&Signature=…".encode())], []) == []


def test_no_key_and_no_signed_link_is_stored(tmp_path: Path) -> None:
    environment = {VARIABLE: REAL_KEY}
    with kill_setup(tmp_path) as stage, forked_lives(tmp_path / "errors.txt", environment) as lives:
        simulator, profile = stage.simulator, tmp_path / "profiles" / "practice"
        profile.parent.mkdir()
        plan = {**stage.plan(profile, "uploads", ["canary"]), "key": KEY, "hurry": 40.0}
        seen: list[tuple[str, bytes]] = []

        def look(pid: int) -> None:
            seen.extend(processes(pid))
            seen.extend(files(profile))

        # A fault at every call; then the program is killed with half a video and its note on the disk.
        simulator.control(keys={KEY: "canary"})
        trouble = [
            {"name": "server-error", "calls": ["policy", "get"], "times": 2},
            {"name": "gateway-502", "calls": ["upload"], "times": 1},
            {"name": "throttle", "calls": ["create"], "times": 1},
            {"name": "cut-download", "calls": ["download"], "times": 1},
        ]
        simulator.control(scenarios=trouble)
        assert lives.live({**plan, "failpoint": ("part_open", 2, "outside")}, before_the_kill=look).at == "part_open"
        assert any(name.endswith(".part.json") for name, _ in seen)
        assert any("environ" in name for name, _ in seen)
        # The key is refused, the host of the videos is blocked, links are expired; and each time it is killed again.
        simulator.control(remove_keys=[KEY])
        lives.live(plan, kill_after=1.5)
        simulator.control(keys={KEY: "canary"}, scenario="blocked-host")
        lives.live(plan, kill_after=1.5)
        simulator.control(scenario="expired-link", times=2)
        assert lives.live(plan).code == 0
        assert [job.stage for job in all_jobs(profile)] == [JobStage.DONE]
        # A real region whose key comes from the environment; its address is on this computer.
        real = tmp_path / "profiles" / "real"
        simulator.control(keys={REAL_KEY: "canary@singapore"}, scenario="server-error", calls=["get"], times=2)
        real_plan = {**plan, "profile": str(real), "region": "singapore", "base_url": simulator.region_url("singapore")}
        assert lives.live({**real_plan, "picture": str(stage.picture), "sound": None}).code == 0
        assert [job.stage for job in all_jobs(real)] == [JobStage.DONE]
        secrets = [KEY, REAL_KEY, *signatures(simulator, stage.data)]
        assert len(secrets) == 4
    seen += files(tmp_path / "profiles")
    seen.append(("error stream", (tmp_path / "errors.txt").read_bytes()))
    assert any(name.endswith("wandesk.log") for name, _ in seen)
    assert any(name.endswith("jobs.sqlite-wal") for name, _ in seen)
    assert found(seen, secrets) == []


@pytest.mark.parametrize("kind", sorted(ECHOED))
def test_gateway_that_repeats_the_key_leaves_none_of_it(tmp_path: Path, kind: str) -> None:
    """Orders are refused, throttled, uncertain and failed, and every answer holds the key in another spelling."""
    key = ECHOED[kind]
    profile = tmp_path / "profiles" / "practice"
    profile.parent.mkdir()
    with (
        kill_setup(tmp_path) as stage,
        echo_gateway(key) as gateway,
        forked_lives(tmp_path / "errors.txt") as lives,
    ):
        prompts = [f"order {number}" for number in range(15)]
        plan = {**stage.plan(profile, "batch", prompts), "key": key, "base_url": gateway.base_url, "hurry": 60.0}
        assert lives.live(plan).code == 0
        jobs = all_jobs(profile)
        # A second run reads all of it again from the store.
        assert lives.live(plan).code == 0
    assert set(gateway.sent) == set(gateway.all), "every spelling was in a message that is kept"
    assert min(gateway.calls[call] for call in ("list", "policy", "upload")) >= 3
    stages = {job.stage for job in jobs}
    assert stages == {JobStage.FAILED, JobStage.UNCERTAIN}
    problems = [job.problem for job in jobs if job.problem is not None]
    assert len(problems) == len(jobs) == len(prompts)
    assert all("Wrong key: " in problem.message and "…" in problem.message for problem in problems), problems
    seen = [*files(tmp_path / "profiles"), ("error stream", (tmp_path / "errors.txt").read_bytes())]
    assert any(name.endswith("wandesk.log") for name, _ in seen)
    assert any(b"Wrong key: " in content for name, content in seen if "jobs.sqlite" in name)
    assert found_in(seen, [key]) == []
