"""The effects of the older models: their names, what happens, and what the picture must show.

The Chinese names are those of Alibaba's console. A catalogue of the user may name an effect that is not here: it is
shown by its name on the wire.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QCoreApplication

from wandesk.ui.wording.sentences import joined

translate = QCoreApplication.translate

Text = Callable[[], str]


def _anything() -> str:
    return translate("Effects", "For any picture with one clear subject.")


def _person() -> str:
    return translate("Effects", "The picture must show one person.")


def _person_or_animal() -> str:
    return translate("Effects", "The picture must show one person or animal.")


def _two_people() -> str:
    return translate("Effects", "The picture must show two people.")


EFFECTS: Final[dict[str, tuple[Text, Text, Text]]] = {
    "squish": (
        lambda: translate("Effects", "Squeeze"),
        lambda: translate("Effects", "Hands squeeze it like clay."),
        _anything,
    ),
    "rotation": (
        lambda: translate("Effects", "Spin"),
        lambda: translate("Effects", "It turns around itself."),
        _anything,
    ),
    "poke": (
        lambda: translate("Effects", "Poke"),
        lambda: translate("Effects", "A finger pokes it, and it yields."),
        _anything,
    ),
    "inflate": (
        lambda: translate("Effects", "Balloon"),
        lambda: translate("Effects", "It swells like a balloon."),
        _anything,
    ),
    "dissolve": (
        lambda: translate("Effects", "Dissolve"),
        lambda: translate("Effects", "It dissolves into particles."),
        _anything,
    ),
    "melt": (lambda: translate("Effects", "Melt"), lambda: translate("Effects", "It melts in the heat."), _anything),
    "icecream": (
        lambda: translate("Effects", "Ice cream"),
        lambda: translate("Effects", "It turns into ice cream."),
        _anything,
    ),
    "carousel": (
        lambda: translate("Effects", "Carousel"),
        lambda: translate("Effects", "The person rides on a carousel."),
        _person,
    ),
    "singleheart": (
        lambda: translate("Effects", "Love you"),
        lambda: translate("Effects", "The person shapes a heart."),
        _person,
    ),
    "dance1": (
        lambda: translate("Effects", "Swing dance"),
        lambda: translate("Effects", "The person sways to music."),
        _person,
    ),
    "dance2": (
        lambda: translate("Effects", "Head swing dance"),
        lambda: translate("Effects", "The person dances and swings the head."),
        _person,
    ),
    "dance3": (
        lambda: translate("Effects", "Star dance"),
        lambda: translate("Effects", "The person dances with raised arms."),
        _person,
    ),
    "dance4": (
        lambda: translate("Effects", "Finger dance"),
        lambda: translate("Effects", "The person dances with the hands."),
        _person,
    ),
    "dance5": (
        lambda: translate("Effects", "Switch dance"),
        lambda: translate("Effects", "The person suddenly begins to dance."),
        _person,
    ),
    "mermaid": (
        lambda: translate("Effects", "Mermaid"),
        lambda: translate("Effects", "The person becomes a mermaid."),
        _person,
    ),
    "graduation": (
        lambda: translate("Effects", "Graduation"),
        lambda: translate("Effects", "The person gets cap and gown."),
        _person,
    ),
    "dragon": (
        lambda: translate("Effects", "Monster chase"),
        lambda: translate("Effects", "A giant beast comes after the person."),
        _person,
    ),
    "money": (
        lambda: translate("Effects", "Money rain"),
        lambda: translate("Effects", "Money rains on the person."),
        _person,
    ),
    "jellyfish": (
        lambda: translate("Effects", "Jellyfish"),
        lambda: translate("Effects", "Jellyfish float around the person."),
        _person,
    ),
    "pupil": (
        lambda: translate("Effects", "Through the eye"),
        lambda: translate("Effects", "The camera flies into the eye."),
        _person,
    ),
    "flying": (
        lambda: translate("Effects", "Levitation"),
        lambda: translate("Effects", "It floats up as if by magic."),
        _person_or_animal,
    ),
    "rose": (
        lambda: translate("Effects", "Rose"),
        lambda: translate("Effects", "It holds out a rose."),
        _person_or_animal,
    ),
    "crystalrose": (
        lambda: translate("Effects", "Crystal rose"),
        lambda: translate("Effects", "It holds out a sparkling rose."),
        _person_or_animal,
    ),
    "hug": (lambda: translate("Effects", "Hug"), lambda: translate("Effects", "The two hug."), _two_people),
    "frenchkiss": (lambda: translate("Effects", "Kiss"), lambda: translate("Effects", "The two kiss."), _two_people),
    "coupleheart": (
        lambda: translate("Effects", "Heart for two"),
        lambda: translate("Effects", "The two shape a heart together."),
        _two_people,
    ),
    "hanfu-1": (
        lambda: translate("Effects", "Hanfu"),
        lambda: translate("Effects", "The person appears in a robe of the Tang dynasty."),
        _person,
    ),
    "solaron": (
        lambda: translate("Effects", "Robot"),
        lambda: translate("Effects", "The person changes into a robot."),
        _person,
    ),
    "magazine": (
        lambda: translate("Effects", "Magazine cover"),
        lambda: translate("Effects", "The person shines on a magazine cover."),
        _person,
    ),
    "mech1": (
        lambda: translate("Effects", "Mech awakening"),
        lambda: translate("Effects", "Armour grows around the person."),
        _person,
    ),
    "mech2": (
        lambda: translate("Effects", "Cyber entrance"),
        lambda: translate("Effects", "The person enters in futuristic armour."),
        _person,
    ),
}
"""By the key in the catalogue: the name, what happens, and what the picture must show."""


def effect_name(effect: str) -> str:
    """The name of an effect."""
    return EFFECTS[effect][0]() if effect in EFFECTS else effect


def effect_text(effect: str) -> str:
    """What happens, and what the picture must show; empty for an unknown effect."""
    return joined(EFFECTS[effect][1](), EFFECTS[effect][2]()) if effect in EFFECTS else ""


def no_effect() -> str:
    return translate("Effects", "No effect")


def no_effect_text() -> str:
    return translate("Effects", "Your prompt says what happens.")
