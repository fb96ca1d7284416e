"""Differences between the simulator's rules and our catalogue: each has its reason, and no reason is left over.

The two were written independently, both from the provider's pages. `pytest -s` prints the table.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from wandesk.simulator import rules
from wandesk.simulator.rules import ModelRules

CATALOGUE = tomllib.loads((Path(__file__).resolve().parents[2] / "resources" / "models.toml").read_text("utf-8"))
MB = 1_000_000
SOUNDS = {
    "never": {"never"},
    "always": {"always"},
    "default_on": {"file_first"},
    "switchable": {"switch", "free_switch"},
}
UNKNOWN = "unknown"

BASE = (
    "The pages do not say whether MB are 10^6 or 2^20: the catalogue keeps to the smaller, the simulator to the larger."
)
TABLE = "The pages give no number; the simulator has to have one and takes that of the family before."
MULTIPLE = "Not known; the simulator takes the rule of the nearest family that was measured or documented."
PRICED = "Singapore prints no 1080P price: the catalogue hides it there, the cloud's guide still lists the tier."
PROMPT = "It comes when the prompt was extended, but not from 2.6 on (wire reference, 3.1); left open in the catalogue."
RATE = "The row is missing or unclear in Singapore's table of limits; Beijing's stands in."

# (catalogue key, what) -> reason
REASONS: dict[tuple[str, str], str] = {
    **{(key, "picture bytes"): BASE for key in (model["key"] for model in CATALOGUE["model"])},
    **{
        (key, "sound bytes"): BASE
        for key in ("wan2.7-i2v", "wan2.6-i2v-flash", "wan2.6-i2v", "wan2.6-i2v-us", "wan2.5-i2v-preview")
    },
    ("wan2.7-i2v", "clip bytes"): BASE,
    ("wan2.7-i2v", "size multiple"): MULTIPLE,
    ("wan2.5-i2v-preview", "size multiple"): MULTIPLE,
    ("wan3.0-video", "size multiple"): MULTIPLE,
    ("wan3.0-video-prime", "size multiple"): MULTIPLE,
    ("wan2.5-i2v-preview", "fps"): "24 in the page of 2025, 30 in those of 2026: the catalogue leaves it open.",
    ("wan2.6-i2v-us", "usage"): "The catalogue gives none; that of its family stands in.",
    ("wan2.2-kf2v-flash", "actual prompt"): PROMPT,
    ("wan2.1-kf2v-plus", "actual prompt"): PROMPT,
    ("wan3.0-video", "actual prompt"): PROMPT,
    ("wan3.0-video-prime", "actual prompt"): PROMPT,
    ("wan3.0-video", "limits"): TABLE,
    ("wan3.0-video-prime", "limits"): TABLE,
    ("wan2.2-i2v-flash", "limits"): RATE,
    ("wan2.1-kf2v-plus", "limits"): RATE,
    ("wan2.2-i2v-flash", "resolutions"): PRICED,
}  # fmt: skip


def catalogue_facts(model: dict[str, Any], offer: dict[str, Any]) -> dict[str, Any]:
    """The catalogue's facts of a model where it is sold, in values that both sides share."""
    length = model["duration"]
    if "fixed" in length:
        lengths = {length["fixed"]}
    else:
        lengths = set(length["values"]) if "values" in length else set(range(length["min"], length["max"] + 1))
    sound, clip = model.get("audio_in"), model.get("clip_in")
    return {
        "path": model["endpoint"],
        "protocol": model["protocol"],
        "resolutions": set(offer.get("resolutions", model["resolutions"])),
        "default resolution": model["default_resolution"],
        "lengths": lengths,
        "length is fixed": "fixed" in length,
        "length may be automatic": "auto" in length,
        "parameters": set(model["params"]),
        "prompt": model["prompt_chars"],
        "picture bytes": model["image"]["max_mb"] * MB,
        "picture aspect": model["image"].get("max_aspect"),
        "sound": model["sound"],
        "sound seconds": (sound["min_s"], sound["max_s"]) if sound else None,
        "sound bytes": sound["max_mb"] * MB if sound else None,
        "clip seconds": (clip["min_s"], clip["max_s"]) if clip else None,
        "clip sides": (clip["min_side"], clip["max_side"], clip["max_aspect"]) if clip else None,
        "clip bytes": clip["max_mb"] * MB if clip else None,
        "effects": set(model.get("choices", {}).get("template", [])),
        "media sets": {frozenset(names) for names in model.get("media_sets", [])},
        "media most": model.get("media_max", {}),
        "ratios": set(model.get("choices", {}).get("ratio", [])),
        "fps": model.get("fps", UNKNOWN),
        "size multiple": model.get("size_multiple", UNKNOWN),
        "actual prompt": model.get("actual_prompt", UNKNOWN),
        "usage": set(model["usage_keys"]) if "usage_keys" in model else UNKNOWN,
        "limits": (offer.get("rps", UNKNOWN), offer.get("concurrency", UNKNOWN)),
    }


