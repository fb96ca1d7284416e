"""An error as a sentence, for the command line and the window's first words."""

from __future__ import annotations

from wandesk.domain.errors import WanDeskError
from wandesk.ui.wording.problems import error_words


def sentence_of(trouble: WanDeskError) -> str:
    """The sentence, with the cloud's code or the detail behind it."""
    text = error_words(trouble)
    behind = trouble.code or trouble.detail
    return f"{text} ({behind})" if behind else text
