"""What the cloud's models accept, from the provider's pages and from recorded traffic.

Sources: the provider's image-to-video page of November 2025 and its successors, as collected in the wire reference,
sections 2-8. If pages differ, the newer one is used. Nothing in this table comes from Wan Desk's own catalogue.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

Protocol = Literal["legacy", "kf2v", "media", "media3"]
Audio = Literal["never", "always", "switch", "file_first", "free_switch"]

VIDEO_PATH = "services/aigc/video-generation/video-synthesis"
FRAMES_PATH = "services/aigc/image2video/video-synthesis"

AREAS = {"480P": 832 * 480, "720P": 1280 * 720, "1080P": 1920 * 1080}  # pixels; wire reference 7.2

PICTURE_MIN_SIDE, PICTURE_MAX_SIDE = 240, 8_000  # pixels; pages of 2026
PICTURE_FORMATS = {"JPEG", "MPO", "PNG", "BMP", "WEBP"}
DATA_URI_MAX_BYTES = 10_485_760  # of the encoded text; "Exceeded limit on max bytes per data-uri item"
AUDIO_MAX_BYTES = 15 * 1024 * 1024
AUDIO_MAX_SECONDS = 30.0
CLIP_MAX_BYTES = 100 * 1024 * 1024
CLIP_SECONDS = (2.0, 10.0)
CLIP_SIDES = (240, 4_096)  # pixels
CLIP_MAX_ASPECT = 8.0
REFERENCES_MAX_SECONDS = 15.0  # of all reference videos of a request together, and of all reference audio
SEED_MAX = 2_147_483_647
QUEUE_MAX = 500
RETENTION_SECONDS = 24 * 3600.0
UPLOAD_SECONDS = 48 * 3600.0
MEDIA_CODE = "InvalidParameter"  # of nearly all trouble with files; the message alone tells (wire reference, 2.8)
POLICY_SECONDS = 300.0
UPLOAD_MAX_BYTES = 1_073_741_824
QUERIES_PER_SECOND = 20
POLICIES_PER_SECOND = 100
LIST_PAGE_MAX = 100

# fmt: off
_SHARED_EFFECTS = (
    "squish", "rotation", "poke", "inflate", "dissolve", "carousel", "singleheart", "flying", "rose", "crystalrose",
    "hug", "frenchkiss", "coupleheart",
)
_PLUS_EFFECTS = (
    "melt", "icecream", "dance1", "dance2", "dance3", "dance4", "dance5", "mermaid", "graduation", "dragon", "money",
    "jellyfish", "pupil",
)
# fmt: on


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelRules:
    """One model. `resolutions` are in the order of the cloud's error message."""

    ids: tuple[str, ...]
    family: str
    protocol: Protocol = "legacy"
    resolutions: tuple[str, ...]
    default_resolution: str
    durations: tuple[int, ...] | range
    duration_may_be_automatic: bool = False
    sound: Audio = "never"
    audio_min_seconds: float = 3.0
    shot_types: bool = False
    templates: tuple[str, ...] = ()
    media_types: tuple[str, ...] = ()
    media_sets: tuple[frozenset[str], ...] = ()
    prompt_chars: int
    picture_max_bytes: int
    picture_max_aspect: float | None = None
    size_multiple: int
    fps: int = 30
    reports_actual_prompt: bool = False
    usage: Literal["old", "frames", "plain", "split", "split_sound", "ratio"]
    per_second: int
    concurrent: int

    @property
    def path(self) -> str:
        return FRAMES_PATH if self.protocol == "kf2v" else VIDEO_PATH

    @property
    def is_fixed_length(self) -> bool:
        return len(self.durations) == 1


_MB = 1024 * 1024
_MEDIA_27 = ("first_frame", "last_frame", "driving_audio", "first_clip")
_SETS_27 = tuple(
    frozenset(names.split())
    for names in (
        "first_frame",
        "first_frame driving_audio",
        "first_frame last_frame",
        "first_frame last_frame driving_audio",
        "first_clip",
        "first_clip last_frame",
    )
)
_MEDIA_30 = ("first_frame", "last_frame", "reference_image", "reference_video", "reference_audio", "file", "link")
MEDIA_30_MOST = {
    "first_frame": 1,
    "last_frame": 1,
    "reference_image": 10,
    "reference_video": 5,
    "reference_audio": 5,
    "file": 1,
    "link": 1,
}
RATIOS_30 = {"16:9": (16, 9), "4:3": (4, 3), "1:1": (1, 1), "3:4": (3, 4), "9:16": (9, 16)}