USAGE = {
    "old": {"video_duration", "video_ratio", "video_count"},
    "frames": {"video_duration", "video_count", "SR"},
    "plain": {"duration", "SR", "video_count"},
    "split": {"duration", "input_video_duration", "output_video_duration", "SR", "video_count"},
}
USAGE["split_sound"] = USAGE["split"] | {"audio"}
USAGE["ratio"] = USAGE["split"] | {"fps", "ratio"}


def simulator_facts(rule: ModelRules, *, sound: str, sets: set[frozenset[str]]) -> dict[str, Any]:
    """The simulator's facts of the same model. `sound` is the catalogue's value, which has less detail than the
    simulator's. `sets` are the catalogue's for the newest family: there the cloud has no list of sets, it only keeps
    frames and references apart.
    """
    parameters = {"resolution", "prompt_extend", "watermark", "seed"}
    parameters |= set() if rule.is_fixed_length else {"duration"}
    parameters |= {"audio"} if rule.sound in {"switch", "file_first", "free_switch"} else set()
    parameters |= {"shot_type"} if rule.shot_types else set()
    parameters |= {"ratio"} if rule.protocol == "media3" else set()
    has_file = rule.sound not in {"never", "free_switch"}
    has_clip = "first_clip" in rule.media_types
    return {
        "path": rule.path,
        "protocol": rule.protocol,
        "resolutions": set(rule.resolutions),
        "default resolution": rule.default_resolution,
        "lengths": set(rule.durations),
        "length is fixed": rule.is_fixed_length,
        "length may be automatic": rule.duration_may_be_automatic,
        "parameters": parameters,
        "prompt": rule.prompt_chars,
        "picture bytes": rule.picture_max_bytes,
        "picture aspect": rule.picture_max_aspect,
        "sound": sound if rule.sound in SOUNDS[sound] else rule.sound,
        "sound seconds": (rule.audio_min_seconds, rules.AUDIO_MAX_SECONDS) if has_file else None,
        "sound bytes": rules.AUDIO_MAX_BYTES if has_file else None,
        "clip seconds": rules.CLIP_SECONDS if has_clip else None,
        "clip sides": (*rules.CLIP_SIDES, rules.CLIP_MAX_ASPECT) if has_clip else None,
        "clip bytes": rules.CLIP_MAX_BYTES if has_clip else None,
        "effects": set(rule.templates),
        "media sets": {names for names in sets if is_taken_by_the_newest(names)}
        if rule.protocol == "media3"
        else set(rule.media_sets),
        "media most": rules.MEDIA_30_MOST if rule.protocol == "media3" else {},
        "ratios": {"adaptive", *rules.RATIOS_30} if rule.protocol == "media3" else set(),
        "fps": rule.fps,
        "size multiple": rule.size_multiple,
        "actual prompt": rule.reports_actual_prompt,
        "usage": USAGE[rule.usage],
        "limits": (rule.per_second, rule.concurrent),
    }


