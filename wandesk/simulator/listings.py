"""The free reads about models: list, quotas, permissions.

Sources: the provider's pages *List models*, *List model quotas* and *Query model permissions*, as of summer 2026.
`code` and `message` are null. The item names of video prices are not documented, so they are guessed.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from wandesk.simulator import rules
from wandesk.simulator.scenario import Listing

PAGE_SIZE, PAGE_MAX = 20, 200

# List prices for each second of video, as printed for the region (wire reference, section 8.1).
_PRICES: dict[str, dict[str, dict[str, str]]] = {
    "beijing": {
        "wan3.0-video": {"480P": "0.3", "720P": "0.6", "1080P": "1.2"},
        "wan3.0-video-prime": {"480P": "0.45", "720P": "0.9", "1080P": "1.8"},
        "wan2.7-i2v": {"720P": "0.6", "1080P": "1"},
        "wan2.7-i2v-2026-04-25": {"720P": "0.6", "1080P": "1"},
        "wan2.6-i2v-flash": {"720P": "0.3", "1080P": "0.5"},
        "wan2.6-i2v": {"720P": "0.6", "1080P": "1"},
        "wan2.5-i2v-preview": {"480P": "0.3", "720P": "0.6", "1080P": "1"},
        "wan2.2-i2v-flash": {"480P": "0.1", "720P": "0.2", "1080P": "0.48"},
        "wan2.2-i2v-plus": {"480P": "0.14", "1080P": "0.7"},
        "wanx2.1-i2v-turbo": {"480P": "0.24", "720P": "0.24"},
        "wanx2.1-i2v-plus": {"720P": "0.7"},
        "wan2.2-kf2v-flash": {"480P": "0.1", "720P": "0.2", "1080P": "0.48"},
        "wanx2.1-kf2v-plus": {"720P": "0.7"},
    },
    "singapore": {
        "wan3.0-video": {"480P": "0.05", "720P": "0.1", "1080P": "0.2"},
        "wan3.0-video-prime": {"480P": "0.068", "720P": "0.14", "1080P": "0.28"},
        "wan2.7-i2v": {"720P": "0.1", "1080P": "0.15"},
        "wan2.7-i2v-2026-04-25": {"720P": "0.1", "1080P": "0.15"},
        "wan2.6-i2v-flash": {"720P": "0.05", "1080P": "0.075"},
        "wan2.6-i2v": {"720P": "0.1", "1080P": "0.15"},
        "wan2.5-i2v-preview": {"480P": "0.05", "720P": "0.1", "1080P": "0.15"},
        "wan2.2-i2v-flash": {"480P": "0.015", "720P": "0.036"},
        "wan2.2-i2v-plus": {"480P": "0.02", "1080P": "0.1"},
        "wan2.1-i2v-turbo": {"480P": "0.036", "720P": "0.036"},
        "wan2.1-i2v-plus": {"720P": "0.1"},
        "wan2.1-kf2v-plus": {"720P": "0.1"},
    },
    "virginia": {
        "wan3.0-video": {"480P": "0.3", "720P": "0.6", "1080P": "1.2"},
        "wan3.0-video-prime": {"480P": "0.45", "720P": "0.9", "1080P": "1.8"},
        "wan2.6-i2v": {"720P": "0.6", "1080P": "1"},
        "wan2.6-i2v-us": {"720P": "0.1", "1080P": "0.15"},
    },
    "frankfurt": {
        "wan3.0-video": {"480P": "0.3", "720P": "0.6", "1080P": "1.2"},
        "wan3.0-video-prime": {"480P": "0.45", "720P": "0.9", "1080P": "1.8"},
        "wan2.6-i2v": {"720P": "0.6", "1080P": "1"},
    },
}
# Two models of other kinds, so that a client must filter.
_OTHERS: tuple[dict[str, Any], ...] = (
    {"model": "qwen3-max", "name": "Qwen3-Max", "provider": "qwen", "capabilities": ["TG"], "modes": ("Text", "Text")},
    {
        "model": "wan2.6-t2i",
        "name": "Wan2.6-T2I",
        "provider": "wan",
        "capabilities": ["IG"],
        "modes": ("Text", "Image"),
    },
)
_SITES = {
    "beijing": "asia-pacific-china",
    "singapore": "international",
    "virginia": "united-states",
    "frankfurt": "european-union",
    "hongkong": "cn-hongkong",
    "tokyo": "japan",
}


def models(
    region: str,
    *,
    name: str | None,
    model: str | None,
    providers: Sequence[str],
    capabilities: Sequence[str],
    site: str | None,
    page: int,
    size: int,
    change: Listing | None = None,
) -> dict[str, Any]:
    """The body of `GET /models`, without its request id. `change` is that of a scenario."""
    rows = [_video_row(region, model_id) for model_id in rules.sold_in(region)] + [_other_row(one) for one in _OTHERS]
    if change is not None:
        rows = _changed(rows, change)
    if site and site not in {_SITES.get(region, site), "global"}:
        rows = []
    chosen = [
        row
        for row in rows
        if (not model or row["model"] == model)
        and (not name or name.lower() in row["model"].lower() or name.lower() in row["name"].lower())
        and (not providers or row["provider"] in providers)
        and (not capabilities or set(row["capabilities"]) & set(capabilities))
    ]
    output = _page(chosen, "models", page=page, size=size)
    if change == "cut":
        output |= {"total": len(chosen) + 400, "models": output["models"][:5]}
    return {"code": None, "message": None, "success": True, "output": output}


def _changed(rows: list[dict[str, Any]], change: Listing) -> list[dict[str, Any]]:
    match change:
        case "new":
            later = {"model": "wan9.1-i2v-flash", "name": "Wan9.1-I2V-Flash", "prices": rows[0]["prices"]}
            return [{**rows[0], **later}, *rows]
        case "gone":
            return [row for row in rows if "2.1" not in row["model"]]
        case "dearer":
            return [_dearer(row) if row["model"].startswith("wan2.5") else row for row in rows]
        case "silent":
            return [{**row, "prices": None} for row in rows]
        case "absurd":
            return [{**row, **odd} for row, odd in zip(rows, itertools.cycle(_ABSURD), strict=False)]
        case "others":
            return [row for row in rows if row["capabilities"] != ["VG"] or row["model"].startswith("wan9")]
        case "cut":
            return rows


_ABSURD: tuple[dict[str, Any], ...] = (
    {"model": 7},
    {"model": None, "prices": "free"},
    {"model": "wan" + "9" * 5000},
    {"prices": [{"range_name": "720P", "prices": [{"price": "-1", "price_unit": "Per second"}]}]},
    {"prices": [{"range_name": "720P", "prices": [{"price": "1e999999999", "price_unit": "Per second"}]}]},
    {"prices": [{"range_name": "720P", "prices": [{"price": "NaN", "price_unit": "Per second"}]}]},
    {"prices": {"720P": [[]]}, "name": "\u202e\u0000x"},
    {"prices": [None, 3, {"prices": {}}] * 500, "name": ["x"]},
)


def _dearer(row: dict[str, Any]) -> dict[str, Any]:
    tiers = []
    for tier in row["prices"]:
        prices = [{**each, "price": str(Decimal(each["price"]) * Decimal("1.25"))} for each in tier["prices"]]
        tiers.append({**tier, "prices": prices})
    return {**row, "prices": tiers}


def _video_row(region: str, model_id: str) -> dict[str, Any]:
    rule = rules.MODELS[model_id]
    unit = "每秒" if region == "beijing" else "Per second"  # in the language of the site
    inputs = ["Text", "Image"] + (["Audio"] if rule.sound in {"always", "switch", "file_first"} else [])
    prices = [
        {
            "range_name": tier,
            "prices": [{"type": "video_second", "price": price, "price_unit": unit, "price_name": "Video"}],
        }
        for tier, price in _PRICES.get(region, {}).get(model_id, {}).items()
    ]
    return {
        "model": model_id,
        "name": model_id.replace("wan", "Wan", 1),
        "description": f"Wan {rule.family}, videos from pictures.",
        "provider": "wan",
        "inference_provider": "aliyun-bailian" if region == "beijing" else "alibaba-cloud-modelstudio",
        "capabilities": ["VG"],
        "features": ["model-experience"],
        "prices": prices,
        "published_time": None,
        "inference_metadata": {"request_modality": inputs, "response_modality": ["Video"]},
        "model_info": None,
    }


def _other_row(other: dict[str, Any]) -> dict[str, Any]:
    inputs, outputs = other["modes"]
    return {
        "model": other["model"],
        "name": other["name"],
        "description": "",
        "provider": other["provider"],
        "capabilities": other["capabilities"],
        "features": [],
        "prices": [],
        "published_time": "2025-11-11 12:00:00",
        "inference_metadata": {"request_modality": [inputs], "response_modality": [outputs]},
        "model_info": None,
    }


def quotas(
    region: str, *, name: str | None, model: str | None, page: int, size: int, queue: int, concurrent: int | None
) -> dict[str, Any]:
    """The body of `GET /quotas` and of its older name `GET /models/limits`, without its request id."""
    rows = [
        {
            "model": model_id,
            "workspace_id": "ws-practice",
            "model_limit": {
                "request_limit": rules.MODELS[model_id].per_second,
                "request_limit_period": 1,
                "usage_limit": None,
                "usage_limit_field": None,
                "usage_limit_period": None,
                "async_user_queue_limit": queue,
                "async_user_concurrency_limit": concurrent or rules.MODELS[model_id].concurrent,
            },
            "workspace_limit": None,
        }
        for model_id in rules.sold_in(region)
        if (not model or model_id == model) and (not name or name.lower() in model_id.lower())
    ]
    return {"output": _page(rows, "quotas", page=page, size=size)}


def permissions(allowed: Sequence[str], *, model: str | None, page: int, size: int) -> dict[str, Any]:
    """The body of `GET /models/permissions`, without its request id. `allowed` are the permitted model ids."""
    rows = [
        {
            "model": model_id,
            "name": model_id.replace("wan", "Wan", 1),
            "permissions": {"inference": True, "fine_tune": False, "deploy": False},
        }
        for model_id in allowed
        if not model or model_id == model
    ]
    return {"output": _page(rows, "permissions", page=page, size=size)}


def _page(rows: Sequence[dict[str, Any]], name: str, *, page: int, size: int) -> dict[str, Any]:
    size = min(size, PAGE_MAX)
    shown = list(rows[(page - 1) * size : page * size])
    return {"total": len(rows), "page_no": page, "page_size": size, name: shown}
