"""The type of an entry in the table of request parameters (`domain.parameters`): its kind and its rules."""

from __future__ import annotations

from collections.abc import Callable, Collection
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from wandesk.domain.catalog import Catalog, Model
from wandesk.domain.sentences import Sentence

if TYPE_CHECKING:  # the table is made of entries
    from wandesk.domain.parameters import Parameters


class Terms(Struct, frozen=True, kw_only=True):
    """What limits the values of parameters: a model as a region offers it."""

    model: Model
    resolutions: tuple[str, ...]
    has_uploads: bool


def terms_of(catalog: Catalog, region: str, model: Model) -> Terms:
    """The terms of a model in a region. Raises KeyError for a region that is not in the catalogue."""
    offer = catalog.offer(region, model.key)
    return Terms(
        model=model,
        resolutions=offer.resolutions if offer else model.resolutions,
        has_uploads=catalog.region(region).has_uploads,
    )


class Choice(Struct, frozen=True, kw_only=True):
    """One of a few values.

    `among` gives the values. Without it they are the model's `choices` in the catalogue, and None leaves the choice to
    the model. With `usual` there is always a value: `usual(terms, has_audio)` replaces one that another model does not
    offer. `refusal` is the sentence for a value that is not offered.
    """

    among: Callable[[Terms], tuple[Any, ...]] | None = None
    usual: Callable[[Terms, bool], Any] | None = None
    refusal: Sentence | None = None


class Switch(Struct, frozen=True, kw_only=True):
    """On or off. A new draft starts with the model's default."""


class Number(Struct, frozen=True, kw_only=True):
    """A whole number within the catalogue's range for the parameter, or None."""


class Text(Struct, frozen=True, kw_only=True):
    """Free text. `most(model)` is the number of code points that the cloud uses; it cuts a longer text silently."""

    most: Callable[[Model], int]


class Content(StrEnum):
    """What a file contains. It decides which limits apply to the file, and how the cloud gets it."""

    PICTURE = "picture"
    """Converted if the model does not accept it, and sent in the request if it is small."""
    AUDIO = "audio"
    """Uploaded unchanged."""


class File(Struct, frozen=True, kw_only=True):
    """One of the user's files. `wire(model)` is its name on the wire if it differs from the entry's.

    `missing` is given if a request that keeps the parameter needs the file. It says that there is none.
    """

    content: Content
    wire: Callable[[Model], str] | None = None
    missing: Sentence | None = None


Kind = Choice | Switch | Number | Text | File


class BodyPart(StrEnum):
    """The part of a create request's body that has the parameter (wire-protocol 2.2 - 2.6)."""

    INPUT = "input"
    PARAMETERS = "parameters"
    MEDIA = "media"


class SendContext(Struct, frozen=True, kw_only=True):
    """A request that is being converted to the wire."""

    request: Parameters[Any, Any]
    model: Model
    inputs: Collection[str] = ()
    """The keys of the files that go with it."""


class FormPlace(StrEnum):
    """Where the form shows a parameter."""

    OWN_CARD = "own_card"
    """Its own card."""
    CHIP = "chip"
    """A chip in the row of the video's values, which shows the value. Only a Choice fits on a chip."""
    MORE = "more"
    """A field in the panel behind the chip *More*, made from its kind."""


class Parameter(Struct, frozen=True, kw_only=True):
    """One entry of the table."""

    kind: Kind
    wire: str
    """Its name on the wire."""
    part: BodyPart = BodyPart.PARAMETERS
    is_supported: Callable[[Model], bool] | None = None
    """Whether a model takes the parameter, if the catalogue does not say. If not, it has no field and is not sent."""
    is_kept: Callable[[Parameters[Any, Any], Model], bool] | None = None
    """Whether the value has an effect, given the other values. If not, a request has the default instead."""
    is_sent: Callable[[SendContext], bool] | None = None
    """Whether the body has the parameter; None is never sent."""
    to_wire: Callable[[Any], object] | None = None
    """Converts the value to the form of the wire."""
    remembered: str | None = None
    """The key of the last value in the table `order` of the settings file; None: it is not remembered."""
    form: FormPlace | None = None
    """None: the form does not show it, so a draft keeps its default."""
    key: str = ""
    """The name of its field, and the key of its text in `ui.wording.parameters`."""
