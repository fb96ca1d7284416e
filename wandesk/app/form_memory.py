"""What the form held in the last run: restored at the start, stored with every edit."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from wandesk.app.file_memory import FileMemory
from wandesk.app.sample import Sample
from wandesk.domain.catalog_source import CatalogSource
from wandesk.domain.draft import Draft, Field, changed_offer, new_draft
from wandesk.domain.media import Picture
from wandesk.domain.parameter_kinds import Choice, File, Number, Switch, Text
from wandesk.domain.parameters import BY_KEY, choices_in
from wandesk.domain.structs import replace
from wandesk.practice import REGION
from wandesk.settings import options
from wandesk.settings.options import Option
from wandesk.settings.preferences import Preferences
from wandesk.ui.composer.reading import is_named_as_audio, is_named_as_table
from wandesk.ui.composer.restoring import RememberedFile


class FormMemory:
    """The draft of the last run, or the sample (`sample`) in the first run."""

    def __init__(
        self,
        catalog: CatalogSource,
        preferences: Preferences,
        sample: Sample | None,
        remembered: Mapping[str, Option[Any]] = options.REMEMBERED,
    ) -> None:
        self._catalog = catalog
        self._preferences = preferences
        self._sample = sample
        self._remembered = remembered
        self.files = FileMemory(preferences)
        self.is_restored = False
        """The files of the last run were handed to the form: from now on an empty card means no file."""

    def draft(self) -> Draft:
        """The last draft where it still fits, else the catalogue's recommendation; Practice is the default region."""
        get = self._preferences.get
        regions = [region.key for region in self._catalog.current.offered_regions()]
        region = get(options.REGION)
        if region not in regions:
            region = REGION if REGION in regions else regions[0]
        draft = new_draft(self._catalog.current, region, get(options.MODEL) or None)
        values = {key: self._restored(key, draft) for key in self._remembered if not isinstance(BY_KEY[key].kind, File)}
        values["is_loop"] = get(options.SEAMLESS_LOOP)
        if self._sample is not None:
            values["prompt"] = self._sample.prompt
        return changed_offer(replace(draft, **values), self._catalog.current)

    def _restored(self, key: str, draft: Draft) -> Any:
        """The value of a parameter in the last run, else the one of a new draft."""
        option, usual = self._remembered[key], getattr(draft, key)
        match BY_KEY[key].kind:
            case Choice():
                last = self._preferences.get(option)
                choices = choices_in(self._catalog.current, draft.region, self._catalog.current.model(draft.model), key)
                return next((each for each in choices if each == last), usual)
            case Switch():
                return self._preferences.get(dataclasses.replace(option, default=usual))
            case Number():
                last = self._preferences.get(option)
                return int(last) if last.isdecimal() else None
            case Text():
                return self._preferences.get(option)
            case File():
                raise TypeError(f"{key} is a file, which is read again")

    def files_besides(self, given: Sequence[str]) -> list[RememberedFile]:
        """The files to restore (the sample's in the first run) that `given` does not replace."""
        sample = self._sample
        before = [RememberedFile(field=Field.PICTURE, origin=str(sample.picture))] if sample else self.files.files()
        for_cards = [file for file in given if not is_named_as_table(file)]
        replaced = {Field.AUDIO if is_named_as_audio(file) else Field.PICTURE for file in for_cards}
        is_series = bool(self.series_besides(given))  # the first frame is one of its pictures
        return [
            file for file in before if file.field not in replaced and not (is_series and file.field == Field.PICTURE)
        ]

    def series_besides(self, given: Sequence[str]) -> list[RememberedFile]:
        """The several pictures to restore, unless `given` has a picture."""
        has_picture = any(not is_named_as_audio(file) and not is_named_as_table(file) for file in given)
        return [] if has_picture or self._sample is not None else self.files.series()

    def remember_series(self, pictures: Sequence[Picture]) -> None:
        """Store the pictures of the form, if there are several, once those of the last run were handed to it."""
        if self.is_restored:
            self.files.store_series(pictures)

    def remember(self, draft: Draft, *, is_reading: bool, set_prompt: Callable[[str], None]) -> None:
        """Store the draft. While the form is `is_reading` files, an empty card does not erase the stored path.

        The sample's prompt goes with its picture, unless it was edited: `set_prompt` then empties the form's prompt.
        """
        sample = self._sample
        if sample is not None and draft.picture is not None and draft.picture.path != str(sample.picture):
            self._sample = None
            if draft.prompt == sample.prompt:
                set_prompt("")
                return
        store = self._preferences.set
        is_whole = self.is_restored and not is_reading
        for key, option in self._remembered.items():
            value = getattr(draft, key)
            match BY_KEY[key].kind:
                case File():
                    continue
                case _ if value is None:
                    store(option, option.default)
                case Number():
                    store(option, str(value))
                case _:
                    store(option, str(value) if isinstance(value, str) else value)  # without the type of a StrEnum
        self.files.store(draft, is_whole=is_whole)
        store(options.SEAMLESS_LOOP, draft.is_loop)
        store(options.REGION, draft.region)
        store(options.MODEL, draft.model)
