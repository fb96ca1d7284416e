"""Questions before an order."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from wandesk.ui.wording.sentences import joined

translate = QCoreApplication.translate


def looking() -> str:
    return translate("BeforeOrdering", "Checking whether this network can download the video…")


def storage_not_reached(region: str) -> str:
    return translate("BeforeOrdering", "This network can't reach Alibaba's storage in {region}.").format(region=region)


def why_it_matters(reason: str) -> str:
    """What follows for the video; `reason` is what was found out."""
    return joined(
        reason,
        translate(
            "BeforeOrdering",
            "The video would be made and charged, but Wan Desk couldn't download it here. Alibaba keeps it for 24 "
            "hours; in another network it is downloaded automatically.",
        ),
    )


def generate_anyway() -> str:
    return translate("BeforeOrdering", "Generate anyway")


def check_connection() -> str:
    return translate("Settings", "Check connection")


def cancel() -> str:
    return translate("BeforeOrdering", "Cancel")
