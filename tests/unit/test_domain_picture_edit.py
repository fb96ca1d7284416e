"""What the user changes about a picture: sizes, problems, and its place in a request."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wandesk.domain.catalog import PictureLimits
from wandesk.domain.draft import (
    Draft,
    find_problems,
    needs_preparation,
    new_draft,
    offers_enlargement,
    picture_problems,
)
from wandesk.domain.media import Picture, PictureFacts
from wandesk.domain.picture_edit import NO_EDIT, Crop, PictureEdit
from wandesk.domain.request import FIRST_FRAME, GenerationRequest, StoredInput, is_request_of, make_request
from wandesk.domain.structs import replace
from wandesk.domain.video_size import video_size
from wandesk.settings.catalogue import load_catalogue

CATALOG = load_catalogue()
LIMITS = PictureLimits(formats=("JPEG", "PNG"), min_side=240, max_side=8000, max_bytes=10_000_000)
FACTS = PictureFacts(format="JPEG", width=1600, height=900, size_bytes=300_000)
SQUARE = PictureEdit(crop=Crop(left=0.25, right=0.8125))
shares = st.floats(-0.5, 1.5, allow_nan=False)


@given(shares, shares, shares, shares, st.integers(1, 20_000), st.integers(1, 20_000))
def test_a_crop_is_always_inside_the_picture(
    left: float, top: float, right: float, bottom: float, width: int, height: int
) -> None:
    x0, y0, x1, y1 = Crop(left=left, top=top, right=right, bottom=bottom).pixels(width, height)
    assert 0 <= x0 < x1 <= width
    assert 0 <= y0 < y1 <= height


def test_the_whole_picture_is_no_change() -> None:
    assert not needs_preparation(FACTS, LIMITS, PictureEdit(crop=Crop()))
    assert not needs_preparation(FACTS, LIMITS, PictureEdit(background="#000000", may_enlarge=True))
    assert needs_preparation(FACTS, LIMITS, SQUARE)


def test_a_small_picture_is_a_problem_until_it_may_be_enlarged() -> None:
    small = replace(FACTS, width=200, height=150)
    (problem,) = picture_problems(small, LIMITS)
    assert (problem.sentence, offers_enlargement(problem)) == ("picture_too_small", True)
    agreed = PictureEdit(may_enlarge=True)
    assert picture_problems(small, LIMITS, edit=agreed) == []
    assert needs_preparation(small, LIMITS, agreed)


@pytest.mark.parametrize(("width", "height"), [(20_000, 400), (1, 60_000), (8_000, 200)])
def test_a_shape_that_fits_at_no_size_is_said_to_and_enlargement_is_not_offered(width: int, height: int) -> None:
    facts = replace(FACTS, width=width, height=height)
    for edit in (NO_EDIT, PictureEdit(may_enlarge=True)):
        (problem,) = picture_problems(facts, LIMITS, edit=edit)
        assert (problem.sentence, offers_enlargement(problem)) == ("picture_too_long", False)
        assert dict(problem.values) == {"width": width, "height": height, "aspect": 33}
    part = Crop(right=min(1.0, 10 * height / width), bottom=min(1.0, 10 * width / height))
    cropped = PictureEdit(crop=part, may_enlarge=True)
    assert picture_problems(facts, LIMITS, edit=cropped) == []


def test_the_crop_is_what_the_model_sees() -> None:
    draft = replace(new_draft(CATALOG, "singapore"), picture=Picture(path="a.jpg", facts=FACTS))
    whole = video_size(draft, CATALOG)
    assert draft.picture is not None
    square = replace(draft, picture=replace(draft.picture, edit=SQUARE))
    assert square.picture is not None
    assert square.picture.size == (900, 900)
    shape = video_size(square, CATALOG)
    assert whole is not None
    assert shape is not None
    assert whole[0] > whole[1]
    assert shape[0] == shape[1]
    sliver = replace(draft, picture=replace(draft.picture, edit=PictureEdit(crop=Crop(right=0.05))))
    assert [each.sentence for each in find_problems(sliver, CATALOG)][:1] == ["picture_too_small"]


def request_of(draft: Draft) -> GenerationRequest:
    offer = CATALOG.offer(draft.region, draft.model)
    assert offer is not None
    stored = StoredInput(sha256="0" * 64, format="JPEG", name="a.jpg", size_bytes=300_000)
    return make_request(
        draft, model=CATALOG.model(draft.model), offer=offer, first_frame=stored, files={}, estimate=None
    )


def test_a_request_keeps_the_edit_and_is_another_one_without_it() -> None:
    plain = replace(new_draft(CATALOG, "singapore"), picture=Picture(path="a.jpg", facts=FACTS))
    assert plain.picture is not None
    edited = replace(plain, picture=replace(plain.picture, edit=SQUARE))
    request = request_of(edited)
    assert request.edit_of(FIRST_FRAME) == SQUARE
    assert request.edit_of("last_frame") == NO_EDIT
    assert is_request_of(request, edited, CATALOG)
    assert not is_request_of(request, plain, CATALOG)
    stored = msgspec.json.encode(request)
    assert msgspec.json.decode(stored, type=GenerationRequest) == request
    assert b"edits" not in msgspec.json.encode(request_of(plain)), "older versions read requests without one"
