"""The table of request parameters: everything that can be set except the region, the model and the first frame or clip.

Each parameter is one field of `Parameters`, and its entry of the table is in the annotation of that field. Drafts and
requests inherit the fields, so `request.resolution` is a typed attribute and no second list of names exists. `TABLE`
reads the entries from the annotations once. Everything else derives from it: the values that the form offers, the
changes with the model, the problems of a draft, the values that a request keeps, the comparison of two requests, the
body that is sent, the remembered values and the details. The region and the model are not in the table because they
limit its values. Every request has exactly one first frame or clip, so these are not in the table either.

A default must never change, because stored requests leave out the values that equal it.
"""

from __future__ import annotations

from typing import Annotated, Any, Generic, TypeVar, get_args, get_type_hints

from msgspec import NODEFAULT, Struct, structs

from wandesk.domain.catalog import AUTOMATIC_SECONDS, Catalog, Model, SoundChoice, WireProtocol
from wandesk.domain.parameter_kinds import (
    BodyPart,
    Choice,
    Content,
    File,
    FormPlace,
    Number,
    Parameter,
    SendContext,
    Switch,
    Terms,
    Text,
    terms_of,
)
from wandesk.domain.sentences import Sentence

PictureT = TypeVar("PictureT")
AudioT = TypeVar("AudioT")


# ---------------------------------------------------------------- rules of several entries


def _usual_sound(terms: Terms, has_audio: bool) -> SoundChoice | None:  # noqa: FBT001 - the shape of `Choice.usual`
    choices = sound_choices(terms)
    if not choices:
        return None
    if has_audio and SoundChoice.MINE in choices:
        return SoundChoice.MINE
    usual = terms.model.defaults.get("sound_choice")
    return next((choice for choice in choices if choice == usual), choices[0])


def sound_choices(terms: Terms) -> tuple[SoundChoice, ...]:
    """The sound choices on these terms. The user's own audio file needs a region with uploads."""
    return tuple(each for each in terms.model.sound_choices if terms.has_uploads or each is not SoundChoice.MINE)


def _seconds(terms: Terms) -> tuple[int, ...]:
    rule = terms.model.duration
    return (*rule.values, AUTOMATIC_SECONDS) if rule.may_be_automatic else rule.values


def has_effect(values: Parameters[Any, Any], model: Model) -> bool:
    """Whether the model applies an effect, which has its own prompt (wire-protocol 6.5)."""
    return values.template in model.choices.get("template", ())


def _keeps_last_frame(values: Parameters[Any, Any], model: Model) -> bool:
    # An effect of a first-and-last-frame model takes the first frame only (wire-protocol 6.5).
    return not (has_effect(values, model) and model.protocol is WireProtocol.KF2V)


def _keeps_text(values: Parameters[Any, Any], model: Model) -> bool:
    return not has_effect(values, model)


def _has_audio(context: SendContext) -> bool:
    return "audio" in context.inputs and context.model.audio_in is not None


def _last_frame_on_the_wire(model: Model) -> str:
    return "last_frame_url" if model.protocol is WireProtocol.KF2V else "last_frame"


def _audio_on_the_wire(model: Model) -> str:
    return model.audio_in.field if model.audio_in else ""


