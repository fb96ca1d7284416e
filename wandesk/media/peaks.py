"""The waveform of audio while it is decoded."""

from __future__ import annotations

from array import array

from wandesk.domain.media import Waveform
from wandesk.media.decoding import Piece

MOST_STRETCHES = 1_200
"""Then neighbours are joined: a waveform has half as many at least, if the audio is long enough."""
FIRST_STRETCH = 256
"""Samples in a stretch at the beginning."""
LOOKED_AT = 256
"""Samples of a stretch that are looked at, about: the highest of so many is near the highest of all."""
LOUD = 16_000
"""Nothing is clipped where no sample that is looked at is higher."""
CLIPPED_RUN = 4
"""Samples in a row at the highest level. Music that is mastered loud has shorter runs."""
HIGHEST = array("h", [32_767]).tobytes() * CLIPPED_RUN
LOWEST = array("h", [-32_768]).tobytes() * CLIPPED_RUN


class PeakMeter:
    """Collects the highest level of stretches that grow with the length of the audio."""

    def __init__(self) -> None:
        self._stretch = FIRST_STRETCH
        self._peaks: list[int] = []
        self._clipped: set[int] = set()
        self._rest = 0
        """Samples that the last stretch still takes."""

    def add(self, piece: Piece) -> None:
        """Take the next piece."""
        at = 0
        while at < piece.samples:
            if not self._rest:
                self._begin()
            end = min(piece.samples, at + self._rest)
            step = max(1, self._stretch // LOOKED_AT)
            loudest = max(level(samples[at:end:step]) for samples in piece.channels)
            self._peaks[-1] = max(self._peaks[-1], loudest)
            if loudest > LOUD and any(_has_clipping(samples[at:end]) for samples in piece.channels):
                self._clipped.add(len(self._peaks) - 1)
            self._rest -= end - at
            at = end

    @property
    def waveform(self) -> Waveform:
        return Waveform(peaks=tuple(self._peaks), clipped=tuple(sorted(self._clipped)))

    def _begin(self) -> None:
        if len(self._peaks) == MOST_STRETCHES:
            self._peaks = [max(pair) for pair in zip(self._peaks[::2], self._peaks[1::2], strict=True)]
            self._clipped = {at // 2 for at in self._clipped}
            self._stretch *= 2
        self._peaks.append(0)
        self._rest = self._stretch


def level(samples: array[int]) -> int:
    """The distance of 16-bit samples from zero: 0 to 32,767."""
    highest, lowest = max(samples, default=0), min(samples, default=0)
    return min(32_767, max(highest, -lowest))


def _has_clipping(samples: array[int]) -> bool:
    """Whether there is a run at the highest or lowest level."""
    raw = samples.tobytes()
    for run in (HIGHEST, LOWEST):
        at = raw.find(run)
        while at >= 0:
            if at % samples.itemsize == 0:
                return True
            at = raw.find(run, at + 1)
    return False
