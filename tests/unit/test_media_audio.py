"""Audio files: recognised by their content, measured by what is decoded."""

from __future__ import annotations

import http.server
import io
import math
import os
import struct
import threading
import wave
from array import array
from collections.abc import Iterator
from pathlib import Path

import av
import pytest
from av.audio.stream import AudioStream
from PIL import Image

from wandesk.domain.errors import InputRefused
from wandesk.media.audio import inspect_audio, rewrite_audio
from wandesk.media.foreign import AUDIO

RATE = 8000


def wav(seconds: float, *, rate: int = RATE, channels: int = 1) -> bytes:
    buffer = io.BytesIO()
    samples = array("h", (int(9000 * math.sin(at / 9)) for at in range(int(seconds * rate)) for _ in range(channels)))
    with wave.open(buffer, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples.tobytes())
    return buffer.getvalue()


def encoded(seconds: float, container: str, codec: str, *, rate: int = 44100, **options: str) -> bytes:
    buffer = io.BytesIO()
    with (
        av.open(io.BytesIO(wav(seconds, rate=rate)), "r") as source,
        av.open(buffer, "w", format=container, options=options) as target,
    ):
        stream = target.add_stream(codec, rate=rate)
        assert isinstance(stream, AudioStream)
        for frame in source.decode(audio=0):
            target.mux(stream.encode(frame))
        target.mux(stream.encode(None))
    return buffer.getvalue()


