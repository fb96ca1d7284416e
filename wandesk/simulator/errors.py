"""The two ways in which the cloud says no: at once to a request, and later by a task that fails."""

from __future__ import annotations

from wandesk.simulator.scenarios import Failure


class Refusal(Exception):
    """A request that is answered at once with an error of the cloud's own shape."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(f"{status} {code}: {message}")
        self.status, self.code, self.message = status, code, message


def throttled() -> Refusal:
    """The refusal of one request too many."""
    return Refusal(429, "Throttling.RateQuota", "Requests rate limit exceeded, please try again later.")


class TaskFails(Exception):
    """The order was accepted, and its task fails."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.failure = Failure(code=code, message=message)
