"""What the form held in the last run: restored at the start, stored with every edit."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from wandesk.app.sample import Sample
from wandesk.domain.catalog import Catalog, SoundChoice
from wandesk.domain.draft import Draft, changed_offer, new_draft, resolutions, sound_choices
from wandesk.domain.structs import replace
from wandesk.practice import REGION
from wandesk.settings import options
from wandesk.settings.preferences import Preferences
from wandesk.ui.composer.reading import is_named_as_audio


class FormMemory:
    """The draft of the last run, or the sample (`sample`) in the first run."""

    def __init__(self, catalog: Catalog, preferences: Preferences, sample: Sample | None) -> None:
        self._catalog = catalog
        self._preferences = preferences
        self._sample = sample
        self.is_restored = False
        """The files of the last run were handed to the form: from now on an empty card means no file."""

    def draft(self) -> Draft:
        """The last draft where it still fits, else the catalogue's recommendation; Practice is the default region."""
        get = self._preferences.get
        regions = [region.key for region in self._catalog.offered_regions()]
        region = get(options.REGION)
        if region not in regions:
            region = REGION if REGION in regions else regions[0]
        draft = new_draft(self._catalog, region, get(options.MODEL) or None)
        model = self._catalog.model(draft.model)
        resolution, seconds, sound = get(options.RESOLUTION), get(options.SECONDS), get(options.SOUND)
        if resolution in resolutions(self._catalog, region, model):
            draft = replace(draft, resolution=resolution)
        if model.duration.allows(seconds):
            draft = replace(draft, seconds=seconds)
        if sound and SoundChoice(sound) in sound_choices(self._catalog, region, model):
            draft = replace(draft, sound_choice=SoundChoice(sound))
        prompt = self._sample.prompt if self._sample else get(options.PROMPT)
        return changed_offer(replace(draft, prompt=prompt), self._catalog)

    def files(self) -> list[str]:
        """Paths of the last picture, and of the last audio file if it was in use: read again, they may have changed."""
        audio = self._preferences.get(options.SOUND_FILE)
        is_own = self._preferences.get(options.SOUND) == SoundChoice.MINE.value
        return [file for file in (self._preferences.get(options.PICTURE), audio if is_own else "") if file]

    def files_besides(self, given: Sequence[str]) -> list[str]:
        """The files to restore (the sample's in the first run) that `given` does not replace."""
        before = [str(self._sample.picture)] if self._sample is not None else self.files()
        replaced = {is_named_as_audio(file) for file in given}
        return [file for file in before if is_named_as_audio(file) not in replaced]

    def remember(self, draft: Draft, *, is_reading: bool, set_draft: Callable[[Draft], None]) -> None:
        """Store the draft. While the form is `is_reading` files, an empty card does not erase the stored path.

        The sample's prompt goes with its picture, unless it was edited: `set_draft` then shows the draft without it.
        """
        sample = self._sample
        if sample is not None and draft.picture is not None and draft.picture.path != str(sample.picture):
            self._sample = None
            if draft.prompt == sample.prompt:
                set_draft(replace(draft, prompt=""))
                return
        store = self._preferences.set
        store(options.PROMPT, draft.prompt)
        is_whole = self.is_restored and not is_reading
        if draft.picture is not None or is_whole:
            store(options.PICTURE, draft.picture.path if draft.picture else "")
        if draft.sound is not None or is_whole:
            store(options.SOUND_FILE, draft.sound.path if draft.sound else "")
        store(options.REGION, draft.region)
        store(options.MODEL, draft.model)
        store(options.RESOLUTION, draft.resolution)
        store(options.SECONDS, draft.seconds)
        store(options.SOUND, draft.sound_choice.value if draft.sound_choice else "")
