"""What a start asks to be opened: by the command line, or handed over by a second start."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from wandesk.ui.addresses import is_address, is_data_address, place_of

ACTIVATION_TOKEN = "XDG_ACTIVATION_TOKEN"  # noqa: S105 - not a secret
"""Environment variable with Wayland's activation token: the permission to raise our window."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRequest:
    """Absolute paths or addresses of files, and an activation token ("" for none)."""

    files: tuple[str, ...] = ()
    activation: str = ""


def path_of(file: str) -> str:
    """The absolute path for a path or file: address of the command line; other addresses stay as they are."""
    place = place_of(file)
    return place if is_address(place) or is_data_address(place) else str(Path(place).absolute())
