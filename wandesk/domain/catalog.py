"""What the cloud offers: regions, models, offers and limits, as read from `resources/models.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum

from msgspec import Struct

from wandesk.domain.language import ENGLISH
from wandesk.domain.sentences import Sentence

AUTOMATIC_SECONDS = -1
"""The model decides how long the video is (wire-protocol 2.5)."""


class WireProtocol(StrEnum):
    """The form of a model family's create request (wire-protocol 2.2 - 2.5)."""

    LEGACY = "legacy"
    KF2V = "kf2v"
    MEDIA = "media"
    MEDIA3 = "media3"


class SoundMode(StrEnum):
    """Whether a model makes sound."""

    ALWAYS = "always"
    DEFAULT_ON = "default_on"
    SWITCHABLE = "switchable"
    NEVER = "never"


class SoundChoice(StrEnum):
    """The sound that the user chooses."""

    AUTOMATIC = "automatic"
    MINE = "mine"
    SILENT = "silent"


class LocalText(Struct, frozen=True, kw_only=True):
    """A name or a sentence of the catalogue by language. The English one always exists."""

    texts: Mapping[str, str]

    def text(self, language: str) -> str:
        """The text in that language, else in English."""
        return self.texts.get(language) or self.texts[ENGLISH.key]


class Region(Struct, frozen=True, kw_only=True):
    """A region of the cloud. `host` is its shared address without a path, None if it needs a workspace."""

    key: str
    name: LocalText
    description: LocalText
    host: str | None
    has_uploads: bool
    is_practice: bool = False
    currency: str | None = None
    price_hint_region: str | None = None
    """Practice shows the price of the same request in that region."""
    key_page: str | None = None
    """The web page that explains how to get a key."""
    account_page: str | None = None
    """The web page where users register."""
    console_page: str | None = None
    """Model Studio's console."""
    keys_page: str | None = None
    """The console's page where users create a key."""
    workspace_host: str | None = None
    """The address of one workspace, with `{workspace_id}`."""
    storage_host: str | None = None
    """An address of the storage for uploads and videos, for the connection check."""
    is_host_leaving: bool = False
    """Alibaba is said to end the shared address: users should enter their workspace."""
    free_quota_days: int | None = None
    """How long a new account has its free seconds."""


class Family(Struct, frozen=True, kw_only=True):
    """Models that accept the same request, such as all of Wan 2.6."""

    key: str
    name: LocalText


class DurationRule(Struct, frozen=True, kw_only=True):
    """The lengths of a video in whole seconds. A fixed length is never sent (wire-protocol 2.6)."""

    values: tuple[int, ...]
    default: int
    is_fixed: bool = False
    may_be_automatic: bool = False

    def allows(self, seconds: int) -> bool:
        """Whether the model offers that length; AUTOMATIC_SECONDS if it can choose the length."""
        return seconds in self.values or (self.may_be_automatic and seconds == AUTOMATIC_SECONDS)


class PictureLimits(Struct, frozen=True, kw_only=True):
    """What the cloud accepts as a frame; sides in pixels."""

    formats: tuple[str, ...]
    min_side: int
    max_side: int
    max_bytes: int
    max_aspect: float | None = None

    @property
    def most_aspect(self) -> float:
        """The longer side divided by the shorter one, above which no size of a picture fits."""
        possible = self.max_side / self.min_side
        return possible if self.max_aspect is None else min(self.max_aspect, possible)


class AudioLimits(Struct, frozen=True, kw_only=True):
    """What the cloud accepts as the user's own audio file."""

    field: str
    formats: tuple[str, ...]
    min_seconds: float
    max_seconds: float
    max_bytes: int


class ClipLimits(Struct, frozen=True, kw_only=True):
    """What the cloud accepts as the clip that a video continues; sides in pixels (wire-protocol 6.3)."""

    formats: tuple[str, ...]
    min_seconds: float
    max_seconds: float
    min_side: int
    max_side: int
    max_aspect: float
    max_bytes: int


