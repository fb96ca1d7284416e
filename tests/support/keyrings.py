"""Keyrings for tests, as `wandesk.settings.secrets` sees a backend."""

from __future__ import annotations


class FakeKeyring:
    """A keyring in memory; `error` is raised instead of an answer."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}
        self.error: Exception | None = None

    def get_password(self, service: str, username: str) -> str | None:
        self._fail()
        return self.kept.get(service)

    def set_password(self, service: str, username: str, password: str) -> None:
        self._fail()
        self.kept[service] = password

    def delete_password(self, service: str, username: str) -> None:
        self._fail()
        del self.kept[service]

    def _fail(self) -> None:
        if self.error is not None:
            raise self.error
