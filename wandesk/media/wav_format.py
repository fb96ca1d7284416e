"""Plain WAV files: strict reading, and writing. FFmpeg reads almost everything; other decoders are less patient."""

from __future__ import annotations

import struct
from typing import BinaryIO

USUAL_RATES = frozenset({8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000})
"""Samples per second that every decoder knows; all of them are rates of MPEG layer III as well."""
MOST_CHANNELS = 2
SAMPLE_BYTES = 2
HEAD_BYTES = 44

_HEAD = "<4sI4s4sIHHIIHH4sI"
_PCM = 1
_FORMAT_BYTES = 16


def plain_wav_seconds(file: BinaryIO, size_bytes: int) -> float | None:
    """The length of a WAV that is one format chunk and one data chunk of 16-bit PCM, both with true sizes.

    None for any other file: nothing but the audio, and every decoder agrees about it.
    """
    file.seek(0)
    head = file.read(HEAD_BYTES)
    if len(head) < HEAD_BYTES:
        return None
    riff, riff_size, wave, fmt, fmt_size, tag, channels, rate, byte_rate, block, bits, data, data_size = struct.unpack(
        _HEAD, head
    )
    is_plain = (
        (riff, wave, fmt, data) == (b"RIFF", b"WAVE", b"fmt ", b"data")
        and (fmt_size, tag, bits) == (_FORMAT_BYTES, _PCM, 8 * SAMPLE_BYTES)
        and 1 <= channels <= MOST_CHANNELS
        and rate in USUAL_RATES
        and block == channels * SAMPLE_BYTES
        and byte_rate == rate * block
    )
    is_true = size_bytes == HEAD_BYTES + data_size and riff_size == size_bytes - 8
    return data_size / byte_rate if is_plain and is_true and data_size % block == 0 else None


def wav_file(samples: bytes, rate: int, channels: int) -> bytes:
    """A WAV file of interleaved 16-bit samples, as `plain_wav_seconds` accepts it."""
    block = channels * SAMPLE_BYTES
    head = struct.pack(
        _HEAD,
        *(b"RIFF", HEAD_BYTES - 8 + len(samples), b"WAVE"),
        *(b"fmt ", _FORMAT_BYTES, _PCM, channels, rate, rate * block, block, 8 * SAMPLE_BYTES),
        *(b"data", len(samples)),
    )
    return head + samples
