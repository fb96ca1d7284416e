"""Files of a test are in a temporary folder, so the program keeps copies of those that it takes into its form."""

from __future__ import annotations

from pathlib import Path


def is_kept_copy(path: str, of: Path) -> bool:
    """Whether the path is that of a kept copy of the file, under the file's own name."""
    copy = Path(path)
    is_kept = copy.name == of.name and copy.parent.name.startswith("kept-") and copy.parent.parent.name == "drafts"
    return is_kept and copy.read_bytes() == of.read_bytes()