def silent_video() -> bytes:
    buffer = io.BytesIO()
    with av.open(buffer, "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        for _ in range(10):
            frame = av.VideoFrame.from_image(Image.new("RGB", (64, 64), "red"))  # type: ignore[no-untyped-call]
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return buffer.getvalue()


def kept(path: Path, content: bytes) -> str:
    path.write_bytes(content)
    return str(path)


def refusal(path: Path | str) -> str:
    with pytest.raises(InputRefused) as caught:
        inspect_audio(str(path))
    return caught.value.sentence


def test_wav_is_recognised_by_content(tmp_path: Path) -> None:
    path = kept(tmp_path / "speech.mp3", wav(3.5, channels=2))
    facts = inspect_audio(path)
    assert (facts.format, facts.sample_rate, facts.channels) == ("WAV", RATE, 2)
    assert facts.seconds == pytest.approx(3.5)
    assert facts.size_bytes == Path(path).stat().st_size


@pytest.mark.parametrize("has_table", ["0", "1"])
def test_mp3_is_measured_with_and_without_a_table(tmp_path: Path, has_table: str) -> None:
    # Variable rate and no Xing table: a length estimated from the size would be far off.
    content = encoded(4.0, "mp3", "libmp3lame", write_xing=has_table, id3v2_version="0")
    facts = inspect_audio(kept(tmp_path / "song.wav", content))
    assert facts.format == "MP3"
    assert facts.seconds == pytest.approx(4.0, abs=0.1)


@pytest.mark.parametrize(
    ("container", "codec", "name"),
    [("ipod", "aac", "M4A"), ("flac", "flac", "FLAC"), ("ogg", "libopus", "OGG"), ("aiff", "pcm_s16be", "AIFF")],
)
def test_other_formats_are_named(tmp_path: Path, container: str, codec: str, name: str) -> None:
    facts = inspect_audio(kept(tmp_path / "a.wav", encoded(3.0, container, codec, rate=48000)))
    assert facts.format == name
    assert facts.seconds == pytest.approx(3.0, abs=0.1)


def test_truncated_wav_is_as_long_as_its_samples(tmp_path: Path) -> None:
    content = wav(10.0)
    facts = inspect_audio(kept(tmp_path / "a.wav", content[: 44 + RATE * 2 * 3]))
    assert facts.seconds == pytest.approx(3.0)


def test_wav_header_that_claims_hours_is_not_believed(tmp_path: Path) -> None:
    content = bytearray(wav(2.0))
    struct.pack_into("<I", content, 4, 0xFFFFFFF0)
    struct.pack_into("<I", content, 40, 0xFFFFFF00)
    assert inspect_audio(kept(tmp_path / "a.wav", bytes(content))).seconds == pytest.approx(2.0)


def test_wav_without_samples_is_zero_seconds_long(tmp_path: Path) -> None:
    assert inspect_audio(kept(tmp_path / "a.wav", wav(0.0))).seconds == 0


def test_very_long_audio_is_not_decoded_to_its_end(tmp_path: Path) -> None:
    path = kept(tmp_path / "book.wav", wav(0.0, rate=100)[:4])
    with wave.open(path, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(1000)
        file.writeframes(bytes(1000 * 3600))
    assert inspect_audio(path).seconds == pytest.approx(3600, rel=0.01)


def test_tags_in_another_encoding_do_not_matter(tmp_path: Path) -> None:
    name = "歌曲".encode("gbk")
    content = wav(3.0)
    tag = b"INFOINAM" + struct.pack("<I", len(name)) + name
    content += b"LIST" + struct.pack("<I", len(tag)) + tag
    content = content[:4] + struct.pack("<I", len(content) - 8) + content[8:]
    assert inspect_audio(kept(tmp_path / "a.wav", content)).seconds == pytest.approx(3.0)


def with_length_of(content: bytes, frames: int) -> bytes:
    """An MP3 whose Xing table says that it has so many frames (the field after the flags)."""
    at = max(content.find(b"Xing"), content.find(b"Info"))
    assert at > 0
    return content[: at + 8] + struct.pack(">I", frames) + content[at + 12 :]


def test_mp3_whose_table_lies_is_rewritten_with_a_true_one(tmp_path: Path) -> None:
    content = with_length_of(encoded(4.0, "mp3", "libmp3lame", write_xing="1", id3v2_version="0"), 2300)
    source, target = kept(tmp_path / "song.mp3", content), str(tmp_path / "sent")
    facts = inspect_audio(source)
    assert (round(facts.seconds), facts.has_true_header) == (4, False)
    rewritten = rewrite_audio(source, target)
    assert rewritten.has_true_header
    assert rewritten.format == "MP3"
    assert rewritten.seconds == pytest.approx(4.0, abs=0.1)
    with av.open(target) as opened:
        assert (opened.duration or 0) / av.time_base == pytest.approx(4.0, abs=0.1)


@pytest.mark.parametrize("size", [0, 0xFFFFFFFF, 10**9])
def test_wav_whose_sizes_lie_is_rewritten_with_true_ones(tmp_path: Path, size: int) -> None:
    content = bytearray(wav(3.0))
    struct.pack_into("<I", content, 40, size)
    source, target = kept(tmp_path / "a.wav", bytes(content)), str(tmp_path / "sent")
    assert not inspect_audio(source).has_true_header
    assert rewrite_audio(source, target).has_true_header
    with wave.open(target, "rb") as opened:  # as strict as any reader
        assert opened.getnframes() == pytest.approx(3 * RATE)
        assert opened.readframes(RATE) == wav(3.0)[44 : 44 + 2 * RATE]


@pytest.mark.parametrize("content", [wav(3.0), wav(3.0, rate=8000, channels=2)])
def test_true_header_is_recognised(tmp_path: Path, content: bytes) -> None:
    assert inspect_audio(kept(tmp_path / "a.wav", content)).has_true_header


def test_true_mp3_is_recognised(tmp_path: Path) -> None:
    assert inspect_audio(kept(tmp_path / "a.mp3", encoded(4.0, "mp3", "libmp3lame"))).has_true_header


def test_audio_without_a_decoder_is_unknown(tmp_path: Path) -> None:
    content = bytearray(wav(3.0))
    struct.pack_into("<H", content, 20, 0x9F31)  # the codec, which no version of FFmpeg has
    assert refusal(kept(tmp_path / "a.wav", bytes(content))) == "sound_unknown"


def test_file_without_audio_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "absent.mp3") == "sound_not_found"
    assert refusal(tmp_path) == "sound_is_folder"
    assert refusal(kept(tmp_path / "empty.mp3", b"")) == "sound_empty"
    assert refusal(kept(tmp_path / "text.mp3", b"This is a shopping list, not a song.\n" * 90)) == "sound_unknown"
    assert refusal(kept(tmp_path / "video.mp3", silent_video())) == "sound_no_audio"
    Image.new("RGB", (64, 64)).save(tmp_path / "cover.png")
    assert refusal(tmp_path / "cover.png") == "sound_unknown"


def test_broken_audio_is_damaged(tmp_path: Path) -> None:
    assert refusal(kept(tmp_path / "a.wav", wav(3.0)[:20])) == "sound_damaged"
    content = bytearray(encoded(4.0, "flac", "flac"))
    for at in range(len(content) // 4, len(content), 50):
        content[at] ^= 0x5A
    # FLAC checks every frame; with most of them broken almost no audio is left.
    assert refusal(kept(tmp_path / "a.flac", bytes(content))) == "sound_damaged"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_unreadable_audio_file_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "mine.wav"
    path.touch(mode=0o000)
    assert refusal(path) == AUDIO.not_readable


@pytest.fixture
def overheard() -> Iterator[tuple[int, list[str]]]:
    """A web server that records its requests."""
    asked: list[str] = []

    class Listener(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            """Log nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Listener)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port, asked
    server.shutdown()
    thread.join()
    server.server_close()


def test_playlist_reads_no_url_and_no_other_file(tmp_path: Path, overheard: tuple[int, list[str]]) -> None:
    port, asked = overheard
    hls = f"#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nhttp://127.0.0.1:{port}/secret.ts\n#EXT-X-ENDLIST\n"
    assert refusal(kept(tmp_path / "a.mp3", hls.encode())) == "sound_unknown"
    kept(tmp_path / "other.wav", wav(3.0))
    concat = f"ffconcat version 1.0\nfile {tmp_path / 'other.wav'}\n"
    assert refusal(kept(tmp_path / "b.mp3", concat.encode())) == "sound_unknown"
    assert asked == []