class Parameters(Struct, Generic[PictureT, AudioT], frozen=True, kw_only=True):
    """The values of all parameters. `seconds` is the length of the video, or `catalog.AUTOMATIC_SECONDS`.

    A draft has the user's files, a request has our copies of them.
    """

    last_frame: Annotated[
        PictureT | None,
        Parameter(
            kind=File(content=Content.PICTURE, wire=_last_frame_on_the_wire),
            wire="last_frame",
            part=BodyPart.MEDIA,
            is_supported=lambda model: model.takes_last_frame,
            is_kept=_keeps_last_frame,
            is_sent=lambda context: _keeps_last_frame(context.request, context.model),
        ),
    ] = None
    prompt: Annotated[
        str,
        Parameter(
            kind=Text(most=lambda model: model.prompt_chars),
            wire="prompt",
            part=BodyPart.INPUT,
            is_kept=_keeps_text,
            is_sent=lambda context: bool(context.request.prompt.strip()),
            remembered="prompt",
            form=FormPlace.OWN_CARD,
        ),
    ] = ""
    negative_prompt: Annotated[
        str,
        Parameter(
            kind=Text(most=lambda model: model.negative_prompt_chars),
            wire="negative_prompt",
            part=BodyPart.INPUT,
            # 3.0 has no negative prompt (wire-protocol 2.5).
            is_supported=lambda model: model.protocol is not WireProtocol.MEDIA3,
            is_kept=_keeps_text,
            is_sent=lambda context: bool(context.request.negative_prompt.strip()),
            remembered="negative_prompt",
            form=FormPlace.MORE,
        ),
    ] = ""
    template: Annotated[
        str | None, Parameter(kind=Choice(), wire="template", part=BodyPart.INPUT, remembered="template")
    ] = None
    """An effect of the model, which has its own prompt."""
    sound_choice: Annotated[
        SoundChoice | None,
        Parameter(
            kind=Choice(among=sound_choices, usual=_usual_sound),
            wire="audio",
            # Automatic is the cloud's default, and an audio file takes precedence over the switch (wire-protocol 2.6).
            is_sent=lambda context: context.request.sound_choice is SoundChoice.SILENT and not _has_audio(context),
            to_wire=lambda _: False,
            remembered="sound",
            form=FormPlace.OWN_CARD,
        ),
    ]
    audio: Annotated[
        AudioT | None,
        Parameter(
            kind=File(content=Content.AUDIO, wire=_audio_on_the_wire, missing=Sentence.AUDIO_MISSING),
            wire="audio_url",
            part=BodyPart.MEDIA,
            is_supported=lambda model: model.audio_in is not None,
            is_kept=lambda values, _: values.sound_choice is SoundChoice.MINE,
            remembered="sound_file",
            form=FormPlace.OWN_CARD,
        ),
    ] = None
    resolution: Annotated[
        str,
        Parameter(
            kind=Choice(
                among=lambda terms: terms.resolutions,
                usual=lambda terms, _: terms.resolutions[0],
                refusal=Sentence.RESOLUTION_NOT_OFFERED,
            ),
            wire="resolution",
            remembered="resolution",
            form=FormPlace.CHIP,
        ),
    ]
    ratio: Annotated[str | None, Parameter(kind=Choice(), wire="ratio", remembered="ratio", form=FormPlace.MORE)] = None
    seconds: Annotated[
        int,
        Parameter(
            kind=Choice(
                among=_seconds,
                usual=lambda terms, _: terms.model.duration.default,
                refusal=Sentence.DURATION_NOT_OFFERED,
            ),
            wire="duration",
            # A fixed length is never sent (wire-protocol 2.6).
            is_sent=lambda context: not context.model.duration.is_fixed,
            remembered="seconds",
            form=FormPlace.CHIP,
        ),
    ]
    shot_type: Annotated[
        str | None,
        Parameter(
            kind=Choice(),
            wire="shot_type",
            # Shots are planned when the prompt is rewritten: without that the choice has no effect (wire-protocol 2.6).
            is_kept=lambda values, _: values.improve_prompt,
            remembered="shot_type",
            form=FormPlace.MORE,
        ),
    ] = None
    improve_prompt: Annotated[
        bool,
        Parameter(
            kind=Switch(),
            wire="prompt_extend",
            is_kept=_keeps_text,
            remembered="improve_prompt",
            form=FormPlace.MORE,
        ),
    ] = True
    watermark: Annotated[
        bool, Parameter(kind=Switch(), wire="watermark", remembered="watermark", form=FormPlace.MORE)
    ] = False
    seed: Annotated[int | None, Parameter(kind=Number(), wire="seed", remembered="seed", form=FormPlace.MORE)] = None


def _read_table() -> tuple[tuple[Parameter, ...], dict[str, Any]]:
    # The lambdas in the annotations need the globals of this module.
    hints = get_type_hints(Parameters, globals(), include_extras=True)
    entries = tuple(structs.replace(hints[name].__metadata__[0], key=name) for name in Parameters.__annotations__)
    return entries, {entry.key: get_args(hints[entry.key])[0] for entry in entries}


TABLE, TYPES = _read_table()
"""The entries in the order of the form, and the type of each value by key."""

BY_KEY = {entry.key: entry for entry in TABLE}

USUAL_CHOICES = tuple(entry.key for entry in TABLE if isinstance(entry.kind, Choice) and entry.kind.usual is not None)
"""The keys of the choices that always have a value, which another model may replace."""

DEFAULTS = {field.name: field.default for field in structs.fields(Parameters) if field.default is not NODEFAULT}
"""The values of a request that sets nothing, by key; the others always have a value."""

FILES = {entry.key: entry.kind.content for entry in TABLE if isinstance(entry.kind, File)}
"""What each parameter that is a file holds, by key."""

CHIPS = tuple(entry for entry in TABLE if entry.form is FormPlace.CHIP)

MORE = tuple(entry for entry in TABLE if entry.form is FormPlace.MORE)


# ---------------------------------------------------------------- functions of an entry


def choices(parameter: Parameter, terms: Terms) -> tuple[Any, ...]:
    """The values of a Choice on these terms; none for other kinds."""
    if not isinstance(parameter.kind, Choice):
        return ()
    if parameter.kind.among is not None:
        return parameter.kind.among(terms)
    return terms.model.choices.get(parameter.key, ())


