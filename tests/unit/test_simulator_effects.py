"""Each effect is seen in the simulator's videos, and begins with the user's picture."""

from __future__ import annotations

import pytest
from PIL import Image

from wandesk.simulator.effects import MOVEMENTS, moved


@pytest.mark.parametrize("effect", sorted(MOVEMENTS))
def test_effect_moves_the_picture(effect: str) -> None:
    plane = Image.linear_gradient("L").rotate(30).resize((64, 48))
    frame = (plane, plane.resize((32, 24)), plane.resize((32, 24)))
    assert [each.tobytes() for each in moved(frame, effect, 0.0)] == [each.tobytes() for each in frame]
    later = moved(frame, effect, 0.4)
    assert [each.size for each in later] == [each.size for each in frame]
    assert all(now.tobytes() != before.tobytes() for now, before in zip(later, frame, strict=True))
