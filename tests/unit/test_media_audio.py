"""Audio files: recognised by their content, measured by what is decoded."""

from __future__ import annotations

import http.server
import io
import math
import os
import statistics
import struct
import threading
import wave
from array import array
from collections.abc import Iterator
from pathlib import Path

import av
import pytest
from av import AudioFrame
from PIL import Image

from tests.support.audio import KINDS, Kind, converted_from, encoded, kept, made, plain_mp3, silent_video, wav, wav_of
from wandesk.domain.audio import is_sent_as_it_is
from wandesk.domain.catalog import AudioLimits
from wandesk.domain.errors import InputRefused
from wandesk.domain.media import AudioFacts
from wandesk.domain.structs import replace
from wandesk.media import audio, decoding
from wandesk.media.audio import inspect_audio, prepare_audio
from wandesk.media.foreign import AUDIO

RATE = 8000
LIMITS = AudioLimits(field="audio_url", formats=("wav", "mp3"), min_seconds=3.0, max_seconds=30.0, max_bytes=15_000_000)


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


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_of_file_is_read_and_converted(tmp_path: Path, name: str) -> None:
    source = kept(tmp_path / "a.bin", made(name))
    facts = inspect_audio(source)
    assert facts.format == KINDS[name].shown
    assert facts.has_video is KINDS[name].has_video
    assert facts.seconds == pytest.approx(3.5, abs=0.1)
    assert 4000 < statistics.median(facts.waveform.peaks) < 11000
    assert not is_sent_as_it_is(facts, LIMITS)
    sent = prepare_audio(source, str(tmp_path / "sent"), LIMITS, 0.0, facts.seconds)
    assert sent.format == "WAV"
    assert is_sent_as_it_is(sent, LIMITS)
    assert sent.seconds == pytest.approx(facts.seconds, abs=0.01)
    with wave.open(str(tmp_path / "sent"), "rb") as opened:
        assert opened.getnchannels() <= 2
        assert opened.getsampwidth() == 2
        samples = array("h", opened.readframes(opened.getnframes()))
    assert 4000 < max(samples[len(samples) // 3 : len(samples) // 2]) < 11000, "as loud as before"


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


def sent_of(
    tmp_path: Path, content: bytes, start: float = 0.0, seconds: float | None = None
) -> tuple[AudioFacts, bytes]:
    """What is sent of a file, or of a part of it: the facts and the bytes."""
    source = kept(tmp_path / "source", content)
    whole = inspect_audio(source).seconds
    facts = prepare_audio(source, str(tmp_path / "sent"), LIMITS, start, whole if seconds is None else seconds)
    return facts, (tmp_path / "sent").read_bytes()


def decoded(content: bytes) -> bytes:
    with av.open(io.BytesIO(content), "r") as file:
        return b"".join(bytes(frame.planes[0])[: frame.samples * 4] for frame in file.decode(audio=0))


def test_mp3_whose_table_lies_gets_a_true_one_and_keeps_its_frames(tmp_path: Path) -> None:
    true = plain_mp3(4.0)
    lying = with_length_of(true, 2300)
    facts = inspect_audio(kept(tmp_path / "song.mp3", lying))
    assert (round(facts.seconds), facts.is_plain, facts.is_clean) == (4, True, False)
    sent, content = sent_of(tmp_path, lying)
    assert is_sent_as_it_is(sent, LIMITS)
    assert decoded(content) == decoded(true), "the audio is the same to the last sample"
    with av.open(io.BytesIO(content), "r") as opened:
        assert (opened.duration or 0) / av.time_base == pytest.approx(4.0, abs=0.1)


@pytest.mark.parametrize("size", [0, 0xFFFFFFFF, 10**9])
def test_wav_whose_sizes_lie_gets_true_ones(tmp_path: Path, size: int) -> None:
    content = bytearray(wav(3.0))
    struct.pack_into("<I", content, 40, size)
    assert not inspect_audio(kept(tmp_path / "a.wav", bytes(content))).is_clean
    _, sent = sent_of(tmp_path, bytes(content))
    assert sent == wav(3.0)


@pytest.mark.parametrize("content", [wav(3.0), wav(3.0, rate=8000, channels=2), plain_mp3(4.0)])
def test_plain_file_goes_as_it_is(tmp_path: Path, content: bytes) -> None:
    facts = inspect_audio(kept(tmp_path / "a", content))
    assert is_sent_as_it_is(facts, LIMITS)


@pytest.mark.parametrize("content", [wav(3.0, channels=6), wav(3.0, rate=9000)], ids=["six channels", "odd rate"])
def test_wav_that_few_decoders_expect_is_not_plain(tmp_path: Path, content: bytes) -> None:
    facts = inspect_audio(kept(tmp_path / "a", content))
    assert (facts.is_plain, facts.is_clean) == (False, False)
    assert not is_sent_as_it_is(facts, LIMITS)


# -------------------------------------------------------------------- nothing personal travels


SECRET = b"Anna's bedroom, 52.52 N 13.40 E"
COVER = b"\xff\xd8\xff\xe0" + SECRET * 20


def id3(body: bytes) -> bytes:
    size = len(body)
    return b"ID3\x04\x00\x00" + bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0)) + body