def choices_in(catalog: Catalog, region: str, model: Model, key: str) -> tuple[Any, ...]:
    """The values of a Choice by its key, for a model in a region."""
    return choices(BY_KEY[key], terms_of(catalog, region, model))


def is_offered(parameter: Parameter, terms: Terms) -> bool:
    """Whether the user can set the parameter: the model takes it, and a Choice has values."""
    if isinstance(parameter.kind, Choice):
        return bool(choices(parameter, terms))
    return is_supported(parameter, terms.model)


def is_supported(parameter: Parameter, model: Model) -> bool:
    """Whether the model takes the parameter at all."""
    if parameter.part is BodyPart.PARAMETERS and parameter.wire not in model.parameters:
        return False
    return parameter.is_supported is None or parameter.is_supported(model)


def new_values(terms: Terms) -> dict[str, Any]:
    """The values of a new draft by key: the usual choices and the model's defaults."""
    defaults = terms.model.defaults
    usual = {key: _fitting(BY_KEY[key], defaults.get(key), terms, has_audio=False) for key in USUAL_CHOICES}
    return {**defaults, **usual}


def fitted_values(values: Parameters[Any, Any], terms: Terms) -> dict[str, Any]:
    """The choices by key; a value that these terms do not offer is replaced by the usual one."""
    has_audio = values.audio is not None
    return {key: _fitting(BY_KEY[key], getattr(values, key), terms, has_audio=has_audio) for key in USUAL_CHOICES}


def _fitting(entry: Parameter, value: object, terms: Terms, *, has_audio: bool) -> object:
    assert isinstance(entry.kind, Choice)
    assert entry.kind.usual is not None
    return value if value in choices(entry, terms) else entry.kind.usual(terms, has_audio)


def is_usual(entry: Parameter, values: Parameters[Any, Any], terms: Terms) -> bool:
    """Whether the value is the one of a new draft, or has no effect because the terms do not offer it."""
    value = getattr(values, entry.key)
    if isinstance(entry.kind, Choice) and value not in choices(entry, terms):
        return True
    return not is_offered(entry, terms) or value == {**DEFAULTS, **new_values(terms)}[entry.key]


def unusual_values(values: Parameters[Any, Any]) -> dict[str, Any]:
    """The values that differ from the defaults of the fields, by key. Rows of the list do not show them."""
    return {key: getattr(values, key) for key, default in DEFAULTS.items() if getattr(values, key) != default}


def kept_values(values: Parameters[Any, Any], model: Model) -> dict[str, Any]:
    """The values of a request for that model, by key; the field's default for a value without effect."""
    return {
        entry.key: getattr(values, entry.key) if is_kept(entry, values, model) else DEFAULTS[entry.key]
        for entry in TABLE
    }


def unused_values(values: Parameters[Any, Any], model: Model) -> tuple[str, ...]:
    """The keys of the values that are set and have no effect on the model, given the other values."""
    return tuple(
        entry.key
        for entry in TABLE
        if entry.key in DEFAULTS
        and getattr(values, entry.key) != DEFAULTS[entry.key]
        and not is_kept(entry, values, model)
    )


def is_kept(entry: Parameter, values: Parameters[Any, Any], model: Model) -> bool:
    """Whether the value has an effect on the model, given the other values.

    A choice that always has a value is kept even where it is not sent: the sound and the length tell what the model
    makes by itself.
    """
    if entry.key not in USUAL_CHOICES and not is_supported(entry, model):
        return False
    if entry.is_kept is not None and not entry.is_kept(values, model):
        return False
    is_of_catalogue = isinstance(entry.kind, Choice) and entry.kind.among is None
    return not is_of_catalogue or getattr(values, entry.key) in model.choices.get(entry.key, ())


def is_sent(entry: Parameter, context: SendContext) -> bool:
    """Whether the parameter is in the body of the create request."""
    request, model = context.request, context.model
    if not is_supported(entry, model):
        return False
    if isinstance(entry.kind, File):  # its address is sent; the request may lack the file
        return entry.is_sent is None or entry.is_sent(context)
    if getattr(request, entry.key) is None or not is_kept(entry, request, model):
        return False
    return entry.is_sent is None or entry.is_sent(context)


def wire_value(entry: Parameter, request: Parameters[Any, Any]) -> object:
    """The value in the form of the wire."""
    value = getattr(request, entry.key)
    return entry.to_wire(value) if entry.to_wire is not None else value


def wire_name(entry: Parameter, model: Model) -> str:
    """The parameter's name on the wire for that model."""
    if isinstance(entry.kind, File) and entry.kind.wire is not None:
        return entry.kind.wire(model)
    return entry.wire
