"""Every state of the form, for every model in every region, against the simulator's own rules.

A draft that our rules accept makes a request that the simulator accepts, with no key that the model does not take.
A draft that our rules refuse for a documented reason makes a request that the simulator refuses. The rules were written
independently, both from the provider's pages; only the facts of files are declared here instead of read.
"""

from __future__ import annotations

import itertools
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wandesk.dashscope.payloads import request_body
from wandesk.domain.audio import HAIR, is_sent_as_it_is, is_whole, sent_part
from wandesk.domain.catalog import AUTOMATIC_SECONDS, SoundChoice
from wandesk.domain.cautions import find_cautions
from wandesk.domain.draft import (
    Draft,
    changed_offer,
    find_problems,
    first_picture,
    needs_preparation,
    new_draft,
    settled,
)
from wandesk.domain.errors import CloudRefused
from wandesk.domain.media import Audio, AudioFacts, Clip, ClipFacts, Picture, PictureFacts
from wandesk.domain.parameters import BY_KEY, choices_in, kept_values
from wandesk.domain.request import GenerationRequest, StoredInput, files_to_copy, make_request
from wandesk.domain.sentences import Sentence
from wandesk.domain.structs import replace
from wandesk.domain.video_size import video_size
from wandesk.settings.catalogue import load_catalogue
from wandesk.simulator import checks, input_rules, rules
from wandesk.simulator.checks import Examined
from wandesk.simulator.errors import TaskFails
from wandesk.simulator.rules import ModelRules
from wandesk.simulator.store import Task

CATALOG = load_catalogue()
PAIRS = [
    (region.key, model.key) for region in CATALOG.offered_regions() for model in CATALOG.models_in(region.key)
]  # fmt: skip
WITH_CLIPS = [(region, key) for region, key in PAIRS if CATALOG.model(key).clip_in is not None]
"""The models with the most combinations of files: they are drawn more often."""
PLAIN = PictureFacts(format="JPEG", width=1280, height=720, size_bytes=300_000)
TONE = AudioFacts(format="WAV", seconds=5.0, size_bytes=400_000)
BEACH = ClipFacts(format="MP4", width=1280, height=720, seconds=3.0, size_bytes=2_000_000, can_be_copied=True)

OWN_RULES = {
    Sentence.PICTURE_MISSING,  # the newest model makes videos from a prompt alone: Wan Desk starts from a picture
    Sentence.AUDIO_MISSING,  # the user wants own audio: without it, the cloud would make some
    Sentence.AUDIO_NO_UPLOADS,  # the file cannot be brought there
    Sentence.CLIP_NO_UPLOADS,
    Sentence.CLIP_FORMAT,  # the pages name containers and no codecs: other codecs are not copied into an MP4
}
"""Refusals without a rule of the cloud's."""
NOT_PRICED = ("singapore", "wan2.2-i2v-flash", "1080P")
"""The cloud's guide lists it, its price list does not: the catalogue does not sell it."""


# ---------------------------------------------------------------- the cloud, with declared files


class DeclaredFiles:
    """In place of the simulator's `InputFiles`: what its own rules say about declared facts, by address."""

    declared: dict[str, PictureFacts | AudioFacts | ClipFacts]

    def __init__(self, task: Task, **rest: Any) -> None:
        self._model: ModelRules = rest["model"]
        self._model_id = task.model

    def picture(self, address: str) -> tuple[str, tuple[int, int]]:
        facts = self.declared[address]
        assert isinstance(facts, PictureFacts)
        sides = facts.width, facts.height
        input_rules.check_picture_file(facts.size_bytes, self._model)
        input_rules.check_picture(
            self._model, format_name=facts.format, sides=sides, is_refused_for_alpha=facts.has_alpha
        )
        return address, sides

    def audio(self, address: str) -> str:
        facts = self.declared[address]
        assert isinstance(facts, AudioFacts)
        input_rules.check_audio_file(facts.size_bytes)
        input_rules.check_audio(self._model, format_name=facts.format.lower(), seconds=facts.seconds)
        return address

    def clip(self, address: str) -> tuple[str, float, tuple[int, int]]:
        facts = self.declared[address]
        assert isinstance(facts, ClipFacts)
        sides = facts.width, facts.height
        input_rules.check_clip_file(facts.size_bytes)
        input_rules.check_clip(is_mp4=facts.format in {"MP4", "MOV"}, seconds=facts.seconds, sides=sides)
        return address, facts.seconds, sides


