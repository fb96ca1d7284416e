"""A list of the ids of jobs that takes 16 bytes for each, so that 100,000 of them cost 1.6 MB and no table beside."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from itertools import islice
from typing import Final, overload

SLOT: Final = 16
"""Bytes of an id: those that its 32 hexadecimal digits write, else a digest."""
AT_ONCE: Final = 1000
"""Ids that are packed together."""


class IdList(Sequence[str]):
    """Ids as strings outside, as slots of bytes inside. None is in it twice.

    An id is found by a search through the bytes from the end, which takes at most a few milliseconds for 100,000 ids.
    """

    def __init__(self, ids: Iterable[str] = ()) -> None:
        self._slots = bytearray()
        self._others: dict[bytes, str] = {}
        """The ids that are not 32 hexadecimal digits, by their digests."""
        rest = iter(ids)
        while some := list(islice(rest, AT_ONCE)):
            self.extend(some)

    @classmethod
    def of(cls, ids: Sequence[str]) -> IdList:
        """The same ids; the same object if it is such a list, which must not be changed then."""
        return ids if isinstance(ids, IdList) else cls(ids)

    def __len__(self) -> int:
        return len(self._slots) // SLOT

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> list[str]: ...
    def __getitem__(self, place: int | slice) -> str | list[str]:
        if isinstance(place, slice):
            return [self._at(each) for each in range(*place.indices(len(self)))]
        index = place + len(self) if place < 0 else place
        if not 0 <= index < len(self):
            raise IndexError(place)
        return self._at(index)

    def __contains__(self, job_id: object) -> bool:
        return isinstance(job_id, str) and self.find(job_id) is not None

    def __eq__(self, other: object) -> bool:
        if isinstance(other, IdList):
            return self._slots == other._slots
        return isinstance(other, list | tuple) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]  # it changes

    def extend(self, ids: Sequence[str]) -> None:
        """Append ids. Those of the usual form are packed together, which takes less time than one by one."""
        if set(map(len, ids)) == {2 * SLOT} and (slots := _packed("".join(ids))) is not None:
            self._slots += slots
        else:
            for each in ids:
                self._slots += self._kept(each)

    def insert(self, place: int, job_id: str) -> None:
        """Insert an id, which gets that place."""
        self._slots[place * SLOT : place * SLOT] = self._kept(job_id)

    def pop(self, place: int) -> str:
        """Remove the id of a place. Raises IndexError."""
        job_id = self[place]
        del self._slots[place * SLOT : (place + 1) * SLOT]
        self._others.pop(_slot(job_id), None)
        return job_id

    def find(self, job_id: str, near: int = 0) -> int | None:
        """The place of an id, or None. `near`: where it was last time, looked at first."""
        slot = _slot(job_id)
        if self._slots.startswith(slot, near * SLOT):
            return near
        at = self._slots.rfind(slot)
        while at % SLOT:  # bytes of two neighbours; -1 is no multiple, either
            if at < 0:
                return None
            at = self._slots.rfind(slot, 0, at + SLOT - 1)
        return at // SLOT

    def begins_with(self, others: IdList) -> bool:
        """Whether these are the first ids."""
        return self._slots.startswith(others._slots)

    def backwards(self) -> IdList:
        """The same ids from the last to the first."""
        halves = array("Q", bytes(self._slots))
        halves.reverse()
        turned = halves[:]
        turned[0::2], turned[1::2] = halves[1::2], halves[0::2]
        found = IdList()
        found._slots += turned.tobytes()
        found._others |= self._others
        return found

    def _at(self, index: int) -> str:
        slot = self._slots[index * SLOT : (index + 1) * SLOT]
        if self._others and (other := self._others.get(bytes(slot))) is not None:
            return other
        return slot.hex()

    def _kept(self, job_id: str) -> bytes:
        slot = _slot(job_id)
        if slot.hex() != job_id:
            self._others[slot] = job_id
        return slot


def _packed(digits: str) -> bytes | None:
    """The bytes of lower-case hexadecimal digits, None for another text."""
    try:
        found = bytes.fromhex(digits)
    except ValueError:
        return None
    return found if found.hex() == digits else None  # capitals and spaces are read, too


def _slot(job_id: str) -> bytes:
    if len(job_id) == 2 * SLOT and (slot := _packed(job_id)) is not None:
        return slot
    return blake2b(job_id.encode("utf-8", "surrogatepass"), digest_size=SLOT).digest()
