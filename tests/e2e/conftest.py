"""What takes a minute comes last: nobody should wait for it to hear of a mistake that takes a millisecond."""

from __future__ import annotations

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.get_closest_marker("frozen") is not None)