def prepared(facts: PictureFacts, model: str) -> PictureFacts:
    """A picture as the media process would write it."""
    limits = CATALOG.model(model).picture
    if not needs_preparation(facts, limits):
        return facts
    scale = min(1.0, limits.max_side / max(facts.width, facts.height))
    size = round(facts.width * scale), round(facts.height * scale)
    return PictureFacts(
        format="JPEG", width=size[0], height=size[1], size_bytes=min(facts.size_bytes, limits.max_bytes)
    )


def converted(audio: Audio, draft: Draft) -> AudioFacts:
    """Audio as the media process would write it: the part that is sent, a hair too short padded with silence."""
    limits = CATALOG.model(draft.model).audio_in
    assert limits is not None
    if is_whole(audio, limits) and is_sent_as_it_is(audio.facts, limits):
        return audio.facts
    seconds = sent_part(audio, limits, draft.seconds).seconds
    if seconds >= limits.min_seconds - HAIR:
        seconds = max(seconds, limits.min_seconds)
    return AudioFacts(format="WAV", seconds=seconds, size_bytes=round(seconds * 192_000))


def requested(draft: Draft) -> tuple[GenerationRequest, dict[str, PictureFacts | AudioFacts | ClipFacts]]:
    """The request for a draft, and the facts of the files that go with it, by key."""
    model = CATALOG.model(draft.model)
    offer = CATALOG.offer(draft.region, draft.model)
    assert offer is not None
    some = StoredInput(sha256="0" * 64, format="JPEG", name="x", size_bytes=1)
    files = files_to_copy(draft, model)
    made = make_request(
        draft,
        model=model,
        offer=offer,
        first_frame=some,
        files=dict.fromkeys(files, some),
        estimate=None,
        clip=some if draft.clip is not None else None,
    )
    facts: dict[str, PictureFacts | AudioFacts | ClipFacts] = {}
    start = first_picture(draft, model)
    for key in made.inputs:
        if not made.is_input_sent(key):
            continue
        if key == "clip":
            assert draft.clip is not None
            cleaned = "MP4" if draft.clip.facts.can_be_copied else draft.clip.facts.format
            facts[key] = replace(draft.clip.facts, format=cleaned)
            continue
        file = start if key == "first_frame" else files[key]
        if isinstance(file, Picture):
            facts[key] = prepared(file.facts, draft.model)
        elif isinstance(file, Audio):
            facts[key] = converted(file, draft)
    return made, facts


def sent(draft: Draft) -> tuple[dict[str, Any], Examined]:
    """The body of the request, and what the cloud makes of it. Raises TaskFails or CloudRefused."""
    made, facts = requested(draft)
    body: dict[str, Any] = request_body(made, CATALOG.model(draft.model), {key: f"oss://{key}" for key in facts})
    DeclaredFiles.declared = {f"oss://{key}": each for key, each in facts.items()}
    task = Task(
        task_id="t",
        request_id="r",
        account="a",
        api_key_id="1",
        model=body["model"],
        order=body,
        resolves_oss=True,
        submitted=0,
        seed=1,
    )
    store: Any = None
    return body, checks.examine(task, store=store, now=0.0, accepts_alpha=False)


@pytest.fixture(autouse=True)
def _declared_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "InputFiles", DeclaredFiles)


# ---------------------------------------------------------------- the keys that a model takes, by the simulator's rules


def taken_parameters(rule: ModelRules) -> set[str]:
    names = {"resolution", "prompt_extend", "watermark", "seed"}
    names |= set() if rule.is_fixed_length else {"duration"}
    names |= {"audio"} if rule.sound in {"switch", "file_first", "free_switch"} else set()
    names |= {"shot_type"} if rule.shot_types else set()
    return names | ({"ratio"} if rule.protocol == "media3" else set())