def is_taken_by_the_newest(names: frozenset[str]) -> bool:
    has_references = any(name.startswith("reference_") for name in names)
    return names <= set(rules.MEDIA_30_MOST) and not (has_references and names & {"first_frame", "last_frame"})


def resolved(model: dict[str, Any]) -> dict[str, Any]:
    if "same_as" not in model:
        return model
    other = next(one for one in CATALOGUE["model"] if one["key"] == model["same_as"])
    return {**other, **model}


def test_every_difference_has_its_reason() -> None:
    found: dict[tuple[str, str], set[str]] = {}
    for model in map(resolved, CATALOGUE["model"]):
        for offer in model["offer"]:
            for model_id in offer["ids"]:
                ours = catalogue_facts(model, offer)
                theirs = simulator_facts(rules.MODELS[model_id], sound=model["sound"], sets=ours["media sets"])
                for what, value in ours.items():
                    if theirs[what] != value:
                        difference = f"{offer['region']}: catalogue {value}, simulator {theirs[what]}"
                        found.setdefault((model["key"], what), set()).add(difference)
    for place in sorted(found):
        print(*place, "|", "; ".join(sorted(found[place])), "|", REASONS.get(place, "NO REASON"))

    assert {place: found[place] for place in found if place not in REASONS} == {}
    assert set(REASONS) - set(found) == set()


def test_both_sell_the_same_models_in_the_same_regions() -> None:
    for region in rules.REGION_CODES:
        sold = {
            model_id
            for model in CATALOGUE["model"]
            for offer in model["offer"]
            if offer["region"] == region
            for model_id in offer["ids"]
        }
        assert sold == set(rules.sold_in(region)), region
    has_uploads = {name for name, region in CATALOGUE["region"].items() if region.get("temp_upload")}
    assert has_uploads == rules.UPLOAD_REGIONS
    codes = {name: region["code"] for name, region in CATALOGUE["region"].items() if "code" in region}
    assert codes == rules.REGION_CODES


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("task.retention_hours", rules.RETENTION_SECONDS / 3600),
        ("task.query_qps", rules.QUERIES_PER_SECOND),
        ("task.list_qps", rules.QUERIES_PER_SECOND),
        ("task.cancel_qps", rules.QUERIES_PER_SECOND),
        ("task.queue", rules.QUEUE_MAX),
        ("upload.url_hours", rules.UPLOAD_SECONDS / 3600),
        ("upload.policy_seconds", rules.POLICY_SECONDS),
        ("upload.policy_qps", rules.POLICIES_PER_SECOND),
        ("upload.policy_max_file_mb_seen", rules.UPLOAD_MAX_BYTES / 1_048_576),
        ("image.min_side", rules.PICTURE_MIN_SIDE),
        ("image.max_side", rules.PICTURE_MAX_SIDE),
        ("ranges.seed.max", rules.SEED_MAX),
    ],
)
def test_shared_limits_are_the_same(place: str, value: float) -> None:
    found = CATALOGUE["limits"]
    for name in place.split("."):
        found = found[name]
    assert found == value


def test_area_of_a_tier_is_the_same() -> None:
    assert {f"area_{tier}": area for tier, area in rules.AREAS.items()} == {
        name: value for name, value in CATALOGUE["size_rule"].items() if name.startswith("area_")
    }
    assert {*rules.PICTURE_FORMATS} - {"MPO"} == set(
        CATALOGUE["limits"]["image"]["formats"]
    )  # MPO: JPEG of some phones
    # A raw picture of this size becomes a base64 text of at most the size that the cloud takes inline.
    raw = CATALOGUE["limits"]["upload"]["inline_base64_max_raw_bytes"]
    assert raw * 4 / 3 + 64 < rules.DATA_URI_MAX_BYTES
