"""The list's index finds exactly what the rule says, follows every change, and is filled for older stores."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import sqlite3
import tempfile
import unicodedata
from collections.abc import Awaitable, Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.integrity import assert_intact
from tests.support.jobs import a_job, a_video
from wandesk.domain.charge import Charge
from wandesk.domain.job import Job, JobStage
from wandesk.domain.job_events import JobEvent, JobRemoved, MarksChanged, RemovalUndone, TaskSucceeded, VideoSaved
from wandesk.domain.job_query import EVERY_JOB, JobFilter, JobQuery, JobSort, passes
from wandesk.domain.job_transitions import apply
from wandesk.domain.marks import MarkChange, Marks
from wandesk.domain.price import Price
from wandesk.domain.search_text import text_matches, tokens
from wandesk.domain.structs import replace
from wandesk.storage.listing import listing
from wandesk.storage.store import JobStore

T = TypeVar("T")
STORES = Path(__file__).resolve().parents[1] / "support" / "stores"
NAMES = {"wan2.5-i2v-preview": "Wan 2.5 Preview 万相 2.5 预览版"}


def names_of(model: str) -> str:
    return NAMES.get(model, "")


def in_store(path: Path, story: Callable[[JobStore], Awaitable[T]]) -> T:
    async def run() -> T:
        store = JobStore(path, model_names=names_of)
        try:
            return await story(store)
        finally:
            await store.close()

    return asyncio.run(run())


async def found(store: JobStore, text: str) -> list[str]:
    return sorted((await store.listing(query=JobQuery(text=text))).ids)


async def changed(store: JobStore, job: Job, *events: JobEvent) -> Job:
    for event in events:
        job = apply(job, event)
        await store.save(job, event)
    return job


def naive_tokens(text: str) -> list[str]:
    """Character by character, written apart from the program's own."""
    kept: list[str] = []
    kind_before = ""
    for each in unicodedata.normalize("NFC", _without_accents(text)).casefold():
        if "\u4e00" <= each <= "\u9fff" or "\u3040" <= each <= "\u30ff" or each in "🦊😀":
            kind = "alone"
        elif each.isdecimal():
            kind = "digit"
        else:
            kind = "letter" if each.isalpha() else ""
        if kind in ("digit", "letter") and kind == kind_before:
            kept[-1] += each
        elif kind:
            kept.append(each)
        kind_before = kind
    return kept


def _without_accents(text: str) -> str:
    return "".join(each for each in unicodedata.normalize("NFKD", text) if not "\u0300" <= each <= "\u036f")


def naive_match(texts: Sequence[str], searched: str) -> bool:
    for word in searched.split():
        if not (parts := naive_tokens(word)):
            continue
        is_alone = not parts[-1].isascii()
        hits = [
            line[start : start + len(parts) - 1] == parts[:-1]
            and (
                line[start + len(parts) - 1] == parts[-1]
                if is_alone
                else line[start + len(parts) - 1].startswith(parts[-1])
            )
            for line in map(naive_tokens, texts)
            for start in range(len(line) - len(parts) + 1)
        ]
        if not any(hits):
            return False
    return True


PIECES = (
    "fox",
    "Fo",
    "f",
    "红",
    "狐",
    "狸",
    "红狐",
    "é",
    "E",
    "1",
    "12",
    "２",
    "ab12",
    "🦊",
    " ",
    " ",
    '"',
    "'",
    "%",
    "*",
    "AND",
    "NEAR(",
    ")",
    ":",
    "-",
    "_",
    "\n",
    "か",
    "が",
    "^",
    "{",
    ";",
    "--",
)
texts = st.lists(st.sampled_from(PIECES), max_size=8).map("".join)


@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    prompts=st.lists(texts, min_size=3, max_size=8),
    notes=st.lists(texts, min_size=8, max_size=8),
    searches=st.lists(texts, min_size=24, max_size=24),
)
def test_search_finds_what_a_look_at_every_text_finds(
    prompts: list[str], notes: list[str], searches: list[str]
) -> None:
    jobs = [
        a_job(
            f"job-{n}",
            JobStage.DONE,
            prompt=prompt,
            model="m",
            model_id="m",
            first_frame=None,
            video=None,
            marks=Marks(note=notes[n]),
        )
        for n, prompt in enumerate(prompts)
    ]

    async def story(store: JobStore) -> None:
        for job in jobs:
            await store.add(job)
        for searched in searches:
            expected = sorted(job.id for job in jobs if naive_match([job.prompt, job.marks.note, "m"], searched))
            assert await found(store, searched) == expected, searched
            assert sorted(job.id for job in jobs if text_matches(job, searched, names_of)) == expected
            counts = await store.counts(JobQuery(text=searched))
            assert counts.filters[JobFilter.ALL] == counts.filters[JobFilter.NEW] == len(expected)

    with tempfile.TemporaryDirectory() as folder:
        in_store(Path(folder) / "jobs.sqlite", story)


