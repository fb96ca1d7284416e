"""Editing the draft: every edit makes a new draft, and its problems are found once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from wandesk.domain.catalog import Model, SoundChoice
from wandesk.domain.catalog_source import CatalogSource
from wandesk.domain.cautions import Caution, find_cautions
from wandesk.domain.draft import (
    Draft,
    Field,
    Problem,
    audio_problems,
    changed_fields,
    changed_offer,
    clip_problems,
    excludes_own_audio,
    find_problems,
    unused_fields,
)
from wandesk.domain.media import Audio, Clip, Picture
from wandesk.domain.parameters import BY_KEY, USUAL_CHOICES, is_kept
from wandesk.domain.picture_edit import PictureEdit
from wandesk.domain.sentences import Sentence
from wandesk.domain.sounds import sounds_of
from wandesk.domain.structs import replace


class OfferChanges(NamedTuple):
    """What a new region or model does to the draft: values replaced by others, and values that are not used."""

    replaced: tuple[str, ...]
    unused: tuple[str, ...]


class DraftEditor:
    """The form's draft, always for a model that its region offers or has offered.

    It remembers the user's choices. If a model does not take a value, the draft has a replacement until a model takes
    the user's value again.
    """

    def __init__(self, catalog: CatalogSource, draft: Draft, edited: Callable[[bool], None]) -> None:
        """`edited` is called after every edit, with True if the draft has changed."""
        self._catalog = catalog
        self._edited = edited
        self._set(draft)
        self._chosen = draft

    def _set(self, draft: Draft) -> None:
        catalog, region, model = self._catalog.current, draft.region, draft.model
        # A retired model stays until the user chooses another one: its problem names the replacement.
        is_offered = (catalog.offer(region, model) or catalog.retired_offer(region, model)) is not None
        self.draft = draft if is_offered else changed_offer(draft, self._catalog.current)
        self.problems: tuple[Problem, ...] = find_problems(self.draft, self._catalog.current)
        self.cautions: tuple[Caution, ...] = find_cautions(self.draft, self._catalog.current)

    def _change(self, draft: Draft) -> None:
        before = self.draft
        self._set(draft)
        self._edited(self.draft != before)

    @property
    def model(self) -> Model:
        return self._catalog.current.model(self.draft.model)

    @property
    def sound_choices(self) -> tuple[SoundChoice, ...]:
        """The sound choices of the draft; empty for a silent model."""
        return sounds_of(self.draft, self._catalog.current)

    @property
    def takes_audio(self) -> bool:
        return SoundChoice.MINE in self.sound_choices

    @property
    def second_files(self) -> tuple[Field, ...]:
        """Which of the last frame and the clip the model takes."""
        takes_last = is_kept(BY_KEY[Field.LAST_FRAME], self.draft, self.model)
        last_frame = (Field.LAST_FRAME,) if takes_last else ()
        return (*last_frame, *((Field.CLIP,) if self.model.clip_in is not None else ()))

    def load(self, draft: Draft) -> None:
        """Replace the draft."""
        self._chosen = draft
        self._change(draft)

    def set_prompt(self, prompt: str) -> None:
        self._change(replace(self.draft, prompt=prompt))

    def choose(self, name: str, value: object) -> None:
        """Set the user's choice for a field of the draft, such as `resolution`."""
        values: dict[str, Any] = {name: value}
        draft = replace(self.draft, **values)
        self._chosen = draft
        self._change(draft)

    def change_offer(self, *, region: str | None = None, model: str | None = None) -> OfferChanges:
        """Set another region or model. The user's values stay in the draft, so that another model can use them."""
        before = self.draft
        wanted = replace(before, **{key: getattr(self._chosen, key) for key in USUAL_CHOICES})
        self._change(changed_offer(wanted, self._catalog.current, region=region, model_key=model))
        earlier = unused_fields(before, self._catalog.current)
        unused = tuple(key for key in unused_fields(self.draft, self._catalog.current) if key not in earlier)
        return OfferChanges(replaced=changed_fields(wanted, self.draft), unused=unused)

    def renew(self) -> OfferChanges:
        """Fit the draft to a new catalogue, in which its model, or all models of its region, may be gone."""
        before, catalog = self.draft, self._catalog.current
        is_region_left = bool(catalog.models_in(before.region))
        wanted = replace(before, **{key: getattr(self._chosen, key) for key in USUAL_CHOICES})
        region = before.region if is_region_left else catalog.offered_regions()[0].key
        self._change(changed_offer(wanted, catalog, region=region))
        model = (Field.MODEL,) if self.draft.model != before.model else ()
        fields = (key for key in changed_fields(before, self.draft) if key != Field.MODEL)
        return OfferChanges(replaced=(*model, *fields), unused=())

    def edit_picture(self, edit: PictureEdit, field: Field = Field.PICTURE) -> None:
        """Change what is done to the picture of a field before it is sent."""
        if isinstance(picture := getattr(self.draft, field.value), Picture):
            edited: dict[str, Any] = {field.value: replace(picture, edit=edit)}
            self._change(replace(self.draft, **edited))

    def enlarge_picture(self, field: Field = Field.PICTURE) -> None:
        """The user lets a picture that is too small be enlarged."""
        if isinstance(picture := getattr(self.draft, field.value), Picture):
            self.edit_picture(replace(picture.edit, may_enlarge=True), field)

    def remove(self, field: Field) -> None:
        """Remove the file of a card."""
        nothing: dict[str, Any] = {field.value: None}
        self._change(replace(self.draft, **nothing))

    def put_back(self, field: Field, file: Picture | Audio | Clip) -> None:
        """Set a file of the last run. Nothing else changes, and what is wrong with it becomes a problem."""
        restored: dict[str, Any] = {field.value: file}
        self._change(replace(self.draft, **restored))

    def put_in_last_frame(self, picture: Picture) -> None:
        """Let the video end with this picture."""
        self._change(replace(self.draft, last_frame=picture, is_loop=False))

    def put_in_clip(self, clip: Clip) -> Problem | None:
        """Let the video continue this clip. Returns why not, which leaves the draft unchanged."""
        limits = self.model.clip_in
        problems = clip_problems(clip.facts, limits) if limits is not None else []
        if not problems:
            self._change(replace(self.draft, clip=clip))
        return problems[0] if problems else None

    def put_in(self, picture: Picture | None, audio: Audio | None) -> tuple[Problem, ...]:
        """Set the files that the model can use. Returns the problems of the others, which leave the draft unchanged."""
        draft = self.draft
        refused: list[Problem] = []
        if picture is not None:
            # A picture that is too small or too long is put in with its problem: the user may enlarge or crop it.
            draft = replace(draft, picture=picture)
        if audio is not None:
            problems = self._audio_problems(audio)
            refused += problems[:1]
            if not problems:
                draft = replace(draft, audio=audio, sound_choice=SoundChoice.MINE)
                self._chosen = replace(self._chosen, sound_choice=SoundChoice.MINE)
        self._change(draft)
        return tuple(refused)

    def _audio_problems(self, audio: Audio) -> list[Problem]:
        limits = self.model.audio_in
        if self.takes_audio and limits is not None:
            return audio_problems(audio.facts, limits)
        if excludes_own_audio(self.draft, self.model):
            sentence = Sentence.AUDIO_NOT_WITH_CLIP
        elif limits is not None:
            sentence = Sentence.AUDIO_NO_UPLOADS
        else:
            sentence = Sentence.AUDIO_NOT_WANTED if self.model.sound_choices else Sentence.AUDIO_MODEL_SILENT
        return [Problem(field=Field.AUDIO, sentence=sentence)]
