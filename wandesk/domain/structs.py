"""Copies of the domain's values, which are msgspec Structs.

The packages that import msgspec itself read or write bytes; the others take these functions from here. `replace` gives
a copy with some fields changed; `as_builtins` and `convert` are the way to and from what JSON can carry. mypy checks
the keywords of `dataclasses.replace` against the fields of the value, also of a Struct, and those of
`msgspec.structs.replace` against nothing: so the type checker sees the former.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import convert
from msgspec import to_builtins as as_builtins
from msgspec.structs import asdict

if TYPE_CHECKING:
    from dataclasses import replace
else:
    from msgspec.structs import replace

__all__ = ["as_builtins", "asdict", "convert", "replace"]
