"""Keys, addresses and proxies of the regions: one object each, shared by the window and the engine."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from wandesk.app.cloud_link import CloudLink
from wandesk.app.key_probe import KeyProbe
from wandesk.app.region_keys import RegionKeys
from wandesk.app.video_hosts import VideoHosts
from wandesk.domain.account import Secret
from wandesk.domain.catalog_source import CatalogSource
from wandesk.engine.ports import Failpoint, no_failpoint
from wandesk.engine.thread import EngineThread
from wandesk.settings.accounts import RegionAccounts
from wandesk.settings.environment_keys import EnvironmentKeys
from wandesk.settings.preferences import Preferences
from wandesk.settings.routes import ProxyRoutes, environment_key_region
from wandesk.settings.saved_keys import SavedKeys
from wandesk.settings.secrets import SecretStore
from wandesk.settings.video_hosts import LastVideoHosts
from wandesk.ui.questions import Spawn


class CloudAccess:
    """What is needed to reach Alibaba Cloud, and what the Settings dialog edits of it."""

    def __init__(
        self,
        *,
        profile_id: str,
        catalog: CatalogSource,
        preferences: Preferences,
        thread: EngineThread,
        spawn: Spawn,
        keys: Mapping[str, Secret],
        failpoint: Failpoint = no_failpoint,
    ) -> None:
        """`keys` are those of the environment, by variable. `spawn` starts coroutines on the GUI loop."""
        self.secrets = SecretStore(
            profile_id,
            saved=SavedKeys(preferences),
            environment=EnvironmentKeys(keys, plain_region=partial(environment_key_region, preferences)),
        )
        self.routes = ProxyRoutes(preferences, self.secrets)
        last = LastVideoHosts(preferences)
        self.link = CloudLink(catalog, routes=self.routes, failpoint=failpoint, video_host_seen=last.seen)
        self.accounts = RegionAccounts(catalog, self.secrets, preferences=preferences)
        probe = KeyProbe(thread, self.link.cloud)
        self.video_hosts = VideoHosts(catalog=catalog, accounts=self.accounts, last=last, probe=probe, spawn=spawn)
        self.keys = RegionKeys(
            catalog=catalog,
            secrets=self.secrets,
            accounts=self.accounts,
            preferences=preferences,
            probe=probe,
        )
