"""Reads a region's list of models and prices: free, page by page, leniently and within bounds.

`GET /models?providers=wan&capabilities=VG` (the provider's page *List models*; the nesting of `prices` was seen in a
real answer of September 2026 for text models: `[{range_name, prices: [{type, price, price_unit, price_name}]}]`, the
price a text, the unit in the language of the site, and no currency). How the ranges of video prices are named is not
documented: every text is searched for the resolution.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from decimal import Decimal, InvalidOperation

from wandesk.dashscope.answers import CloudAnswer
from wandesk.dashscope.json_values import Json, id_text, mapping, name_text, text, whole
from wandesk.domain.errors import CloudError, CloudRefused
from wandesk.domain.model_list import ListedModel, ListedPrice, ModelList
from wandesk.domain.sentences import Sentence

Send = Callable[[Mapping[str, str]], Awaitable[CloudAnswer]]
"""One free `GET /models` with this query. Raises what `FreeRequests.send` raises."""

PAGE_SIZE = 50
MOST_PAGES = 20
MOST_MODELS = 500
MOST_PRICES = 40
HIGHEST_PRICE = Decimal(1000)
"""Of a second, in any currency; more is absurd."""
LONGEST_PRICE = 20

_RESOLUTION = re.compile(r"(?<!\d)(480|720|1080)\s*[pP](?![a-zA-Z])")
_SECOND = ("second", "秒", "/s")
_OTHER_UNITS = ("token", "image", "张", "minute", "分钟", "hour", "小时")
_SILENT = ("silent", "without audio", "no audio", "without sound", "mute", "无声", "静音")
_SOUNDING = ("audio", "sound", "有声", "音频")
_CURRENCIES = (
    ("CNY", ("cny", "rmb", "¥", "元", "￥")),
    ("USD", ("usd", "$", "dollar", "美元")),
)
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
"""The Chinese site prints CNY, and names no currency."""
_USUAL_BANDS = ("", "standard", "default")


async def read_model_list(send: Send) -> ModelList:
    """Every page of the region's Wan video models. Raises what `send` raises; CloudRefused where there is no list."""
    models: dict[str, ListedModel] = {}
    read, is_readable = 0, True
    for number in range(1, MOST_PAGES + 1):
        rows, total = await _page(send, number)
        read += len(rows)
        for row in rows:
            model = _model(row)
            is_readable = is_readable and model is not None and len(models) < MOST_MODELS
            if model is not None and len(models) < MOST_MODELS:
                models.setdefault(model.model_id, model)
        if not rows or (total is not None and read >= total) or (total is None and len(rows) < PAGE_SIZE):
            is_complete = is_readable and (total is None or read >= total)
            return ModelList(models=tuple(models.values()), is_complete=is_complete)
    return ModelList(models=tuple(models.values()), is_complete=False)


async def _page(send: Send, number: int) -> tuple[list[Json], int | None]:
    query = {"providers": "wan", "capabilities": "VG", "page_no": str(number), "page_size": str(PAGE_SIZE)}
    try:
        answer = await send(query)
    except CloudError as error:
        if error.is_host_gone:  # the path, here: the host has just been typed or tested
            raise _no_list(error.detail, code=error.code, request_id=error.request_id) from error
        raise
    output = answer.output
    rows = output.get("models")
    if not isinstance(rows, list):
        raise _no_list("an answer without a list of models", request_id=answer.request_id)
    total = whole(output.get("total"), at_most=1_000_000)
    return [mapping(row) for row in rows[:MOST_MODELS]], total


def _no_list(detail: str, *, code: str = "", request_id: str = "") -> CloudRefused:
    return CloudRefused(detail, sentence=Sentence.MODEL_LIST_UNAVAILABLE, code=code, request_id=request_id)


def _model(row: Json) -> ListedModel | None:
    model_id = id_text(row.get("model"))
    if not model_id or not model_id.isascii() or not model_id.isprintable():
        return None
    ranges = row.get("prices")
    prices: list[ListedPrice] = []
    for each in ranges[:MOST_PRICES] if isinstance(ranges, list) else ():
        entry = mapping(each)
        items = entry.get("prices")
        for item in items[:MOST_PRICES] if isinstance(items, list) else (entry,):
            price = _price(text(entry.get("range_name")), mapping(item))
            if price is not None and len(prices) < MOST_PRICES:
                prices.append(price)
    return ListedModel(model_id=model_id, name=name_text(row.get("name")), prices=tuple(prices))


def _price(range_name: str, item: Json) -> ListedPrice | None:
    """A price of one second; None for other units, bands and absurd values."""
    unit, kind, name = (text(item.get(key))[:100] for key in ("price_unit", "type", "price_name"))
    said = " ".join((range_name[:100], name, kind, unit))
    lowered = said.casefold()
    resolution = _RESOLUTION.search(said)
    measure = f"{unit} {kind}".casefold()
    per_second = _amount(item.get("price"))
    is_per_second = any(each in measure for each in _SECOND) and not any(each in measure for each in _OTHER_UNITS)
    is_usual = text(item.get("time_band")).casefold() in _USUAL_BANDS
    if resolution is None or per_second is None or not is_per_second or not is_usual:
        return None
    has_sound = None
    if any(each in lowered for each in _SILENT):
        has_sound = False
    elif any(each in lowered for each in _SOUNDING):
        has_sound = True
    return ListedPrice(
        resolution=f"{resolution[1]}P",
        per_second=per_second,
        has_sound=has_sound,
        currency=_currency(text(item.get("currency")), unit, text(item.get("price"))),
    )


def _amount(value: object) -> Decimal | None:
    """A plausible price, exactly as it is printed."""
    printed = text(value).strip().lstrip("¥￥$").strip()
    if not printed or len(printed) > LONGEST_PRICE:
        return None
    try:
        found = Decimal(printed)
    except InvalidOperation:
        return None
    return found if found.is_finite() and 0 < found <= HIGHEST_PRICE else None


def _currency(named: str, *texts: str) -> str | None:
    said = " ".join((named, *texts)).casefold()[:200]
    for currency, marks in reversed(_CURRENCIES):  # 美元 before 元
        if any(mark in said for mark in marks):
            return currency
    return "CNY" if any(_CHINESE.search(each) for each in texts) else None