def taken_fields(rule: ModelRules) -> set[str]:
    names = {
        "legacy": {"img_url"},
        "kf2v": {"first_frame_url", "last_frame_url"},
        "media": {"media"},
        "media3": {"media"},
    }[rule.protocol] | {"prompt"}
    names |= {"negative_prompt"} if rule.protocol != "media3" else set()
    names |= {"audio_url"} if rule.protocol == "legacy" and rule.sound != "never" else set()
    return names | ({"template"} if rule.templates else set())


def check_accepted(draft: Draft) -> None:
    """What must hold for a draft that our rules accept."""
    body, examined = sent(draft)
    rule = rules.MODELS[body["model"]]
    assert body["model"] in rules.sold_in(draft.region)
    given_input, parameters = body["input"], body["parameters"]
    assert set(parameters) <= taken_parameters(rule)
    assert set(given_input) <= taken_fields(rule)
    assert None not in (*given_input.values(), *parameters.values())
    assert "" not in (*given_input.values(), *parameters.values())
    # Explicit values, so that a default of the cloud's never decides.
    assert parameters["resolution"] == draft.resolution
    assert parameters["watermark"] is draft.watermark
    if "template" in given_input:
        assert given_input.keys() <= {"template", "img_url", "first_frame_url"}
        assert not {"prompt_extend", "shot_type"} & parameters.keys()
    else:
        assert parameters["prompt_extend"] is draft.improve_prompt
        assert parameters["prompt_extend"] or "shot_type" not in parameters
        assert given_input.get("prompt", "") == (draft.prompt if draft.prompt.strip() else "")
    assert not ("audio" in parameters and ("audio_url" in given_input or "driving_audio" in str(given_input)))
    assert parameters.get("seed") == draft.seed
    # The cloud makes what the form shows.
    if draft.seconds != AUTOMATIC_SECONDS:
        assert examined.video["seconds"] == draft.seconds
        billed = examined.usage.get("duration", examined.usage.get("video_duration"))
        assert billed == draft.seconds
    is_silent = examined.video["sound"] is None and not examined.video["automatic_sound"]
    assert is_silent == (draft.sound_choice in (SoundChoice.SILENT, None))
    assert (examined.video["sound"] is not None) == (draft.sound_choice is SoundChoice.MINE)
    kept = kept_values(settled(draft, CATALOG.model(draft.model)), CATALOG.model(draft.model))
    assert examined.video["effect"] == kept["template"]
    assert (examined.video["last_picture"] is not None) == (kept["last_frame"] is not None)
    shape = video_size(draft, CATALOG)
    assert shape is not None
    if "first_frame" in requested(draft)[1]:
        ratio = examined.video["width"] / examined.video["height"]
        assert abs(ratio / (shape[0] / shape[1]) - 1) < 0.15  # the sides are multiples of another number


# ---------------------------------------------------------------- drafts


SIDES = (100, 239, 240, 360, 1000, 1999, 2000, 2001, 8000, 8100, 15_000)
pictures = st.builds(
    PictureFacts,
    format=st.sampled_from(["JPEG", "PNG", "HEIC"]),
    width=st.sampled_from(SIDES),
    height=st.sampled_from(SIDES),
    size_bytes=st.sampled_from([1_000, 9_900_000, 11_000_000, 19_900_000, 30_000_000]),
    has_alpha=st.booleans(),
)
fitting_pictures = st.just(PLAIN) | pictures
audio_files = st.builds(
    AudioFacts,
    format=st.sampled_from(["WAV", "MP3", "FLAC"]),
    seconds=st.sampled_from([1.0, 1.9, 2.0, 2.9, 3.0, 5.0, 30.0, 31.0, 120.0]),
    size_bytes=st.sampled_from([100_000, 14_900_000, 16_000_000]),
)
clip_files = st.builds(
    ClipFacts,
    format=st.sampled_from(["MP4", "MOV", "MKV", "WEBM"]),
    width=st.sampled_from((100, 239, 240, 1280, 4096, 4097)),
    height=st.sampled_from((100, 239, 240, 720, 4096, 4097)),
    seconds=st.sampled_from([1.0, 1.99, 2.0, 3.0, 5.05, 9.0, 10.0, 10.2, 60.0]),
    size_bytes=st.sampled_from([1_000_000, 99_000_000, 110_000_000]),
    can_be_copied=st.booleans(),
)
effects = sorted({name for model in CATALOG.models for name in model.choices.get("template", ())})
ratios = CATALOG.model("wan3.0-video").choices["ratio"]


