"""Sizes, lengths and prices as text, in the user's locale."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QCoreApplication, QDate, QDateTime, QLocale

from wandesk.domain.catalog import AUTOMATIC_SECONDS
from wandesk.domain.price import Price

translate = QCoreApplication.translate

SYMBOLS = {"USD": "$", "CNY": "¥"}
MIN_DIGITS = 2
MAX_DIGITS = 4


def size_text(size_bytes: float) -> str:
    """A file's size in units of 1000: `812 KB`, `2.1 MB`."""
    locale = QLocale()
    template = translate("Amounts", "{amount} {unit}")
    smaller = ((1_000, translate("Amounts", "bytes"), 0), (1_000_000, "KB", 0), (1_000_000_000, "MB", 1))
    for limit, unit, digits in smaller:
        if size_bytes < limit * 0.9995:
            return template.format(amount=locale.toString(size_bytes / (limit / 1_000), "f", digits), unit=unit)
    return template.format(amount=locale.toString(size_bytes / 1e9, "f", 1), unit="GB")


def clock_text(seconds: float) -> str:
    """A duration: `0:12`, `1:20`, `1:02:03`, rounded to whole seconds."""
    whole = max(0, round(seconds))
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"


def exact_length(seconds: float) -> str:
    """A length of audio in true digits: `7 s`, `30.06 s`, `10 min`, `1 min 5 s`, `2 h 3 min`."""
    locale = QLocale()
    if round(seconds, 2) < 60:
        digits = next(count for count in range(3) if count == 2 or round(seconds, count) == round(seconds, 2))
        return translate("Amounts", "{seconds} s").format(seconds=locale.toString(float(seconds), "f", digits))
    hours, rest = divmod(round(seconds), 3600)
    minutes, left = divmod(rest, 60)
    shown = (
        (translate("Amounts", "{hours} h").format(hours=hours), hours),
        (translate("Amounts", "{minutes} min").format(minutes=minutes), minutes),
        (translate("Amounts", "{seconds} s").format(seconds=left), left if not hours else 0),
    )
    return " ".join(text for text, amount in shown if amount)


def price_text(price: Price) -> str:
    """An amount with its currency symbol: `$0.50`, `¥3.00`, `$0.0625`; never converted."""
    return money_text(price.amount, price.currency)


def cost_text(price: Price) -> str:
    """An estimate: `about $0.50`, or `up to $1.50` where the model chooses the length."""
    if price.is_at_most:
        return translate("Amounts", "up to {price}").format(price=price_text(price))
    return translate("Amounts", "about {price}").format(price=price_text(price))


def ordered_length(seconds: int) -> str:
    """A requested length: `5 s`, or automatic."""
    if seconds == AUTOMATIC_SECONDS:
        return translate("Amounts", "automatic length")
    return translate("Amounts", "{seconds} s").format(seconds=seconds)


def money_text(amount: Decimal, currency: str) -> str:
    """Two decimals, or up to four for amounts below one unit."""
    exponent = amount.normalize().as_tuple().exponent
    wanted = -exponent if isinstance(exponent, int) else MIN_DIGITS
    digits = min(MAX_DIGITS if amount < 1 else MIN_DIGITS, max(MIN_DIGITS, wanted))
    number = QLocale().toString(float(amount), "f", digits)
    symbol = SYMBOLS.get(currency)
    return f"{symbol}{number}" if symbol else f"{number} {currency}"


def rate_text(per_second: Decimal, currency: str) -> str:
    """A list price of one second in all its digits: `$0.05`, `$0.0375`, `¥1.20`."""
    exponent = per_second.normalize().as_tuple().exponent
    digits = max(MIN_DIGITS, -exponent if isinstance(exponent, int) else MIN_DIGITS)
    number = QLocale().toString(float(per_second), "f", digits)
    symbol = SYMBOLS.get(currency)
    return f"{symbol}{number}" if symbol else f"{number} {currency}"


def dimensions_text(width: int, height: int) -> str:
    """Pixels, without thousands separators: `1920 × 1080`."""
    return translate("Amounts", "{width} × {height}").format(width=width, height=height)


def number_text(value: float) -> str:
    """A number in a sentence: without decimals if whole, else with one."""
    locale = QLocale()
    return locale.toString(value) if isinstance(value, int) else locale.toString(value, "f", int(value % 1 != 0))


def date_text(iso: str) -> str:
    """A date of the catalogue (`YYYY-MM-DD`) in the user's short format; other text is unchanged."""
    day = QDate.fromString(iso, "yyyy-MM-dd")
    return QLocale().toString(day, QLocale.FormatType.ShortFormat) if day.isValid() else iso


def moment_text(at: float) -> str:
    """A time in the user's time zone, with the day unless that is today."""
    moment = QDateTime.fromSecsSinceEpoch(int(at))
    locale = QLocale()
    time = locale.toString(moment.time(), QLocale.FormatType.ShortFormat)
    if moment.date() == QDateTime.currentDateTime().date():
        return time
    return translate("Jobs", "{day} {time}").format(
        day=locale.dayName(moment.date().dayOfWeek(), QLocale.FormatType.ShortFormat), time=time
    )


def date_and_time_text(at: float) -> str:
    """A moment in the user's time zone and short format."""
    return QLocale().toString(QDateTime.fromSecsSinceEpoch(int(at)), QLocale.FormatType.ShortFormat)


def seconds_text(seconds: float) -> str:
    """A video's length: `5 s`; a tenth where it is not whole."""
    is_whole = abs(seconds - round(seconds)) < 0.1
    return translate("Jobs", "{seconds} s").format(
        seconds=QLocale().toString(float(seconds), "f", 0 if is_whole else 1)
    )


def time_text(at: float) -> str:
    """The time in the user's time zone if that is today, else the date."""
    moment = QDateTime.fromSecsSinceEpoch(int(at))
    locale = QLocale()
    if moment.date() == QDateTime.currentDateTime().date():
        return locale.toString(moment.time(), QLocale.FormatType.ShortFormat)
    return locale.toString(moment.date(), QLocale.FormatType.ShortFormat)


def hour_text(at: float) -> str:
    """The time of day in the user's time zone: `9:25 AM`, `09:25`."""
    return QLocale().toString(QDateTime.fromSecsSinceEpoch(int(at)).time(), QLocale.FormatType.ShortFormat)