def riff(*chunks: tuple[bytes, bytes]) -> bytes:
    body = b"".join(
        name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2) for name, content in chunks
    )
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WAVE" + body


PLAIN = wav(3.0)
FORMAT, DATA = (b"fmt ", PLAIN[20:36]), (b"data", PLAIN[44:])
SONG = plain_mp3(4.0)


@pytest.mark.parametrize(
    "content",
    [
        id3(b"APIC" + struct.pack(">IH", len(COVER), 0) + COVER) + SONG,
        SONG + b"TAG" + SECRET.ljust(125),
        SONG + b"APETAGEX" + struct.pack("<IIII", 2000, 80, 1, 0) + bytes(8) + SECRET * 2,
        SONG[: len(SONG) // 2] + SONG[len(SONG) // 2 :] + SECRET * 50,
        riff(FORMAT, (b"LIST", b"INFOICMT" + struct.pack("<I", len(SECRET)) + SECRET), DATA),
        riff(FORMAT, DATA, (b"bext", SECRET * 20)),
        riff((b"JUNK", SECRET), FORMAT, DATA),
        PLAIN + SECRET,
    ],
    ids=["cover", "old tag", "ape tag", "rubbish", "comment", "broadcast", "junk", "behind the end"],
)
def test_tags_and_pictures_stay_here(tmp_path: Path, content: bytes) -> None:
    assert SECRET[:20] in content
    facts = inspect_audio(kept(tmp_path / "a", content))
    assert facts.is_plain
    assert not is_sent_as_it_is(facts, LIMITS)
    sent, bytes_sent = sent_of(tmp_path, content)
    assert is_sent_as_it_is(sent, LIMITS)
    assert SECRET[:8] not in bytes_sent
    assert decoded(bytes_sent) == decoded(SONG if facts.format == "MP3" else PLAIN), "without encoding it again"


def test_frames_of_a_song_are_those_that_another_parser_finds(tmp_path: Path) -> None:
    tagged = id3(b"APIC" + struct.pack(">IH", len(COVER), 0) + COVER) + SONG + b"TAG" + SECRET.ljust(125)
    _, content = sent_of(tmp_path, tagged)
    with av.open(io.BytesIO(content), "r") as opened:
        assert opened.metadata.keys() <= {"encoder"}
        assert [bytes(packet) for packet in opened.demux() if packet.size] == packets(SONG)


def packets(content: bytes) -> list[bytes]:
    with av.open(io.BytesIO(content), "r") as opened:
        return [bytes(packet) for packet in opened.demux() if packet.size]


def test_variable_bitrate_without_a_table_gets_one(tmp_path: Path) -> None:
    buffer = plain_mp3(4.0, has_table=False) + plain_mp3(4.0, has_table=False, bit_rate=160_000)
    assert not inspect_audio(kept(tmp_path / "a", buffer)).is_clean
    sent, content = sent_of(tmp_path, buffer)
    assert sent.is_clean
    assert b"Xing" in content[:200]
    assert packets(content) == packets(buffer)


# -------------------------------------------------------------------- the part that is sent


def test_part_of_a_wav_is_exactly_that_part(tmp_path: Path) -> None:
    sent, content = sent_of(tmp_path, wav(10.0), 2.5, 4.0)
    assert sent.seconds == 4.0
    assert content[44:] == wav(10.0)[44 + 2 * RATE * 5 // 2 : 44 + 2 * RATE * 13 // 2]


@pytest.mark.parametrize("name", ["aac.m4a", "music.flac", "film.mkv", "phone.amr"])
def test_part_begins_where_it_was_chosen(tmp_path: Path, name: str) -> None:
    """The tone has a pause of half a second; a part that begins in it begins with silence."""
    samples = array("h", (0 if 40_000 <= at < 44_000 else int(9000 * math.sin(at / 9)) for at in range(80_000)))
    kind = KINDS[name]
    content = converted_from(wav_of(samples), kind)
    _, sent = sent_of(tmp_path, content, 5.0, 4.0)
    with wave.open(io.BytesIO(sent)) as opened:
        rate, channels = opened.getframerate(), opened.getnchannels()
        heard = array("h", opened.readframes(opened.getnframes()))[::channels]
    loud = next(at for at, sample in enumerate(heard) if abs(sample) > 5000 and at > rate * 0.1)
    assert loud / rate == pytest.approx(0.5, abs=0.06)


def test_first_seconds_of_an_mp3_keep_their_frames(tmp_path: Path) -> None:
    song = plain_mp3(40.0, rate=16000)
    sent, content = sent_of(tmp_path, song, 0.0, 30.0)
    assert sent.format == "MP3"
    assert is_sent_as_it_is(sent, LIMITS)
    assert 29.9 < sent.seconds <= 30.0
    assert packets(content) == packets(song)[: len(packets(content))]


def test_hair_too_long_is_cut(tmp_path: Path) -> None:
    song = plain_mp3(30.02, rate=16000, has_table=False)
    facts = inspect_audio(kept(tmp_path / "a.mp3", song))
    assert 30.0 < facts.seconds < 30.2
    assert not is_sent_as_it_is(facts, LIMITS)
    sent, content = sent_of(tmp_path, song, 0.0, 30.0)
    assert is_sent_as_it_is(sent, LIMITS)
    assert packets(content) == packets(song)[: len(packets(content))], "the tail is cut, nothing else"


@pytest.mark.parametrize("content", [wav(2.9), plain_mp3(2.8)])
def test_hair_too_short_ends_with_silence(tmp_path: Path, content: bytes) -> None:
    sent, bytes_sent = sent_of(tmp_path, content)
    assert (sent.format, sent.seconds) == ("WAV", 3.0)
    assert is_sent_as_it_is(sent, LIMITS)
    assert not any(array("h", bytes_sent[-100:]))
    assert any(array("h", bytes_sent[44:1000]))


def test_file_that_became_too_short_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputRefused) as caught:
        sent_of(tmp_path, wav(1.0))
    assert (caught.value.sentence, caught.value.values["least_seconds"]) == ("sound_too_short", 3.0)


@pytest.mark.parametrize("most", [600_000, 200_000])
def test_wav_that_is_too_large_becomes_an_mp3(tmp_path: Path, most: int) -> None:
    source = kept(tmp_path / "a.wav", wav(15.0, rate=48000, channels=2))
    sent = prepare_audio(source, str(tmp_path / "sent"), replace(LIMITS, max_bytes=most), 0.0, 15.0)
    assert sent.format == "MP3"
    assert most * 0.5 < sent.size_bytes <= most, "at the best bitrate that fits"
    assert is_sent_as_it_is(sent, replace(LIMITS, max_bytes=most))


def test_part_of_an_hour_is_sought(tmp_path: Path) -> None:
    tone = array("h", (int(8000 * math.sin(at / 9)) for at in range(RATE))).tobytes()
    samples = array("h")
    for number in range(20):
        samples.frombytes(tone if number % 2 else bytes(len(tone)))
        samples.frombytes(bytes(2 * RATE * 59))
    kind = Kind(container="matroska", codec="flac", shown="MKV", rate=RATE)
    content = converted_from(wav_of(samples), kind)
    _, sent = sent_of(tmp_path, content, 15 * 60.0, 3.0)  # the 16th minute begins with a second of the tone
    with wave.open(io.BytesIO(sent)) as opened:
        rate = opened.getframerate()
        heard = array("h", opened.readframes(opened.getnframes()))
    assert max(heard[: rate // 2]) > 4000
    assert max(map(abs, heard[rate * 3 // 2 :])) < 200


# -------------------------------------------------------------------- the waveform


def test_waveform_follows_the_loudness(tmp_path: Path) -> None:
    samples = array("h", (int(at / 160_000 * 30_000 * math.sin(at / 5)) for at in range(160_000)))
    waveform = inspect_audio(kept(tmp_path / "a.wav", wav_of(samples))).waveform
    assert 500 <= len(waveform.peaks) <= 1200
    tenths = [max(waveform.peaks[at] for at in waveform.stretches(n / 10, (n + 1) / 10)) for n in range(10)]
    assert tenths == pytest.approx([3000 * (n + 1) for n in range(10)], rel=0.06)
    assert waveform.clipped == ()


def test_silence_and_clipping_are_found_where_they_are(tmp_path: Path) -> None:
    samples = array("h", bytes(2 * RATE * 4))
    samples.extend(max(-32768, min(32767, int(60_000 * math.sin(at / 9)))) for at in range(RATE * 4))
    waveform = inspect_audio(kept(tmp_path / "a.wav", wav_of(samples))).waveform
    assert waveform.is_silent(0.0, 0.49)
    assert not waveform.is_silent(0.0, 0.6)
    assert waveform.is_clipped(0.5, 1.0)
    assert not waveform.is_clipped(0.0, 0.49)


def test_few_clipped_moments_are_not_called_distortion(tmp_path: Path) -> None:
    samples = array("h", (int(20_000 * math.sin(at / 9)) for at in range(RATE * 8)))
    for at in (3_000, 17_000, 25_000):
        samples[at : at + 6] = array("h", [32_767] * 6)
    waveform = inspect_audio(kept(tmp_path / "a.wav", wav_of(samples))).waveform
    assert len(waveform.clipped) == 3
    assert not waveform.is_clipped()


def test_slow_file_is_said_to_be_slow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A network drive that does not answer in time, before and while the audio is decoded."""
    path = kept(tmp_path / "a.aac", made("plain.aac"))
    whole = inspect_audio(path)
    monkeypatch.setattr(audio, "PREPARED_WITHIN", -1.0)
    with pytest.raises(InputRefused) as caught:
        prepare_audio(path, str(tmp_path / "sent"), LIMITS, 0.0, whole.seconds)
    assert caught.value.sentence == "audio_slow"
    assert not (tmp_path / "sent").exists(), "half of it is never sent"
    monkeypatch.setattr(audio, "INSPECTED_WITHIN", -1.0)
    assert refusal(path) == "audio_slow"


class Late:
    """A deadline that is over once the file was opened and a few packets were read."""

    def __init__(self, _seconds: float) -> None:
        self.asked = 0

    @property
    def is_over(self) -> bool:
        self.asked += 1
        return self.asked > 40


def test_part_is_never_sent_half(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = kept(tmp_path / "a.flac", made("music.flac", 20.0))
    seconds = inspect_audio(path).seconds
    monkeypatch.setattr(audio, "Deadline", Late)
    with pytest.raises(InputRefused) as caught:
        prepare_audio(path, str(tmp_path / "sent"), LIMITS, 0.0, seconds)
    assert caught.value.sentence == "audio_slow"


def test_loud_master_is_not_called_clipped(tmp_path: Path) -> None:
    samples = array("h", (max(-32768, min(32767, int(33_000 * math.sin(at / 3)))) for at in range(RATE * 4)))
    assert not inspect_audio(kept(tmp_path / "a.wav", wav_of(samples))).waveform.is_clipped()


def test_long_audio_has_a_waveform_of_its_whole_length(tmp_path: Path) -> None:
    path = str(tmp_path / "book.wav")
    with wave.open(path, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(1000)
        file.writeframes(bytes(2 * 1000 * 1800) + array("h", [9000, -9000] * 500 * 1800).tobytes())
    facts = inspect_audio(path)
    assert facts.seconds == pytest.approx(3600)
    assert facts.waveform.is_silent(0.0, 0.49)
    assert min(facts.waveform.peaks[at] for at in facts.waveform.stretches(0.51, 1.0)) == 9000


@pytest.mark.parametrize("content", [plain_mp3(8.0, rate=16000), made("aac.m4a", 8.0), made("music.flac", 8.0)])
def test_moments_of_long_audio_are_as_loud_as_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    """A decoder that begins in the middle needs some frames before it is as loud as the audio."""
    monkeypatch.setattr(audio, "MOST_DECODED_SECONDS", 1.0)
    facts = inspect_audio(kept(tmp_path / "a", content))
    assert facts.seconds == pytest.approx(8.0, abs=0.1)
    inner = facts.waveform.peaks[20:-20]
    assert len(inner) > 400
    assert min(inner) > 6_000


def test_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "film.mkv"
    with path.open("wb") as file:
        file.truncate(5_000_000_000)  # a hole: no disk is used
    with pytest.raises(InputRefused) as caught:
        inspect_audio(str(path))
    assert (caught.value.sentence, caught.value.values["size_bytes"]) == ("sound_too_heavy", 5_000_000_000)


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


def test_frames_whose_channels_change_are_converted() -> None:
    """As damaged MP3 files decode to; the library's queue would read a channel that is not there, and crash."""
    layouts = ["stereo", "mono", "stereo", "mono"]
    converter = decoding._Converter(44100, 2)
    pieces: list[decoding.Piece] = []
    for layout in layouts:
        frame = AudioFrame(format="fltp", layout=layout, samples=4410)
        frame.sample_rate = 44100
        for plane in frame.planes:
            plane.update(bytes(plane.buffer_size))
        pieces += converter.add(frame)
    pieces += converter.end()
    assert {len(piece.channels) for piece in pieces} == {2}
    assert sum(piece.samples for piece in pieces) == pytest.approx(4410 * len(layouts), abs=64)


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
