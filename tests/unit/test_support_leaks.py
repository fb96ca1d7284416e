"""The search of the canary tests finds a secret in every spelling."""

from __future__ import annotations

import json

import pytest

from tests.support.leaks import found_in
from tests.support.spellings import spellings

SECRETS = ("sk-canary-7Qz.Xw_93Lk", "gwCanary7Qz9Xw93LkPm2N", 'gw!7Qz/X+w"93=L%k&_\\pLm90Tz')


@pytest.mark.parametrize("secret", SECRETS)
def test_every_spelling_is_a_leak(secret: str) -> None:
    for spelling in spellings(secret):
        for stored in (spelling, json.dumps(spelling), json.dumps({"message": json.dumps(spelling)})):
            assert found_in([("planted", f"before {stored} after".encode())], [secret]) == ["planted"], stored
    assert found_in([("nothing", b"Wrong key: sk-... | %41 | \xff")], [secret]) == []
