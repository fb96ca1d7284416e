"""The table of parameters: each entry has its label and its place, and requests are compared by all of them."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from tests.support.jobs import a_job
from tests.support.samples import request as a_request
from wandesk.domain.catalog import SoundChoice
from wandesk.domain.draft import Draft, find_problems, new_draft
from wandesk.domain.media import Audio, AudioFacts, Picture, PictureFacts
from wandesk.domain.parameter_kinds import BodyPart, File
from wandesk.domain.parameters import BY_KEY, TABLE, kept_values, unused_values, unusual_values
from wandesk.domain.request import INPUTS, GenerationRequest, StoredInput, files_to_copy, is_request_of, make_request
from wandesk.domain.structs import replace
from wandesk.engine.inputs import inputs_of
from wandesk.settings.catalogue import load_catalogue
from wandesk.settings.options import REMEMBERED
from wandesk.ui.wording.parameters import LABELS, label

CATALOG = load_catalogue()
FACTS = PictureFacts(format="JPEG", width=750, height=1000, size_bytes=300_000)
PICTURE = Picture(path="/home/anna/cat.jpg", facts=FACTS)
OTHER = Picture(path="/home/anna/dog.jpg", facts=FACTS)
AUDIO = Audio(path="/home/anna/sea.mp3", facts=AudioFacts(format="MP3", seconds=6.0, size_bytes=500_000))

CHANGES: list[tuple[str, dict[str, Any]]] = [
    ("wan2.7-i2v", {"last_frame": OTHER}),
    ("wan2.7-i2v", {"prompt": "a dog"}),
    ("wan2.7-i2v", {"negative_prompt": "blur"}),
    ("wan2.1-i2v-turbo", {"template": "squish"}),
    ("wan2.6-i2v-flash", {"sound_choice": SoundChoice.SILENT}),
    ("wan2.7-i2v", {"audio": AUDIO, "sound_choice": SoundChoice.MINE}),
    ("wan2.7-i2v", {"resolution": "1080P"}),
    ("wan3.0-video", {"ratio": "9:16"}),
    ("wan2.7-i2v", {"seconds": 10}),
    ("wan2.6-i2v-flash", {"shot_type": "multi"}),
    ("wan2.7-i2v", {"improve_prompt": False}),
    ("wan2.7-i2v", {"watermark": True}),
    ("wan2.7-i2v", {"seed": 7}),
]
"""A model that takes the parameter, and a value different from the default."""


def a_draft(model: str, **changes: Any) -> Draft:
    return replace(new_draft(CATALOG, "practice", model), picture=PICTURE, **{"prompt": "a cat", **changes})


def stored(file: Picture | Audio) -> StoredInput:
    name, size = file.path.rpartition("/")[2], file.facts.size_bytes
    return StoredInput(sha256="ab" * 32, format=file.facts.format, name=name, size_bytes=size)


def request_of(draft: Draft) -> GenerationRequest:
    model, offer = CATALOG.model(draft.model), CATALOG.offer(draft.region, draft.model)
    assert offer is not None
    files = {key: stored(file) for key, file in files_to_copy(draft, model).items()}
    first = stored(draft.picture or PICTURE)
    return make_request(draft, model=model, offer=offer, first_frame=first, files=files, estimate=None)


def test_every_parameter_is_in_the_changes_and_has_a_label() -> None:
    assert [key for key in BY_KEY if not any(key in changes for _, changes in CHANGES)] == []
    assert set(LABELS) == {*BY_KEY, "clip", "is_loop"}
    assert all(label(key) for key in BY_KEY)


def test_wire_names_and_setting_names_are_unique() -> None:
    places = [(entry.part, entry.wire) for entry in TABLE]
    assert len(set(places)) == len(places)
    assert len({option.name for option in REMEMBERED.values()}) == len(REMEMBERED)


def test_catalogue_uses_wire_names_of_the_table() -> None:
    known = {entry.wire for entry in TABLE if entry.part is BodyPart.PARAMETERS}
    for model in CATALOG.models:
        assert model.parameters <= known, model.key


@pytest.mark.parametrize(("model", "changes"), CHANGES, ids=str)
def test_requests_are_compared_by_every_parameter(model: str, changes: dict[str, Any]) -> None:
    plain, other = a_draft(model), a_draft(model, **changes)
    assert is_request_of(request_of(plain), plain, CATALOG)
    assert is_request_of(request_of(other), other, CATALOG)
    assert not is_request_of(request_of(plain), other, CATALOG)
    assert not is_request_of(request_of(other), plain, CATALOG)


def test_parameter_that_the_model_does_not_take_is_not_compared() -> None:
    plain = a_draft("wan2.5-i2v-preview")
    leftovers = replace(plain, last_frame=OTHER, template="squish", shot_type="multi", ratio="9:16", audio=AUDIO)
    assert request_of(leftovers) == request_of(plain)
    assert is_request_of(request_of(plain), leftovers, CATALOG)
    model = CATALOG.model(plain.model)
    values = kept_values(leftovers, model)
    assert [key for key in ("last_frame", "template", "shot_type", "ratio", "audio") if values[key] is not None] == []
    assert unused_values(plain, model) == ()
    assert unused_values(leftovers, model) == ("last_frame", "template", "audio", "ratio", "shot_type")


def test_seed_stays_within_the_range_of_the_catalogue() -> None:
    within = CATALOG.ranges["seed"]
    for seed in (None, within.least, within.most):
        assert find_problems(a_draft("wan2.7-i2v", seed=seed), CATALOG) == ()
    for seed in (within.least - 1, within.most + 1):
        (problem,) = find_problems(a_draft("wan2.7-i2v", seed=seed), CATALOG)
        assert (problem.field, problem.sentence) == ("seed", "number_out_of_range")
        assert dict(problem.values) == {"least": within.least, "most": within.most}


def test_details_name_the_set_parameters() -> None:
    assert unusual_values(replace(a_request(), prompt="")) == {}
    made = request_of(a_draft("wan2.6-i2v-flash", shot_type="multi", watermark=True, seed=0))
    assert unusual_values(made) == {"prompt": "a cat", "shot_type": "multi", "watermark": True, "seed": 0}


def test_stored_request_holds_only_set_values_and_refuses_unknown_ones() -> None:
    made = request_of(a_draft("wan2.7-i2v"))
    cell = msgspec.to_builtins(made)
    keys = {entry.key for entry in TABLE} & set(cell)
    assert keys == {"prompt", "sound_choice", "resolution", "seconds"}
    assert msgspec.convert(cell, GenerationRequest) == made
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({**cell, "no_such_parameter": "x"}, GenerationRequest)


def test_every_file_is_among_the_inputs_of_a_request_and_of_a_job() -> None:
    files: dict[str, Any] = {key: stored(PICTURE) for key in INPUTS}
    assert set(files) == {"first_frame", "clip", *(entry.key for entry in TABLE if isinstance(entry.kind, File))}
    whole = a_job(**files)
    assert a_job().request.inputs.keys() == {"first_frame"}
    assert whole.request.inputs == files
    assert whole.inputs == files
    prepared = replace(stored(PICTURE), sha256="cd" * 32)
    sent = replace(whole, prepared={"last_frame": prepared})
    assert sent.inputs == {**files, "last_frame": prepared}
    assert inputs_of(sent) == [*files.values(), prepared]
