"""The approximate size of the video that a draft makes."""

from __future__ import annotations

from wandesk.domain.catalog import Catalog, Model
from wandesk.domain.draft import Draft, first_picture
from wandesk.domain.parameters import BY_KEY, is_kept

ADAPTIVE = "adaptive"
"""The ratio of the picture (wire-protocol 2.5)."""


def video_size(draft: Draft, catalog: Catalog) -> tuple[int, int] | None:
    """The approximate size of the video in pixels (wire-protocol 7.2); None without a picture or a known rule."""
    model = catalog.model(draft.model)
    start = first_picture(draft, model)
    if start is None or not start.facts.is_known or draft.resolution not in catalog.size_areas:
        return None
    multiple = model.size_multiple or catalog.default_size_multiple
    area = catalog.size_areas[draft.resolution]
    ratio = _chosen_ratio(draft, model) or start.size[0] / start.size[1]
    width, height = (area * ratio) ** 0.5, (area / ratio) ** 0.5
    return int(width) // multiple * multiple, int(height) // multiple * multiple


def _chosen_ratio(draft: Draft, model: Model) -> float | None:
    """Width by height of the shape that the user chose; None for the picture's own shape."""
    if draft.ratio in (None, ADAPTIVE) or not is_kept(BY_KEY["ratio"], draft, model):
        return None
    width, _, height = str(draft.ratio).partition(":")
    return int(width) / int(height)
