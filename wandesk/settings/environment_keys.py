"""Keys from environment variables: read, never stored."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from wandesk.domain.account import Secret

PLAIN_VARIABLE = "DASHSCOPE_API_KEY"


class EnvironmentKeys:
    """`DASHSCOPE_API_KEY_SINGAPORE` and the like name their region. Plain `DASHSCOPE_API_KEY` names none.

    The plain key is used in the region where it last passed its test.
    """

    def __init__(
        self, variables: Mapping[str, str], *, plain_region: Callable[[Secret], str | None] = lambda _plain: None
    ) -> None:
        """`plain_region` is where the plain key last passed its test; any thread calls it."""
        found = {name: Secret(text) for name, text in variables.items() if name.startswith(PLAIN_VARIABLE)}
        self._keys = {name: secret for name, secret in found.items() if secret}
        self._plain_region = plain_region

    def of(self, region: str) -> Secret | None:
        """The key of a region."""
        named = self._keys.get(f"{PLAIN_VARIABLE}_{region.upper().replace('-', '_')}")
        if named is not None:
            return named
        plain = self.plain
        return plain if plain is not None and self._plain_region(plain) == region else None

    @property
    def plain(self) -> Secret | None:
        """The key that names no region."""
        return self._keys.get(PLAIN_VARIABLE)
