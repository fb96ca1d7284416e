"""Makes the golden store of the current schema: a file as a user has it, and the values that must be read from it.

    .venv/bin/python tests/support/stores/make.py [--again]

Run it once when a schema ships; `--again` while it is still being developed. There is a job in every stage, once with
every value that a job can have and once with as few as possible, so that new fields need no change here.
"""

from __future__ import annotations

import argparse
import asyncio
import collections.abc
import enum
import json
import sys
import types
import typing
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]


def filled(kind: Any, name: str, number: int, *, is_full: bool) -> Any:
    """A value of that type; what may be None is None where the job is not a full one."""
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin in (types.UnionType, typing.Union) and type(None) in inner:
        least = [each for each in inner if each is not type(None)]
        return filled(least[0], name, number, is_full=True) if is_full else None
    if origin is typing.Annotated:
        return filled(inner[0], name, number, is_full=is_full)
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return kind(
            **{
                field.name: filled(field.type, field.name, number, is_full=is_full)
                for field in msgspec.structs.fields(kind)
            }
        )
    if origin is collections.abc.Mapping:
        return {f"{name}-猫": filled(inner[1], name, number, is_full=True)} if is_full else {}
    if origin is tuple and Ellipsis not in inner:
        return tuple(filled(each, name, number, is_full=is_full) for each in inner)
    if origin is tuple:
        texts: tuple[Any, ...] = ("task-a", "task-猫")
        pairs = (("least", 3), ("file", "猫.jpg"))
        pair = typing.get_args(inner[0])
        if pair and _is_struct(pair[-1]):
            return ((f"{name}-猫", filled(pair[-1], name, number, is_full=True)),) if is_full else ()
        return (texts if inner[0] is str else pairs) if is_full else ()
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return list(kind)[number % len(kind)]
    match kind:
        case _ if kind is bool:
            return is_full
        case _ if kind is int:
            return 100 + number
        case _ if kind is float:
            return 1_790_000_000.25 + number
        case _ if kind is Decimal:
            return Decimal("0.50")
        case _ if kind is str:
            return f"{name} {number} 猫 ‘x’" if is_full else f"{name}-{number}"
    raise TypeError(f"{name}: {kind}")


def _is_struct(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)


def jobs() -> list[Any]:
    """A full and a minimal job in each stage."""
    from wandesk.domain.job import Job, JobStage

    made: list[Any] = []
    for stage in JobStage:
        for is_full in (True, False):
            job = filled(Job, "job", len(made), is_full=is_full)
            long_prompt = msgspec.structs.replace(job.request, prompt="很长的话 " * 400 if is_full else "")
            made.append(msgspec.structs.replace(job, id=f"job-{len(made):02}", stage=stage, request=long_prompt))
    return made


def as_json(job: Any) -> dict[str, Any]:
    """A job as plain values by their stored names, for comparing."""
    return {field.encode_name: _plain(getattr(job, field.name)) for field in msgspec.structs.fields(job)}


def _plain(value: Any) -> Any:
    # Not by msgspec alone: it leaves out values of a request that equal their defaults.
    return as_json(value) if isinstance(value, msgspec.Struct) else msgspec.json.decode(msgspec.json.encode(value))


async def write(path: Path, made: list[Any]) -> None:
    """The store with these jobs and an event for each."""
    from wandesk.domain.job_events import PosterMade
    from wandesk.storage.store import JobStore

    store = JobStore(path)
    for job in made:
        await store.add(job)
        await store.save(job, PosterMade(at=job.created_at, path="poster.jpg"))
    await store.close()


def main() -> int:
    """Write the store and the values; refuses to replace a shipped store."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--again", action="store_true", help="replace the one that is there")
    parser.add_argument("--code", type=Path, default=ROOT, help="the tree whose program writes the store")
    options = parser.parse_args()
    sys.path.insert(0, str(options.code))
    from wandesk.storage import migrations

    path = HERE / f"store-{migrations.MAJOR}.{migrations.MINOR}.sqlite"
    if path.exists() and not options.again:
        print(f"{path.name} is there already", file=sys.stderr)
        return 1
    path.unlink(missing_ok=True)
    made = jobs()
    asyncio.run(write(path, made))
    path.with_suffix(".json").write_text(
        json.dumps([as_json(job) for job in made], ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8"
    )
    print(f"{path.name}: {len(made)} jobs, {path.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