@pytest.mark.parametrize(
    ("searched", "is_found"),
    [
        ("fox", True), ("FO", True), ("ox", False), ("über CAFE", True), ("ｆｏｘ", True),
        ("1234", True), ("img_12", True), ("红", True), ("红狐", True), ("狐红", False), ("一只 狐狸", True),
        ("预览", True), ("wan 2.5", True), ("wan2.5", True), ("forest", True), ("动物", True), ("🦊", True),
        ("task-9", True), ("done.mp4", True), ("fox 猫", False), ("fox狐", False),
        ("", True), ("\"'%;*()", True), ("' OR 1=1 --", False), ("NEAR(fox)", False), ("fox" * 2000, False),
    ],
)  # fmt: skip
def test_texts_of_a_job_that_are_found(searched: str, is_found: bool, tmp_path: Path) -> None:
    job = a_job(
        "job",
        JobStage.DONE,
        prompt="一只红狐狸 A Fox Über café",
        actual_prompt="in the forest",
        task_id="task-9",
        video=a_video("C:\\Videos\\done.mp4"),
        marks=Marks(name="动物园", label="zoo", note="again 🦊"),
    )
    job = replace(job, request=replace(job.request, first_frame=replace(job.request.first_frame, name="IMG_1234.jpg")))  # type: ignore[type-var]

    async def story(store: JobStore) -> None:
        await store.add(job)
        assert (await found(store, searched) == ["job"]) is is_found
        assert text_matches(job, searched, names_of) is is_found

    in_store(tmp_path / "jobs.sqlite", story)


def test_the_index_follows_every_change_in_the_same_transaction(tmp_path: Path) -> None:
    path = tmp_path / "jobs.sqlite"
    charge = Charge(at=5.0, resolution="480P", seconds=5.0, amount=Decimal("0.50"), currency="USD")

    async def story(store: JobStore) -> None:
        job = a_job("job", JobStage.GENERATING, prompt="fox", created_at=10.0)
        await store.add(job)
        assert await store.sums(EVERY_JOB, [(0.0, 20.0)]) == [{}]
        job = await changed(
            store,
            job,
            TaskSucceeded(at=1.0, ended_at=1.0, actual_prompt="a red animal", usage=None, charge=charge),
            VideoSaved(at=2.0, video=a_video("/videos/holiday.mp4")),
            MarksChanged(at=3.0, change=MarkChange(label="zoo", note="keep")),
        )
        for text in ("fox", "animal", "holiday", "zoo", "keep"):
            assert await found(store, text) == ["job"], text
        paid = {"USD": Decimal("0.50")}
        assert await store.sums(EVERY_JOB, [(10.0, 20.0), (20.0, 30.0), (0.0, 10.0)]) == [paid, {}, {}]
        assert await store.sums(JobQuery(text="fox", label="zoo"), [(0.0, 5.0), (9.0, 11.0)]) == [{}, paid]
        assert await store.sums(JobQuery(filter=JobFilter.STARRED), [(0.0, 50.0)]) == [{}]
        assert await store.sums(EVERY_JOB, []) == []
        job = await changed(store, job, MarksChanged(at=4.0, change=MarkChange(note="", label="")))
        assert await found(store, "keep") == await found(store, "zoo") == []
        job = await changed(store, job, JobRemoved(at=5.0))
        assert await found(store, "fox") == []
        await changed(store, job, RemovalUndone(at=6.0))
        assert await found(store, "fox") == ["job"]
        await store.remove("job")
        assert await found(store, "fox") == []

    in_store(path, story)
    with contextlib.closing(sqlite3.connect(path)) as connection:
        for table in ("unindexed", "list_keys", "job_texts"):
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,), table


def test_an_older_store_is_indexed_in_parts_and_used_meanwhile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "jobs.sqlite"
    shutil.copyfile(STORES / "store-2.3.sqlite", path)

    async def story(store: JobStore) -> None:
        assert len((await store.listing()).ids) == len(await store.ids()) > 0
        before = await store.listing(query=JobQuery(text="negative"))
        assert (list(before.ids), before.is_complete) == ([], False)
        monkeypatch.setattr("wandesk.storage.store.INDEXED_AT_ONCE", 5)
        parts = 1
        while await store.index_some():
            parts += 1
        assert parts > 1
        after = await store.listing(query=JobQuery(text="negative"))
        assert after.is_complete
        assert set(after.ids) <= set(await store.ids())
        assert after.ids

    in_store(path, story)
    assert_intact(path)


