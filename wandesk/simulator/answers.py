"""The cloud's descriptions of a task: the answer to a poll, a row of the list, and times."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from wandesk.simulator import rules
from wandesk.simulator.store import Task

_CLOUD_ZONE = timezone(timedelta(hours=8))


def cloud_time(moment: float) -> str:
    """`YYYY-MM-DD HH:mm:ss.SSS` without a zone, in UTC+8; sometimes without the fraction, as recorded."""
    when = datetime.fromtimestamp(moment, UTC).astimezone(_CLOUD_ZONE)
    milliseconds = when.microsecond // 1000
    seconds = when.strftime("%Y-%m-%d %H:%M:%S")
    return seconds if milliseconds % 10 == 0 else f"{seconds}.{milliseconds:03d}"


def read_cloud_time(text: str) -> float:
    """`YYYYMMDDhhmmss` in UTC+8, as in the list's query. Raises ValueError."""
    return datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=_CLOUD_ZONE).timestamp()


def task_answer(task: Task, *, video_url: str | None) -> dict[str, Any]:
    """The answer to a poll, without its request id (wire reference, section 3.1)."""
    output: dict[str, Any] = {
        "task_id": task.task_id,
        "task_status": task.status,
        "submit_time": cloud_time(task.submitted),
    }
    if task.scheduled is not None:
        output["scheduled_time"] = cloud_time(task.scheduled)
    if task.ended is not None:
        output["end_time"] = cloud_time(task.ended)
    if task.status == "FAILED":
        output |= {name: value for name, value in (("code", task.code), ("message", task.message)) if value}
    if task.status != "SUCCEEDED":
        return {"output": output}
    output |= {"orig_prompt": task.prompt, "video_url": video_url}
    if task.actual_prompt is not None:
        output["actual_prompt"] = task.actual_prompt
    return {"output": output, "usage": task.usage}


def list_row(task: Task) -> dict[str, Any]:
    """One row of the list (wire reference, section 4.1): no prompt and no link."""
    account, user = (
        _uid(name) for name in (task.account, f"{task.account}/{task.user}" if task.user else task.account)
    )
    row: dict[str, Any] = {
        "task_id": task.task_id,
        "status": task.status,
        "model_name": task.model,
        "region": rules.REGION_CODES.get(task.region, task.region),
        "request_id": task.request_id,
        "gmt_create": round(task.submitted * 1000),
        "api_key_id": task.api_key_id,
        "caller_uid": user,
        "caller_parent_id": account,
        "user_api_unique_key": f"apikey:v1:aigc:{'image2video' if 'kf2v' in task.model else 'video-generation'}"
        f":video-synthesis:{task.model}",
    }
    if task.scheduled is not None:
        row["start_time"] = round(task.scheduled * 1000)
    if task.ended is not None:
        row["end_time"] = round(task.ended * 1000)
    return row


def _uid(name: str) -> str:
    return str(int.from_bytes(hashlib.sha256(name.encode()).digest()[:6], "big"))
