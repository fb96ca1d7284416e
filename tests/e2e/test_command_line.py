"""The command line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import av
import pytest

from wandesk import __version__
from wandesk.app.sample import read_sample

ROOT = Path(__file__).resolve().parents[2]


def wandesk(*arguments: str, practice: str = "--tiny --speed 20") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "wandesk", *arguments],
        cwd=ROOT,
        env={**os.environ, "WANDESK_PRACTICE": practice, "PYTHONWARNINGS": "default"},
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )


def test_version_is_printed() -> None:
    done = wandesk("--version")
    assert (done.returncode, done.stdout.strip()) == (0, f"Wan Desk {__version__}")


def test_the_demo_makes_a_video_with_the_sample_audio(tmp_path: Path) -> None:
    done = wandesk("--demo", "--out", str(tmp_path / "out"))
    assert "store is gone" not in done.stderr, "its own copies of the sample are no traces of an earlier store"
    assert done.returncode == 0, done.stderr
    file = Path(done.stdout.strip())
    assert file.parent == tmp_path / "out"
    with av.open(str(file)) as container:
        video = container.streams.video[0]
        assert video.codec_context.name == "h264"
        assert float(container.duration or 0) / 1_000_000 == pytest.approx(5.0, abs=0.15)
        assert video.width / video.height == pytest.approx(4 / 3, abs=0.05)
    assert _likeness(file, read_sample("en").audio) > 0.9


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="these always have a screen, so a dialog says it")
def test_an_unwritable_profile_without_a_screen_exits_2_with_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "file").write_text("in the way")
    done = wandesk("--profile", str(tmp_path / "file" / "profile"))
    assert done.returncode == 2
    assert str(tmp_path / "file" / "profile") in done.stderr
    assert "Traceback" not in done.stderr


WITHOUT_QT = """
import importlib.abc, runpy, sys

class Missing(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name == "PySide6.{module}":
            raise ImportError("libglib-2.0.so.0: cannot open shared object file", name=name)

sys.meta_path.insert(0, Missing())
sys.argv = ["wandesk", *sys.argv[1:]]
runpy.run_module("wandesk", run_name="__main__", alter_sys=True)
"""


@pytest.mark.parametrize(
    ("arguments", "module"),
    [
        (("--demo",), "QtCore"),
        (("--self-test",), "QtCore"),
        (("--self-test",), "QtGui"),
        (("--self-test",), "QtMultimediaWidgets"),
        ((), "QtCore"),
        ((), "QtWidgets"),
    ],
)
def test_a_missing_qt_library_is_one_sentence(tmp_path: Path, arguments: tuple[str, ...], module: str) -> None:
    profile = () if arguments else ("--profile", str(tmp_path / "profile"))
    script = WITHOUT_QT.format(module=module)
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments, *profile],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith("Qt cannot start here: libglib-2.0.so.0: cannot open shared object file. On Debian")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--profile", ""), "the name of the folder is empty"),
        (("--profile=",), "the name of the folder is empty"),
        (("--demo", "--out", ""), "the name of the folder is empty"),
        (("--out", "videos"), "--out needs --demo"),
    ],
)
def test_a_wrong_option_exits_2_with_a_sentence(tmp_path: Path, arguments: tuple[str, ...], message: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "wandesk", *arguments],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert message in done.stderr.splitlines()[-1]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="these always have a screen")
@pytest.mark.parametrize("display", ["", ":59999", "localhost:59000", "nonsense"])
def test_a_dead_display_is_one_sentence(tmp_path: Path, display: str) -> None:
    variables = {name: value for name, value in os.environ.items() if not name.startswith(("QT_", "WAYLAND"))}
    done = subprocess.run(
        [sys.executable, "-m", "wandesk", "--profile", str(tmp_path / "profile")],
        cwd=ROOT,
        env={**variables, "DISPLAY": display},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith("Wan Desk cannot open its window: ")
    assert f"DISPLAY={display}" in line if display else "there is no display" in line


def test_the_self_test_passes() -> None:
    done = wandesk("--self-test")
    assert done.returncode == 0, done.stdout + done.stderr
    for part in ("window:", "video:", "player: delivered a frame", "keyring:", "self-test: passed"):
        assert part in done.stdout
    assert "Traceback" not in done.stderr


def _loudness(path: Path, rate: int = 8000, window: int = 400) -> list[float]:
    """Loudness of the first five seconds, in steps of 50 ms."""
    resampler = av.AudioResampler(format="s16", layout="mono", rate=rate)
    samples: list[int] = []
    with av.open(str(path)) as container:
        for frame in container.decode(audio=0):
            for part in resampler.resample(frame):
                samples.extend(memoryview(bytes(part.planes[0])).cast("h")[: part.samples])
    samples = samples[: rate * 5]
    return [
        sum(abs(value) for value in samples[start : start + window]) / window
        for start in range(0, len(samples) - window, window)
    ]


def _likeness(one: Path, other: Path) -> float:
    """Best correlation of two loudness curves over small shifts."""
    a, b = _loudness(one), _loudness(other)

    def correlation(x: list[float], y: list[float]) -> float:
        count = min(len(x), len(y))
        x, y = x[:count], y[:count]
        mean_x, mean_y = sum(x) / count, sum(y) / count
        above = sum((i - mean_x) * (j - mean_y) for i, j in zip(x, y, strict=True))
        below = (sum((i - mean_x) ** 2 for i in x) * sum((j - mean_y) ** 2 for j in y)) ** 0.5
        return above / below if below else 0.0

    return max(correlation(a[shift:], b) for shift in range(4)) if a and b else 0.0