def test_jobs_of_an_older_program_are_found_after_it_has_used_the_store(tmp_path: Path) -> None:
    """It knows neither the index nor the marks, and its SQL names its own columns."""
    path = tmp_path / "jobs.sqlite"
    in_store(path, lambda store: store.add(a_job("kept", JobStage.DONE, prompt="fox", marks=Marks(note="mine"))))
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        with contextlib.closing(sqlite3.connect(STORES / "store-2.3.sqlite")) as old:
            columns = ", ".join(row[1] for row in old.execute("PRAGMA table_info(jobs)") if row[1] != "number")
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("ATTACH ? AS old", (str(STORES / "store-2.3.sqlite"),))
        connection.execute(f"INSERT INTO jobs ({columns}) SELECT {columns} FROM old.jobs WHERE removed_at IS NULL")
        connection.execute("UPDATE jobs SET actual_prompt = 'forest' WHERE id = 'kept'")

    async def story(store: JobStore) -> None:
        while await store.index_some():
            pass
        assert await found(store, "forest") == await found(store, "mine") == ["kept"]
        assert len(await found(store, "negative")) > 0

    in_store(path, story)


@pytest.mark.logs("the index of the list is damaged")
@pytest.mark.parametrize("damage", ["X'00010203' WHERE id > 10", "X'0000' WHERE id = 10"])
def test_a_damaged_index_keeps_no_job_from_being_stored(damage: str, tmp_path: Path) -> None:
    path = tmp_path / "jobs.sqlite"

    async def add(store: JobStore) -> None:
        for number in range(40):
            await store.add(a_job(f"job-{number}", prompt=f"fox {number}"))

    in_store(path, add)
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(f"UPDATE job_texts_data SET block = {damage}")

    async def story(store: JobStore) -> None:
        job = await store.get("job-3")
        assert job is not None
        await changed(store, job, MarksChanged(at=1.0, change=MarkChange(note="kept")))
        searched = await store.listing(query=JobQuery(text="fox"))
        assert len(searched.ids) in (0, 40), "it may be searched in part until it is filled again"
        while await store.index_some():
            pass
        assert await found(store, "kept") == ["job-3"]
        assert len(await found(store, "fox")) == 40
        await store.add(a_job("later", prompt="fox"))
        assert await found(store, "fox 3") == ["job-3", *(f"job-{number}" for number in range(30, 40))]

    in_store(path, story)


def listed_jobs() -> list[Job]:
    """Jobs that differ in everything that a view tells apart."""
    jobs = []
    for n, stage in enumerate([*JobStage, JobStage.DONE, JobStage.DONE]):
        marks = Marks(is_starred=n % 3 == 0, label=("", "zoo", "forest")[n % 3], name="B" if n == 4 else "")
        price = Price(amount=Decimal(n % 5), currency="USD" if n % 2 else "CNY")
        jobs.append(
            a_job(
                f"job-{n:02}",
                stage,
                created_at=1000.0 + n,
                prompt=f"{'ac'[n % 2]} fox",
                seconds=5 + n % 4,
                video=None,
                estimate=price,
                is_watched=n == 12,
                marks=marks,
            )
        )
    return [*jobs, a_job("gone", JobStage.DONE, created_at=2000.0, removed_at=1.0, marks=Marks(label="zoo"))]


@pytest.mark.parametrize("text", ["", "fox", "a"])
def test_every_view_and_its_count_have_the_jobs_that_pass(text: str, tmp_path: Path) -> None:
    jobs = listed_jobs()

    async def story(store: JobStore) -> None:
        for job in jobs:
            await store.add(job)
        for chosen in JobFilter:
            for label in ("", "zoo", "none"):
                query = JobQuery(filter=chosen, label=label, text=text)
                expected = [
                    job.id
                    for job in reversed(jobs)
                    if not job.is_removed and passes(job, query) and text_matches(job, text, names_of)
                ]
                assert list((await store.listing(query=query)).ids) == expected
                assert list((await store.listing(3, query)).ids) == expected[:3]
                oldest = await store.listing(query=replace(query, sort=JobSort.OLDEST))
                assert (list(oldest.ids), oldest.is_oldest_first) == (expected[::-1], True)
                assert list(oldest.created_at) == sorted(oldest.created_at)
                assert (await store.counts(query)).filters[chosen] == len(expected)
        assert (await store.counts()).labels == {"zoo": 5, "forest": 4}

    in_store(tmp_path / "jobs.sqlite", story)


