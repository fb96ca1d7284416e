"""Where a finished task has its results, in the `output` of its answer.

Image-to-video tasks have `video_url` there. Other Wan tasks have it in `results`, an object or a list of objects.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

_OTHER = ("results", "choices", "text")
"""Fields of tasks that make pictures, texts or transcriptions."""


def video_link(output: Mapping[str, object]) -> object:
    """The first link of a video that is not empty, None without one."""
    return next((place["video_url"] for place in _places(output) if place.get("video_url")), None)


def has_other_results(output: Mapping[str, object]) -> bool:
    """Whether the task made something that is no video."""
    return any(output.get(name) for name in _OTHER) and not any("video_url" in place for place in _places(output))


def _places(output: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    results = output.get("results")
    for place in (output, *(results if isinstance(results, list) else [results])):
        if isinstance(place, dict):
            yield place
