"""Numbers and dates are those of the language shown, whatever the system's locale is."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

SHOWN = """
import json, sys
from datetime import date
from decimal import Decimal
from PySide6.QtCore import QCoreApplication
from wandesk.app.languages import install_language
from wandesk.domain.price import Price
from wandesk.ui.wording import amounts, job_list
app = QCoreApplication([])
language = install_language(app, sys.argv[1])
print(json.dumps([
    language,
    amounts.price_text(Price(amount=Decimal("1234.5"), currency="USD")),
    amounts.size_text(2_104_000),
    amounts.seconds_text(7.5),
    amounts.exact_length(30.06),
    amounts.number_text(12.5),
    amounts.date_text("2026-03-02"),
    job_list.day_title(date(2026, 3, 2), date(2026, 6, 1)),
    job_list.day_title(date(2026, 3, 2), date(2026, 3, 5)),
]))
"""
ENGLISH = ["$1,234.50", "2.1 MB", "7.5 s", "30.06 s", "12.5", "3/2/26", "March 2", "Monday"]
BRITISH = [*ENGLISH[:5], "02/03/2026", "March 2", "Monday"]
CHINESE = ["$1,234.50", "2.1 MB", "7.5 秒", "30.06 秒", "12.5", "2026/3/2", "3月2日", "星期一"]


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="the system's locale is not in the environment there")
@pytest.mark.parametrize(
    ("variables", "chosen", "language", "texts"),
    [
        ("LC_ALL=de_DE.UTF-8", "system", "en", ENGLISH),
        ("LC_ALL=ar_EG.UTF-8", "system", "en", ENGLISH),
        ("LC_ALL=ar_EG.UTF-8", "zh_CN", "zh_CN", CHINESE),
        ("LC_ALL=de_DE.UTF-8", "zh_CN", "zh_CN", CHINESE),
        ("LC_ALL=zh_TW.UTF-8", "system", "zh_CN", CHINESE),
        ("LANG=zh_CN.UTF-8 LC_NUMERIC=de_DE.UTF-8 LC_TIME=en_US.UTF-8", "system", "zh_CN", CHINESE),
        ("LANG=en_US.UTF-8 LC_TIME=de_DE.UTF-8", "en", "en", ENGLISH),
        ("LANG=en_GB.UTF-8", "en", "en", BRITISH),
        ("LANG=en_US.UTF-8 LC_TIME=en_GB.UTF-8", "system", "en", BRITISH),
    ],
)
def test_numbers_and_dates_are_of_the_language_shown(
    variables: str, chosen: str, language: str, texts: list[str]
) -> None:
    given = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG"))}
    given |= dict(each.split("=") for each in variables.split(" "))
    done = subprocess.run([sys.executable, "-c", SHOWN, chosen], env=given, capture_output=True, check=True)
    assert json.loads(done.stdout) == [language, *texts]
