"""The ids of the list, packed."""

from __future__ import annotations

import random
import tracemalloc

import pytest

from wandesk.domain.id_list import SLOT, IdList

ODD = ["job", "", "狐", "F" * 32, " " * 32, "ab " * 10 + "ab", "\udc80", "g" * 32]
"""Ids that are not 32 lower-case hexadecimal digits, as an old or damaged store may have."""


def test_ids_of_every_form_are_kept_in_order_and_found() -> None:
    rng = random.Random(3)
    # Few different bytes, so that a slot also appears across two neighbours.
    ids = [*ODD, *{"".join(rng.choices(("00", "01"), k=SLOT)) for _ in range(2000)}]
    rng.shuffle(ids)
    packed = IdList(ids)
    assert list(packed) == ids
    assert packed[3:7] == ids[3:7]
    assert packed[-1] == ids[-1]
    assert [packed.find(each) for each in ids] == list(range(len(ids)))
    assert [packed.find(each, near=5) for each in ids] == list(range(len(ids)))
    assert list(packed.backwards()) == ids[::-1]
    missing = ["11" * SLOT, "00" * (SLOT - 1) + "02", "Job", "00" * SLOT + "00"]
    assert [packed.find(each) for each in missing if each not in ids] == [None] * len(missing)
    with pytest.raises(IndexError):
        packed[len(ids)]


def test_ids_come_and_go_as_in_a_list_of_strings() -> None:
    rng = random.Random(4)
    plain, packed = ["first"], IdList(["first"])
    for number in range(2000):
        if plain and rng.random() < 0.4:
            place = rng.randrange(len(plain))
            assert packed.pop(place) == plain.pop(place)
        else:
            place, job_id = rng.randint(0, len(plain)), f"{number:032x}" if number % 3 else f"job-{number}"
            plain.insert(place, job_id)
            packed.insert(place, job_id)
    assert packed == IdList(plain)
    assert list(packed) == plain
    assert packed.begins_with(IdList(plain[:9]))
    assert not packed.begins_with(IdList(plain[1:9]))


def test_an_id_costs_hardly_more_than_its_bytes() -> None:
    tracemalloc.start()
    try:
        packed = IdList(f"{number:032x}" for number in range(10_000))
        used, _peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(packed) == 10_000
    assert used < 10_000 * SLOT * 1.5
