"""Reads the bodies of requests, within bounds."""

from __future__ import annotations

from starlette.requests import ClientDisconnect, Request

from wandesk.simulator.rate_limits import Pace

DRAINED_BYTES = 64 * 1024 * 1024
"""How much more of a refused body is read: a client that is still sending may lose the answer."""
NOT_JSON = "Content-Type must be application/json."


def is_json(request: Request) -> bool:
    """Whether the body is said to be JSON. A web page cannot say so without asking first."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower() == "application/json"


async def read_body(request: Request, *, most_bytes: int, bytes_per_second: int | None = None) -> bytes | None:
    """The whole body, None if it is larger. Raises ClientDisconnect."""
    pieces: list[bytes] = []
    size = 0
    pace = Pace(bytes_per_second)
    async for piece in request.stream():
        size += len(piece)
        await pace.passed(size)
        if size <= most_bytes:
            pieces.append(piece)
            continue
        pieces.clear()
        if size > most_bytes + DRAINED_BYTES:
            return None
    return b"".join(pieces) if size <= most_bytes else None


async def drain(request: Request) -> None:
    """Read the rest of a refused request, unless it is very long."""
    size = 0
    try:
        async for piece in request.stream():
            size += len(piece)
            if size > DRAINED_BYTES:
                return
    except (ClientDisconnect, RuntimeError):  # RuntimeError: the stream has ended already
        return
