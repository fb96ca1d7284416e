"""Input methods for Chinese."""

from __future__ import annotations

from collections.abc import MutableMapping

CHINESE_INPUT = "fcitx"


def prepare_input_methods(environment: MutableMapping[str, str]) -> None:
    """Let fcitx users type Chinese: Qt reaches fcitx5 through its ibus plug-in and portal (measured).

    Must run before QApplication is created. Where the environment asks for fcitx, Qt would load no input method: its
    plug-in for fcitx is not in the wheels. An installed ibus changes nothing about that; Ubuntu always has one.
    """
    requested = (environment.get(name, "") for name in ("QT_IM_MODULE", "QT_IM_MODULES", "XMODIFIERS"))
    if not any(CHINESE_INPUT in value for value in requested):
        return
    modules = [module for module in environment.get("QT_IM_MODULES", "").split(";") if module]
    if "ibus" not in modules:
        environment["QT_IM_MODULES"] = ";".join([*modules, "ibus"])
    environment.setdefault("IBUS_USE_PORTAL", "1")
