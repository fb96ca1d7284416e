"""Which jobs that an earlier run queued may be sent: pure rules (design.md 4, 2).

The store may be an older copy (a backup, a folder that is synchronised, a snapshot), and a newer copy may have sent
what this one still has in its queue. Such a task is in the list and belongs to no job of this store.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from msgspec import Struct

from wandesk.domain.likeness import Likeness
from wandesk.domain.pending_request import PendingRequest, candidates
from wandesk.domain.prompt_match import PromptMatch
from wandesk.domain.search_timing import SearchTiming
from wandesk.domain.structs import replace
from wandesk.domain.task import TaskRow, TaskStatus
from wandesk.domain.task_match import TaskFacts, likeness_to, match_prompt, to_compare


class Questions(Struct, frozen=True, kw_only=True):
    """Tasks to read and first frames to compare before anything can be decided, as of `reconciliation.Inspect`."""

    read: tuple[str, ...] = ()
    compare: tuple[tuple[str, str], ...] = ()


class Decision(Struct, frozen=True, kw_only=True):
    """What is known of the queued requests, by job id. A request in neither waits for a running task."""

    sendable: tuple[str, ...] = ()
    """No task can be theirs."""
    doubted: dict[str, tuple[str, ...]] = {}
    """The tasks that may be theirs: the user decides."""


def decide(
    queued: Sequence[PendingRequest],
    rows: Sequence[TaskRow],
    *,
    uncertain: Sequence[PendingRequest],
    asked: Sequence[object],
    owned: Collection[str],
    facts: TaskFacts,
    timing: SearchTiming,
    running_until: Mapping[str, float],
) -> Questions | Decision:
    """Decide about requests that wait in the queue, in their order.

    A queued request begins when it was queued; its end is open, because another computer may send a copy of it at any
    time. `uncertain` are our requests that may have arrived: they come first, and each takes at most one task. `asked`
    are the equality keys of the requests about which the user was asked before: each takes one task, too, so of three
    equal requests and one task only one waits.

    A finished task may be theirs whatever its key: the user may have replaced the key since. Running ones are waited
    for only if they are of the present key, because those of colleagues may be many, and if they were made up to
    `running_until` (cloud time by job id): a fixed set, so that a computer that keeps sending holds nothing up.
    """
    rows = [row for row in rows if row.task_id not in owned]  # few are left, however long list and queue are
    pools = {each.job_id: candidates(replace(each, key_id=None), rows, owned, timing) for each in queued}
    ended = {row.task_id: row for pool in pools.values() for row in pool if row.status is TaskStatus.SUCCEEDED}
    if unread := tuple(task_id for task_id in ended if task_id not in facts.prompts):
        return Questions(read=unread)
    rivals = {task_id: _near(uncertain, row, owned, timing) for task_id, row in ended.items()}
    unseen: dict[tuple[str, str], None] = {}
    for each in queued:
        for row in pools[each.job_id]:
            if row.task_id in ended and _is_possible(each, row.task_id, facts):
                unseen |= dict.fromkeys(to_compare((each, *rivals[row.task_id]), row.task_id, facts))
    if unseen:
        return Questions(compare=tuple(unseen))
    taken = _taken(uncertain, list(ended.values()), owned, facts, timing)
    keys, sendable, doubted = list(asked), list[str](), dict[str, tuple[str, ...]]()
    for each in queued:
        own = [row.task_id for row in pools[each.job_id] if row.task_id in ended]
        own = [task_id for task_id in own if task_id not in taken and _is_possible(each, task_id, facts)]
        if len(own) > keys.count(each.equality_key):
            doubted[each.job_id] = tuple(own)
            keys.append(each.equality_key)
        else:
            waited = replace(each, ended_at=running_until[each.job_id])
            if all(row.task_id in ended for row in candidates(waited, pools[each.job_id], owned, timing)):
                sendable.append(each.job_id)
    return Decision(sendable=tuple(sendable), doubted=doubted)


def _is_possible(request: PendingRequest, task_id: str, facts: TaskFacts) -> bool:
    """Whether the finished task may be the request's: another prompt or another picture rules it out.

    The picture does not for an effect, which may begin with a changed one.
    """
    is_other_picture = likeness_to(request, task_id, facts) is Likeness.OTHER and not request.has_effect
    return match_prompt(request, task_id, facts) is not PromptMatch.OTHER and not is_other_picture


def _taken(
    uncertain: Sequence[PendingRequest],
    rows: Sequence[TaskRow],
    owned: Collection[str],
    facts: TaskFacts,
    timing: SearchTiming,
) -> set[str]:
    """One task for each uncertain request that has one: the reconciliation will settle it."""
    taken: set[str] = set()
    for each in sorted(uncertain, key=lambda request: (request.begun_at, request.job_id)):
        own = [row for row in rows if row.request_id in ("", each.request_id)] if each.is_settled_by_list else rows
        free = [row.task_id for row in candidates(each, own, owned, timing) if row.task_id not in taken]
        taken.update([task_id for task_id in free if _is_possible(each, task_id, facts)][:1])
    return taken


def _near(
    requests: Sequence[PendingRequest], row: TaskRow, owned: Collection[str], timing: SearchTiming
) -> list[PendingRequest]:
    return [each for each in requests if candidates(each, [row], owned, timing)]
