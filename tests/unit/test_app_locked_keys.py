"""Jobs that wait for a locked keyring continue once it is unlocked."""

from __future__ import annotations

import asyncio

import pytest

from wandesk.app.locked_keys import LockedKeys
from wandesk.domain.account import AccountRef, Connection, Secret
from wandesk.domain.errors import KeyNeeded, KeyringFailed, WanDeskError
from wandesk.domain.sentences import Sentence
from wandesk.engine.clock import SystemClock
from wandesk.engine.supervisor import Supervisor

READY = Connection(
    account="beijing/main", region="beijing", base_url="https://h/api/v1", secret=Secret("sk-1"), has_uploads=False
)


class Keys:
    """Accounts with one key, which `error` keeps back."""

    def __init__(self, error: WanDeskError | None) -> None:
        self.error = error
        self.asked: list[AccountRef] = []

    async def connect(self, ref: AccountRef) -> Connection:
        self.asked.append(ref)
        if self.error is not None:
            raise self.error
        return READY


@pytest.mark.parametrize("after", [None, KeyNeeded()])
@pytest.mark.parametrize("sentence", [Sentence.KEYRING_LOCKED, Sentence.KEYRING_SILENT])
def test_unlocked_keyring_is_noticed_once(sentence: Sentence, after: WanDeskError | None) -> None:
    async def story() -> None:
        keys = Keys(KeyringFailed(sentence=sentence))
        accounts = LockedKeys(keys, SystemClock(), every=0.01)
        times = 0
        is_unlocked = asyncio.Event()

        def unlocked() -> None:
            nonlocal times
            times += 1
            is_unlocked.set()

        supervisor = Supervisor(failed=lambda name, error: pytest.fail(f"{name}: {error!r}"))
        supervisor.spawn("watch", accounts.watch(unlocked))
        ref = AccountRef("beijing", "beijing/main", "https://h/api/v1")
        with pytest.raises(KeyringFailed):
            await accounts.connect(ref)
        async with asyncio.timeout(10):
            while len(keys.asked) < 3:
                await asyncio.sleep(0.01)
        assert times == 0
        keys.error = after
        await asyncio.wait_for(is_unlocked.wait(), 10)
        assert set(keys.asked) == {ref}
        looks = len(keys.asked)
        await asyncio.sleep(0.05)
        assert (times, len(keys.asked)) == (1, looks), "nothing is looked at while nothing is locked"
        await supervisor.close()

    asyncio.run(story())


def test_region_without_a_key_is_not_watched() -> None:
    async def story() -> None:
        keys = Keys(KeyNeeded())
        accounts = LockedKeys(keys, SystemClock(), every=0.0)
        supervisor = Supervisor(failed=lambda name, error: pytest.fail(f"{name}: {error!r}"))
        supervisor.spawn("watch", accounts.watch(lambda: pytest.fail("nothing was locked")))
        with pytest.raises(KeyNeeded):
            await accounts.connect(AccountRef("beijing"))
        await asyncio.sleep(0.05)
        assert len(keys.asked) == 1
        await supervisor.close()

    asyncio.run(story())