class Doubt(Struct, frozen=True, kw_only=True):
    """A value that the cloud may refuse or ignore, because its pages are silent or disagree: a warning, no refusal.

    `key` is the parameter's in `domain.parameters`. `only` are the doubtful values, and `besides` the certain ones;
    without both, every value that is set is doubtful.
    """

    key: str
    sentence: Sentence
    only: tuple[str | int, ...] = ()
    besides: tuple[str | int, ...] = ()

    def concerns(self, value: object) -> bool:
        """Whether that value of the parameter is doubtful."""
        if value is None or value in self.besides:
            return False
        return not self.only or value in self.only


class UnitPrice(Struct, frozen=True, kw_only=True):
    """List price of one generated second. `has_sound` is None if the price does not depend on it."""

    resolution: str
    per_second: Decimal
    has_sound: bool | None = None


class Offer(Struct, frozen=True, kw_only=True):
    """A model as one region offers it. `model_id` is its id on the wire, which differs by region."""

    region: str
    model: str
    model_id: str
    currency: str | None
    prices: tuple[UnitPrice, ...]
    resolutions: tuple[str, ...]
    submits_per_second: int
    concurrency: int
    doubts: tuple[Doubt, ...] = ()
    """What is uncertain about the model in this region."""
    as_of: str = ""
    """The date of these prices, `YYYY-MM-DD`."""
    other_ids: tuple[str, ...] = ()
    """Further ids of the same model, such as dated snapshots."""
    is_uncertain: bool = False
    """The sources disagree whether the region sells the model."""
    retired: str | None = None
    """The date when the region stopped selling the model, `YYYY-MM-DD`."""
    free_seconds: int | None = None
    """The free seconds of a new account."""

    @property
    def all_ids(self) -> tuple[str, ...]:
        return (self.model_id, *self.other_ids)

    @property
    def is_free(self) -> bool:
        """Every price is zero, as in Practice."""
        return bool(self.prices) and all(price.per_second == 0 for price in self.prices)


class NumberRange(Struct, frozen=True, kw_only=True):
    """Whole numbers from `least` to `most`."""

    least: int
    most: int


class Model(Struct, frozen=True, kw_only=True):
    """A model of the catalogue."""

    key: str
    family: str
    name: LocalText
    description: LocalText
    protocol: WireProtocol
    path: str
    """The create path below `/api/v1/`."""
    parameters: frozenset[str]
    """The names in `parameters` that this model takes; no others are sent."""
    resolutions: tuple[str, ...]
    default_resolution: str
    duration: DurationRule
    prompt_chars: int
    negative_prompt_chars: int
    """Code points of the texts that the model reads: the cloud cuts the rest silently (wire-protocol 6.4)."""
    picture: PictureLimits
    sound: SoundMode
    audio_in: AudioLimits | None
    is_recommended: bool = False
    size_multiple: int | None = None
    fps: int | None = None
    media_sets: tuple[frozenset[str], ...] = ()
    """The allowed combinations of media, for the protocols with a media list (wire-protocol 2.4)."""
    clip_in: ClipLimits | None = None
    choices: Mapping[str, tuple[str, ...]] = {}
    """The values of the model's own choices, by the key of the parameter (`domain.parameters`)."""
    defaults: Mapping[str, bool | int | str] = {}
    """The values of a new request, by the key of the parameter."""
    doubts: tuple[Doubt, ...] = ()
    """What is uncertain about the model in every region."""
    replaced_by: str | None = None
    """The key of the model that takes its place where it is retired."""
    is_custom: bool = False
    """The user added it by hand."""

    @property
    def takes_last_frame(self) -> bool:
        return self.protocol is WireProtocol.KF2V or self.takes_medium("last_frame")

    def takes_medium(self, kind: str) -> bool:
        """Whether that kind of media may be in the request, for the protocols that list them."""
        return any(kind in kinds for kinds in self.media_sets)

    @property
    def sound_choices(self) -> tuple[SoundChoice, ...]:
        """The sound choices of the model; none for silent models."""
        return possible_sound_choices(self.sound, takes_own=self.audio_in is not None)


