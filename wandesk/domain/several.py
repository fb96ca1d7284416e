"""Several videos with one press: of several pictures, and copies of each."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from wandesk.domain.catalog import Catalog
from wandesk.domain.copies import copies_of
from wandesk.domain.draft import Draft, Field, Problem, continues_clip, find_problems
from wandesk.domain.media import Picture
from wandesk.domain.structs import replace


class LeftOut(Struct, frozen=True, kw_only=True):
    """A picture that cannot be sent, and why."""

    name: str
    problem: Problem


class SeveralOrder(Struct, frozen=True, kw_only=True):
    """The drafts of one press, the copies of a picture beside each other."""

    drafts: tuple[Draft, ...]
    pictures: int = 1
    """How many pictures can be sent."""
    left_out: tuple[LeftOut, ...] = ()


def order_of(draft: Draft, pictures: Sequence[Picture], copies: int, catalog: Catalog) -> SeveralOrder:
    """The order of a draft. With several `pictures`, each has videos of its own with the other values of the draft."""
    if len(pictures) < 2 or continues_clip(draft, catalog.model(draft.model)):
        return SeveralOrder(drafts=copies_of(draft, copies, catalog))
    problems = {picture: picture_problem(draft, picture, catalog) for picture in pictures}
    sent = [picture for picture in pictures if problems[picture] is None]
    return SeveralOrder(
        drafts=tuple(each for picture in sent for each in copies_of(replace(draft, picture=picture), copies, catalog)),
        pictures=len(sent),
        left_out=tuple(
            LeftOut(name=picture.name, problem=problem)
            for picture in pictures
            if (problem := problems[picture]) is not None
        ),
    )


def rest_of(drafts: Sequence[Draft], made: int) -> SeveralOrder:
    """The order of what is left of these drafts after the first `made` ones."""
    rest = tuple(drafts[made:])
    return SeveralOrder(drafts=rest, pictures=len({draft.picture for draft in rest}))


def picture_problem(draft: Draft, picture: Picture, catalog: Catalog) -> Problem | None:
    """What keeps a picture from being sent with the other values of the draft; None if nothing does."""
    problems = find_problems(replace(draft, picture=picture), catalog)
    return next((each for each in problems if each.field == Field.PICTURE), None)
