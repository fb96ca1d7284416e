"""Which input method Qt is told to use: that of fcitx users is reached through ibus."""

from __future__ import annotations

from pathlib import Path

import pytest

from wandesk.app.input_methods import prepare_input_methods

PORTAL = {"IBUS_USE_PORTAL": "1"}


@pytest.mark.parametrize("has_ibus", [False, True])
@pytest.mark.parametrize(
    ("given", "added"),
    [
        ({"QT_IM_MODULE": "fcitx"}, {"QT_IM_MODULES": "ibus", **PORTAL}),
        ({"XMODIFIERS": "@im=fcitx"}, {"QT_IM_MODULES": "ibus", **PORTAL}),
        ({"QT_IM_MODULES": "wayland;fcitx"}, {"QT_IM_MODULES": "wayland;fcitx;ibus", **PORTAL}),
        ({"QT_IM_MODULES": "wayland;fcitx;ibus"}, PORTAL),
        ({"QT_IM_MODULE": "fcitx", "IBUS_USE_PORTAL": "0"}, {"QT_IM_MODULES": "ibus"}),
        ({"QT_IM_MODULE": "ibus", "XMODIFIERS": "@im=ibus"}, {}),
        ({}, {}),
    ],
)
def test_fcitx_is_reached_through_ibus(
    given: dict[str, str], added: dict[str, str], has_ibus: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if has_ibus:  # as Ubuntu installs it
        (tmp_path / "ibus-daemon").touch(0o755)
        monkeypatch.setenv("PATH", str(tmp_path))
    environment = dict(given)
    prepare_input_methods(environment)
    assert environment == {**given, **added}
