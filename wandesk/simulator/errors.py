"""The cloud's two kinds of errors: a refused request, and a task that fails later."""

from __future__ import annotations

from wandesk.simulator.scenario import Failure


class Refusal(Exception):
    """A request that is answered with an error in the cloud's format."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(f"{status} {code}: {message}")
        self.status, self.code, self.message = status, code, message


def throttled() -> Refusal:
    """The refusal of a request beyond the rate limit."""
    return Refusal(429, "Throttling.RateQuota", "Requests rate limit exceeded, please try again later.")


class TaskFails(Exception):
    """The request was accepted, and its task fails."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.failure = Failure(code=code, message=message)
