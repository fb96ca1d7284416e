"""What can be made of a finished video: in which regions, or at which resolutions, and for how much."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from wandesk.domain.price import Price
from wandesk.domain.remaking import Change


@dataclass(frozen=True, slots=True, kw_only=True)
class RemakeTarget:
    """One of the regions or resolutions."""

    change: Change
    name: str
    """Of the region or resolution, in the window's language."""
    cost: Price | None = None
    refusal: str = ""
    """Why the region cannot make the video as it is; its settings can be changed in the form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemakeOffer:
    """What the button shows."""

    targets: tuple[RemakeTarget, ...] = ()
    """The region that was used last, or the highest resolution, first."""
    refusal: str = ""
    """Why there is none."""
    caution: str = ""
    """What the user is told before the order: how the new video will differ from what they may expect."""
    is_under_way: bool = False
    """The button was pressed and the new row is not in the list yet."""

    @property
    def first(self) -> RemakeTarget | None:
        """The first target that can make the video, which the label names."""
        return next((each for each in self.targets if not each.refusal), None)

    @property
    def asks(self) -> bool:
        """Whether a window opens first: to choose a target, to say why there is none, or to say the caution."""
        return len(self.targets) > 1 or self.first is None or bool(self.caution)


NO_REMAKE = RemakeOffer()


def under_way(offer: RemakeOffer) -> RemakeOffer:
    """The same offer, after the press."""
    return dataclasses.replace(offer, is_under_way=True)
