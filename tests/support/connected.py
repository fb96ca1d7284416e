"""A region of the program that is the simulator, with a key and a consent for one run."""

from __future__ import annotations

from tests.support.simulator_inside import SimulatorInside
from wandesk.app.application import Application
from wandesk.domain.account import Secret
from wandesk.domain.endpoint import AddressChoice, AddressKind, same_address
from wandesk.settings.agreements import agreement_entry

KEY = "sk-here-0123456789"
REGION = "singapore"


def connect(program: Application, simulator: SimulatorInside) -> None:
    """Singapore is the simulator, with a key and a consent for this run."""
    access, base_url = program.access, f"{simulator.regions_url}/{REGION}/api/v1"
    access.secrets.keep_for_session(agreement_entry(REGION, base_url), Secret(same_address(base_url)))
    access.accounts.choose(REGION, AddressChoice(kind=AddressKind.CUSTOM, text=base_url))
    account = access.accounts.address(REGION).account
    assert account is not None
    access.secrets.keep_for_session(account, Secret(KEY))