def as_picture(facts: PictureFacts, name: str = "a") -> Picture:
    return Picture(path=f"/home/anna/{name}.jpg", facts=facts)


def as_clip(facts: ClipFacts) -> Clip:
    still = replace(PLAIN, width=facts.width, height=facts.height)
    return Clip(path="/home/anna/beach.mp4", facts=facts, first_picture=as_picture(still, "still"))


@st.composite
def drafts(draw: st.DrawFn) -> Draft:
    """Any state of the form: values of other models stay in it, files may be any."""
    region, key = draw(st.sampled_from(PAIRS) | st.sampled_from(WITH_CLIPS))
    model = CATALOG.model(key)
    plain = draw(st.booleans())  # half of them with files that fit, or nearly every draft would be refused
    last = draw(st.none() | fitting_pictures)
    fitting_clips = st.sampled_from([replace(BEACH, seconds=seconds) for seconds in (3.0, 5.05, 9.0)])
    clip = draw(st.none() | (fitting_clips if plain else clip_files))
    sounds: tuple[Any, ...] = choices_in(CATALOG, region, model, "sound_choice") or (None,)
    lengths = [*model.duration.values, *([AUTOMATIC_SECONDS] if model.duration.may_be_automatic else [])]
    others = st.sampled_from([0, 1, 2, 7, 10, 15, 16, 30, 31, AUTOMATIC_SECONDS])
    texts = st.sampled_from(["", " ", "a cat", "x" * 900, "x" * 21_000])
    audio = draw(st.none() | (st.just(TONE) if plain else audio_files))
    offer = CATALOG.offer(region, key)
    assert offer is not None
    return Draft(
        region=region,
        model=key,
        picture=draw(st.just(as_picture(PLAIN)) if plain else st.none() | st.builds(as_picture, pictures)),
        last_frame=as_picture(PLAIN if plain else last, "b") if last else None,
        clip=as_clip(clip) if clip else None,
        is_loop=draw(st.booleans()),
        prompt=draw(texts),
        negative_prompt=draw(texts),
        template=draw(st.none() | st.sampled_from([*model.choices.get("template", ()), *effects])),
        sound_choice=draw(st.sampled_from(sounds)),
        audio=Audio(path="/home/anna/sea.wav", facts=audio) if audio else None,
        resolution=draw(st.sampled_from([*offer.resolutions, *([] if plain else ["480P", "720P", "1080P"])])),
        ratio=draw(st.none() | st.sampled_from(ratios)),
        seconds=draw(st.sampled_from(lengths) if plain else st.sampled_from(lengths) | others),
        shot_type=draw(st.sampled_from([None, "single", "multi"])),
        improve_prompt=draw(st.booleans()),
        watermark=draw(st.booleans()),
        seed=draw(st.sampled_from([None, 0, 7, 2_147_483_647, *([] if plain else [-1, 2_147_483_648])])),
    )


def check(draft: Draft) -> str:
    """One draft against the cloud. Returns what happened, to be counted."""
    problems = find_problems(draft, CATALOG)
    find_cautions(draft, CATALOG)  # never fails, whatever the state
    if not problems:
        check_accepted(draft)
        return "accepted"
    sentences = {problem.sentence for problem in problems} - OWN_RULES
    if CATALOG.model(draft.model).duration.is_fixed:
        sentences.discard(Sentence.DURATION_NOT_OFFERED)  # a fixed length is not sent
    if draft.audio is None:
        sentences.discard(Sentence.AUDIO_NOT_WITH_CLIP)  # the choice alone is refused, before there is a file
    if (draft.region, draft.model, draft.resolution) == NOT_PRICED:
        sentences.discard(Sentence.RESOLUTION_NOT_OFFERED)
    if not sentences:
        return "our own rule"
    try:
        sent(draft)
    except (TaskFails, CloudRefused):
        return "refused"
    raise AssertionError(f"we refuse for {sorted(sentences)}, and the cloud accepts")