_WAN_27 = ModelRules(
    ids=("wan2.7-i2v", "wan2.7-i2v-2026-04-25"),
    family="2.7",
    protocol="media",
    resolutions=("1080P", "720P"),
    default_resolution="1080P",
    durations=range(2, 16),
    sound="always",
    audio_min_seconds=2.0,
    media_types=_MEDIA_27,
    media_sets=_SETS_27,
    prompt_chars=5_000,
    picture_max_bytes=20 * _MB,
    picture_max_aspect=8.0,
    size_multiple=2,
    usage="split",
    per_second=5,
    concurrent=5,
)
_WAN_26 = ModelRules(
    ids=("wan2.6-i2v",),
    family="2.6",
    resolutions=("1080P", "720P"),
    default_resolution="1080P",
    durations=range(2, 16),
    sound="always",
    shot_types=True,
    prompt_chars=1_500,
    picture_max_bytes=20 * _MB,
    size_multiple=2,
    usage="split",
    per_second=5,
    concurrent=5,
)
_WAN_25 = ModelRules(
    ids=("wan2.5-i2v-preview",),
    family="2.5",
    resolutions=("1080P", "720P", "480P"),
    default_resolution="1080P",
    durations=(5, 10),
    sound="file_first",
    prompt_chars=1_500,
    picture_max_bytes=20 * _MB,
    size_multiple=16,
    reports_actual_prompt=True,
    usage="plain",
    per_second=5,
    concurrent=5,
)
_WAN_22 = ModelRules(
    ids=("wan2.2-i2v-flash",),
    family="2.2",
    resolutions=("1080P", "720P", "480P"),
    default_resolution="720P",
    durations=(5,),
    prompt_chars=800,
    picture_max_bytes=10 * _MB,
    size_multiple=16,
    reports_actual_prompt=True,
    usage="plain",
    per_second=2,
    concurrent=2,
)
_WAN_21 = replace(
    _WAN_22,
    ids=("wanx2.1-i2v-turbo", "wan2.1-i2v-turbo"),
    family="2.1",
    resolutions=("720P", "480P"),
    durations=(3, 4, 5),
    templates=_SHARED_EFFECTS,
    usage="old",
)
_WAN_30 = replace(
    _WAN_27,
    ids=("wan3.0-video", "wan3.0-video-prime"),
    family="3.0",
    protocol="media3",
    resolutions=("1080P", "720P", "480P"),
    durations=range(2, 31),
    duration_may_be_automatic=True,
    sound="free_switch",
    media_types=_MEDIA_30,
    media_sets=(),
    prompt_chars=20_000,
    usage="ratio",
)

_MODELS = (
    _WAN_30,
    _WAN_27,
    replace(_WAN_26, ids=("wan2.6-i2v-flash",), sound="switch", usage="split_sound"),
    _WAN_26,
    replace(_WAN_26, ids=("wan2.6-i2v-us",), durations=(5, 10, 15)),
    _WAN_25,
    _WAN_22,
    replace(_WAN_22, ids=("wan2.2-i2v-plus",), resolutions=("1080P", "480P"), default_resolution="1080P"),
    _WAN_21,
    replace(
        _WAN_21,
        ids=("wanx2.1-i2v-plus", "wan2.1-i2v-plus"),
        resolutions=("720P",),
        durations=(5,),
        templates=_SHARED_EFFECTS + _PLUS_EFFECTS,
    ),
    replace(_WAN_22, ids=("wan2.2-kf2v-flash",), protocol="kf2v", usage="frames", reports_actual_prompt=True),
    replace(
        _WAN_21,
        ids=("wanx2.1-kf2v-plus", "wan2.1-kf2v-plus"),
        protocol="kf2v",
        resolutions=("720P",),
        durations=(5,),
        templates=("hanfu-1", "solaron", "magazine", "mech1", "mech2"),
        usage="frames",
    ),
)

MODELS: dict[str, ModelRules] = {model_id: model for model in _MODELS for model_id in model.ids}

# The regions that offer each model: wire reference, sections 1.1 and 8.

REGION_CODES = {
    "beijing": "cn-beijing",
    "singapore": "ap-southeast-1",
    "virginia": "us-east-1",
    "frankfurt": "eu-central-1",
    "hongkong": "cn-hongkong",
    "tokyo": "ap-northeast-1",
}
REGIONS = ("practice", *REGION_CODES)
UPLOAD_REGIONS = {"practice", "beijing", "singapore"}  # the others are not documented to have temporary uploads
_SOLD: dict[str, set[str]] = {
    "singapore": {
        *_WAN_27.ids,
        *_WAN_30.ids,
        "wan2.6-i2v-flash",
        "wan2.6-i2v",
        "wan2.5-i2v-preview",
        "wan2.2-i2v-flash",
        "wan2.2-i2v-plus",
        "wan2.1-i2v-turbo",
        "wan2.1-i2v-plus",
        "wan2.1-kf2v-plus",
    },
    "virginia": {"wan2.6-i2v", "wan2.6-i2v-us", *_WAN_30.ids},  # prime: by the price list, not by the table of offers
    "frankfurt": {"wan2.6-i2v", *_WAN_30.ids},
    "hongkong": {"wan3.0-video"},  # uncertain
    "tokyo": {"wan3.0-video"},
}
# The oldest models are spelt wanx in Beijing and wan elsewhere (PRICE and RATE pages).
_NOT_IN_BEIJING = {"wan2.1-i2v-turbo", "wan2.1-i2v-plus", "wan2.1-kf2v-plus", "wan2.6-i2v-us"}


def sold_in(region: str) -> list[str]:
    """The model ids that a region offers, newest family first; practice offers all."""
    if region == "practice":
        return list(MODELS)
    if region == "beijing":
        return [model_id for model_id in MODELS if model_id not in _NOT_IN_BEIJING]
    return [model_id for model_id in MODELS if model_id in _SOLD.get(region, ())]