def possible_sound_choices(mode: SoundMode, *, takes_own: bool) -> tuple[SoundChoice, ...]:
    """The sound choices of a model. `takes_own`: it accepts the user's own audio file."""
    mine = (SoundChoice.MINE,) if takes_own else ()
    match mode:
        case SoundMode.NEVER:
            return ()
        case SoundMode.ALWAYS:
            return (SoundChoice.AUTOMATIC, *mine)
        case SoundMode.DEFAULT_ON | SoundMode.SWITCHABLE:
            return (SoundChoice.AUTOMATIC, *mine, SoundChoice.SILENT)


class Catalog(Struct, frozen=True, kw_only=True):
    """The content of `models.toml`, in its order."""

    compiled: str
    """The date of the prices, `YYYY-MM-DD`."""
    regions: tuple[Region, ...]
    models: tuple[Model, ...]
    offers: tuple[Offer, ...]
    """What the regions sell now; `retired` has the others."""
    inline_picture_max_bytes: int
    """A larger picture is uploaded (wire-protocol 6.1)."""
    retention_hours: float
    size_areas: dict[str, int]
    default_size_multiple: int
    ranges: Mapping[str, NumberRange] = {}
    """The ranges of the whole-number parameters, by the key of the parameter."""
    families: tuple[Family, ...] = ()
    retired: tuple[Offer, ...] = ()
    """Offers that have ended."""
    checked: Mapping[str, str] = {}
    """When the user last compared a region's models and prices with the cloud's list, `YYYY-MM-DD` by region."""

    @property
    def current(self) -> Catalog:
        """Itself: a catalogue is a source that never changes (`domain.catalog_source`)."""
        return self

    @property
    def newest(self) -> str:
        """The date of the newest knowledge in it: of the file, or of a comparison with the cloud's list."""
        return max(self.compiled, *self.checked.values()) if self.checked else self.compiled

    def is_practice(self, region: str) -> bool:
        """Whether the region is Practice. A region that left the catalogue is real, and its videos are still saved."""
        return any(each.is_practice for each in self.regions if each.key == region)

    def region(self, key: str) -> Region:
        """The region of that key. Raises KeyError."""
        for region in self.regions:
            if region.key == key:
                return region
        raise KeyError(key)

    def model(self, key: str) -> Model:
        """The model of that key. Raises KeyError."""
        for model in self.models:
            if model.key == key:
                return model
        raise KeyError(key)

    def offer(self, region: str, model: str) -> Offer | None:
        """That region's offer of that model, None if it sells none, or no longer does."""
        return next((offer for offer in self.offers if offer.region == region and offer.model == model), None)

    def ever_offered(self, model_id: str) -> tuple[Offer, ...]:
        """The offers that the id on the wire belongs to in any region, ended ones and dated snapshots included."""
        return tuple(offer for offer in (*self.offers, *self.retired) if model_id in offer.all_ids)

    def retired_offer(self, region: str, model: str) -> Offer | None:
        """That region's ended offer of that model, or None."""
        return next((offer for offer in self.retired if offer.region == region and offer.model == model), None)

    def replacement(self, region: str, model: str) -> Model | None:
        """The model to use in place of one that is retired in the region; None where nothing is offered.

        A successor may be retired itself. Without a successor on sale it is the recommended model, else the first.
        """
        on_sale = self.models_in(region)
        seen = {model}
        following = self.model(model).replaced_by
        while following is not None and following not in seen:
            seen.add(following)
            if found := next((each for each in on_sale if each.key == following), None):
                return found
            following = next((each.replaced_by for each in self.models if each.key == following), None)
        return next((each for each in on_sale if each.is_recommended), on_sale[0] if on_sale else None)

    def models_in(self, region: str) -> tuple[Model, ...]:
        """The models that a region offers, in the catalogue's order."""
        offered = {offer.model for offer in self.offers if offer.region == region}
        return tuple(model for model in self.models if model.key in offered)

    def offered_regions(self) -> tuple[Region, ...]:
        """The regions with at least one offer; others are not shown."""
        offering = {offer.region for offer in self.offers}
        return tuple(region for region in self.regions if region.key in offering)