def test_orders_by_price_length_and_title(tmp_path: Path) -> None:
    jobs = listed_jobs()
    by_id = {job.id: job for job in jobs}

    async def story(store: JobStore) -> None:
        for job in jobs:
            await store.add(job)
        listed = {sort: await store.listing(query=JobQuery(sort=sort)) for sort in JobSort}
        titles = [by_id[each].marks.name or by_id[each].prompt for each in listed[JobSort.TITLE].ids]
        assert titles == sorted(titles, key=str.casefold)
        lengths = [by_id[each].request.seconds for each in listed[JobSort.LENGTH].ids]
        assert lengths == sorted(lengths, reverse=True)
        prices = [
            by_id[each].request.estimate
            for each in listed[JobSort.PRICE].ids
            if not by_id[each].stage.is_free_of_charge
        ]
        keys = [(each.currency, -each.amount) for each in prices if each is not None]
        assert keys == sorted(keys)
        free = [by_id[each].stage.is_free_of_charge for each in listed[JobSort.PRICE].ids]
        assert free == sorted(free), "jobs that cost nothing come last"
        assert not any(listed[sort].is_by_time for sort in (JobSort.PRICE, JobSort.LENGTH, JobSort.TITLE))

    in_store(tmp_path / "jobs.sqlite", story)


def test_each_filter_reads_its_own_index(tmp_path: Path) -> None:
    from wandesk.storage.listing import FILTERS

    path = tmp_path / "jobs.sqlite"
    in_store(path, lambda store: store.add(a_job()))
    with contextlib.closing(sqlite3.connect(path)) as connection:
        for chosen, condition in FILTERS.items():
            statement = f"SELECT id, created_at FROM jobs WHERE {condition} ORDER BY created_at DESC, number DESC"
            plan = " / ".join(row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}"))
            assert "TEMP B-TREE" not in plan, (chosen, plan)
            assert "INDEX jobs_" in plan, (chosen, plan)


@pytest.mark.parametrize("sort", [JobSort.NEWEST, JobSort.OLDEST])
def test_the_first_rows_of_a_letter_in_a_filter_do_not_read_every_job_that_has_it(
    sort: JobSort, tmp_path: Path
) -> None:
    """A store with 100,000 jobs has 50,000 with a common letter; they were all listed and sorted for each key press."""
    jobs, first = 150, 3

    async def story(store: JobStore) -> None:
        for number in range(jobs):
            await store.add(a_job(f"{number:032x}", JobStage.DONE, created_at=1000.0 + number, is_watched=False))

    path = tmp_path / "jobs.sqlite"
    in_store(path, story)
    with contextlib.closing(sqlite3.connect(path)) as connection:

        def steps(limit: int) -> int:
            count = 0

            def step() -> None:
                nonlocal count
                count += 1

            connection.set_progress_handler(step, 1)
            query = JobQuery(text="f", filter=JobFilter.NEW, sort=sort)
            assert len(listing(connection, query, limit).ids) == (jobs if limit < 0 else limit)
            return count

        assert steps(first) < steps(-1) / 3


@pytest.mark.parametrize("text", ["", "f"])
@pytest.mark.parametrize("chosen", [JobFilter.ALL, JobFilter.NEW])
@pytest.mark.parametrize("sort", [JobSort.PRICE, JobSort.LENGTH])
def test_the_first_rows_by_price_and_length_are_not_sorted_for(
    sort: JobSort, chosen: JobFilter, text: str, tmp_path: Path
) -> None:
    path = tmp_path / "jobs.sqlite"
    in_store(path, lambda store: store.add(a_job()))
    with contextlib.closing(sqlite3.connect(path)) as connection:
        asked: list[str] = []
        connection.set_trace_callback(asked.append)
        listing(connection, JobQuery(sort=sort, filter=chosen, text=text), 3)
        connection.set_trace_callback(None)
        (statement,) = (each for each in asked if "FROM list_keys" in each and not each.startswith("--"))
        plan = " / ".join(row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}"))
    assert "TEMP B-TREE" not in plan
    assert f"USING INDEX {'list_prices' if sort is JobSort.PRICE else 'list_lengths'}" in plan


def test_tokens_of_a_large_note_are_made_at_once() -> None:
    assert len(tokens("狐狸 fox 🦊 " * 20_000)) == 80_000
