"""The text that a user sends to the network administrator. It contains no key, password or signed link."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from wandesk import __version__

translate = QCoreApplication.translate


def copy_text() -> str:
    return translate("NetworkReport", "Copy text for IT")


def copy_help() -> str:
    return translate("NetworkReport", "Details for your network administrator")


def copied() -> str:
    return translate("NetworkReport", "Copied")


def copied_help() -> str:
    return translate("NetworkReport", "Paste it into a message to your network administrator.")


def blocked_download(host: str, kept_until: float | None) -> str:
    """The sentence about a finished video that the network blocks. `kept_until` is a Unix time."""
    text = translate("NetworkReport", "This network blocks the download of a finished video from {host}.")
    lines = [text.format(host=host)]
    if kept_until is not None:
        time = QLocale().toString(QDateTime.fromSecsSinceEpoch(int(kept_until)), QLocale.FormatType.ShortFormat)
        lines.append(translate("NetworkReport", "The video is kept there until {time}.").format(time=time))
    return "\n".join(lines)


def host_for_orders(host: str, region: str) -> str:
    return translate("NetworkReport", "{host}: orders, {region}").format(host=host, region=region)


def host_for_files(host: str, region: str) -> str:
    return translate("NetworkReport", "{host}: uploads and downloads, {region}").format(host=host, region=region)


def report(hosts: Sequence[str], *, event: str = "", findings: Sequence[str] = ()) -> str:
    """The whole text: `event` is the failure, `hosts` must be reachable, `findings` are the results of checks."""
    needs = translate(
        "NetworkReport",
        "Wan Desk {version} makes videos with Alibaba Cloud. It needs these addresses (https, port 443):",
    )
    advice = translate(
        "NetworkReport",
        "The part before the storage host name varies; if a firewall can't match it, allow all of *.aliyuncs.com.\n"
        "Please allow them without TLS inspection, or install the inspecting proxy's certificate on this computer.",
    )
    lines = [event] if event else []
    lines += [needs.format(version=__version__), *(f"- {host}" for host in hosts), advice, *findings]
    return "\n".join(lines)