def test_our_rules_and_the_clouds_agree() -> None:
    seen: Counter[str] = Counter()

    @settings(max_examples=2000, deadline=None, derandomize=True)
    @given(drafts())
    def agree(draft: Draft) -> None:
        seen[check(draft)] += 1

    agree()
    # Many drafts of each kind, or it shows nothing.
    assert seen["accepted"] > 300, seen
    assert seen["refused"] > 300, seen


# ---------------------------------------------------------------- the enumerated grid


@pytest.mark.parametrize(("region", "key"), PAIRS, ids=lambda value: value)
def test_every_choice_of_every_model_in_every_region_is_accepted(region: str, key: str) -> None:
    """Every resolution x length x sound, and with them every shape, effect, shot type and set of files."""
    model = CATALOG.model(key)
    plain = replace(new_draft(CATALOG, region, key), picture=as_picture(PLAIN), prompt="a cat")
    sounds: tuple[Any, ...] = choices_in(CATALOG, region, model, "sound_choice") or (None,)
    audio = Audio(path="/home/anna/sea.wav", facts=TONE)
    states: list[Draft] = []
    for resolution, seconds, sound in itertools.product(
        choices_in(CATALOG, region, model, "resolution"), choices_in(CATALOG, region, model, "seconds"), sounds
    ):
        own = audio if sound is SoundChoice.MINE else None
        states.append(replace(plain, resolution=resolution, seconds=seconds, sound_choice=sound, audio=own))
    for choice in ("ratio", "template", "shot_type"):
        states += [msgspec.structs.replace(plain, **{choice: value}) for value in model.choices.get(choice, ())]
    for improve, watermark, seed in itertools.product((False, True), (False, True), (None, 0, 2_147_483_647)):
        states.append(replace(plain, improve_prompt=improve, watermark=watermark, seed=seed))
    if model.takes_last_frame:
        states += [replace(plain, last_frame=as_picture(PLAIN, "b")), replace(plain, is_loop=True)]
    if model.clip_in is not None:
        lengths = [each for each in model.duration.values if each >= BEACH.seconds]
        states += [replace(plain, clip=as_clip(BEACH), seconds=each, picture=None) for each in lengths]
        states.append(replace(plain, clip=as_clip(BEACH), is_loop=True))
    for state in states:
        assert find_problems(state, CATALOG) == ()
        check_accepted(state)


@pytest.mark.parametrize(("region", "key"), PAIRS, ids=lambda value: value)
def test_a_change_of_model_always_leaves_a_draft_that_can_be_sent(region: str, key: str) -> None:
    """From every model with everything set; the values of the first model come back."""
    offered = [model.key for model in CATALOG.models_in(region)]
    start = replace(
        new_draft(CATALOG, region, key),
        picture=as_picture(PLAIN),
        last_frame=as_picture(PLAIN, "b"),
        prompt="a cat",
        negative_prompt="blur",
        template=next(iter(CATALOG.model(key).choices.get("template", ("squish",)))),
        ratio="9:16",
        shot_type="multi",
        seed=5,
        watermark=True,
    )
    for other in offered:
        moved = changed_offer(start, CATALOG, model_key=other)
        assert find_problems(moved, CATALOG) == ()
        check_accepted(moved)
        back = changed_offer(moved, CATALOG, model_key=key)
        kept = {name for name in BY_KEY if name not in ("resolution", "seconds", "sound_choice", "audio")}
        assert all(getattr(back, name) == getattr(start, name) for name in kept)
        assert find_problems(back, CATALOG) == ()


def test_the_simulator_imports_nothing_of_the_program() -> None:
    """Or both sides would have the same faults."""
    folder = Path(rules.__file__).parent
    for path in folder.glob("*.py"):
        lines = [line for line in path.read_text("utf-8").splitlines() if "import" in line and "wandesk" in line]
        assert [line for line in lines if "wandesk.simulator" not in line and "wandesk import" not in line] == [], path
