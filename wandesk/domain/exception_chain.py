"""The causes of an exception."""

from __future__ import annotations


def chain_of(fault: BaseException) -> list[BaseException]:
    """The exception and its causes, newest first."""
    chain: list[BaseException] = []
    each: BaseException | None = fault
    while each is not None and each not in chain:
        chain.append(each)
        each = each.__cause__ or each.__context__
    return chain
