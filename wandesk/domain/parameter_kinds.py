"""What an entry of the table of request parameters is (`domain.parameters`): its kind, its place, and its rules."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from wandesk.domain.catalog import Catalog, Model
from wandesk.domain.sentences import Sentence

if TYPE_CHECKING:  # the table is made of entries
    from wandesk.domain.parameters import Parameters


class Terms(Struct, frozen=True, kw_only=True):
    """What decides which values a parameter may have: a model, as a region sells it."""

    model: Model
    resolutions: tuple[str, ...]
    has_uploads: bool


def terms_of(catalog: Catalog, region: str, model: Model) -> Terms:
    """The terms of that model in that region. Raises KeyError for a region that the catalogue does not know."""
    offer = catalog.offer(region, model.key)
    return Terms(
        model=model,
        resolutions=offer.resolutions if offer else model.resolutions,
        has_uploads=catalog.region(region).has_uploads,
    )


class Choice(Struct, frozen=True, kw_only=True):
    """One of a few values.

    `among` gives the values; without it they are the model's own `choices` of the catalogue, and None leaves the
    choice to the model. With `usual` there is always a value: it gives the one that replaces a value that another
    model does not have (its second argument: an audio file is in the draft). `refusal` says that a value is not sold.
    """

    among: Callable[[Terms], tuple[Any, ...]] | None = None
    usual: Callable[[Terms, bool], Any] | None = None
    refusal: Sentence | None = None


class Switch(Struct, frozen=True, kw_only=True):
    """On or off. A new draft starts with the model's default."""


class Number(Struct, frozen=True, kw_only=True):
    """A whole number within the catalogue's range for the parameter, or None."""


class Text(Struct, frozen=True, kw_only=True):
    """Free text. The catalogue says how many characters the model reads."""


class File(Struct, frozen=True, kw_only=True):
    """A file of the user's. `wire` is its name on the wire for a model, where that differs from the entry's."""

    wire: Callable[[Model], str] | None = None


Kind = Choice | Switch | Number | Text | File


class BodyPart(StrEnum):
    """Where a parameter stands in the body of a create request (wire-protocol 2.2 - 2.6)."""

    INPUT = "input"
    PARAMETERS = "parameters"
    MEDIA = "media"


class Sending(Struct, frozen=True, kw_only=True):
    """A request on its way to the wire."""

    request: Parameters[Any, Any]
    model: Model
    has_audio: bool = False
    """An audio file goes with it."""

    @property
    def has_template(self) -> bool:
        return self.request.template in self.model.choices.get("template", ())


class FormPlace(StrEnum):
    """Where the form shows a parameter."""

    OWN_CARD = "own_card"
    """A card made for it."""
    VIDEO_CARD = "video_card"
    """The card of the video's values, in a field that its kind gives."""


class Parameter(Struct, frozen=True, kw_only=True):
    """One entry of the table. `wire` is its name on the wire.

    `is_taken` tells whether a model takes it, where the catalogue does not tell; a parameter that is not taken has no
    field and is not sent. `is_kept` tells whether the value has a meaning beside the other values; a request keeps None
    otherwise. `is_sent` tells whether it stands in the body: None never does. `to_wire` makes the value of the wire.
    """

    kind: Kind
    wire: str
    part: BodyPart = BodyPart.PARAMETERS
    is_taken: Callable[[Model], bool] | None = None
    is_kept: Callable[[Parameters[Any, Any], Model], bool] | None = None
    is_sent: Callable[[Sending], bool] | None = None
    to_wire: Callable[[Any], object] | None = None
    remembered: str | None = None
    """The key under which the next start finds the last value, in the table `order` of the settings file."""
    form: FormPlace | None = None
    """None: the form does not show it, and a draft keeps what it began with."""
    key: str = ""
    """The name of its field, and the key of its words in `ui.wording.parameters`."""
