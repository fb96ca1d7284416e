"""An error as a sentence, for the command line and the notice at the start."""

from __future__ import annotations

from wandesk.domain.errors import WanDeskError
from wandesk.ui.wording.problems import error_text


def sentence_of(trouble: WanDeskError) -> str:
    """The sentence, followed by the cloud's code or the detail in parentheses."""
    text = error_text(trouble)
    behind = trouble.code or trouble.detail
    return f"{text} ({behind})" if behind else text
