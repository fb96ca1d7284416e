"""Tasks, uploads and the ledger in one SQLite file, written before a request is answered."""

from __future__ import annotations

import contextlib
import json
import secrets
import sqlite3
import threading
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Literal

TaskStatus = Literal["PENDING", "RUNNING", "SUCCEEDED", "FAILED", "CANCELED"]
_LEDGER_MOST = 50_000  # entries kept after a restart

_SCHEMA = """
CREATE TABLE IF NOT EXISTS tasks (task_id TEXT PRIMARY KEY, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS uploads (key TEXT PRIMARY KEY, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS ledger (
    number INTEGER PRIMARY KEY, at REAL NOT NULL, kind TEXT NOT NULL, account TEXT, api_key_id TEXT, task_id TEXT,
    model TEXT, status INTEGER, note TEXT);
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One task, stored as JSON by the names of its fields. Times are seconds since 1970."""

    task_id: str
    request_id: str
    account: str
    api_key_id: str
    model: str
    order: dict[str, Any]
    """The body of the create request, with references instead of inline pictures."""
    resolves_oss: bool
    status: TaskStatus = "PENDING"
    submitted: float
    scheduled: float | None = None
    ended: float | None = None
    region: str = "practice"
    user: str = ""
    is_checked: bool = False
    is_endless: bool = False
    seed: int
    video: dict[str, Any] | None = None
    prompt: str = ""
    actual_prompt: str | None = None
    code: str | None = None
    message: str | None = None
    after: dict[str, str] | None = None
    usage: dict[str, Any] | None = None

    @property
    def lane(self) -> tuple[str, str, str]:
        """The scope of rate limits: main account, region and model."""
        return self.account, self.region, self.model


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file at the storage host, valid for its account and model until `expires`."""

    key: str
    account: str
    model: str
    file: str
    size_bytes: int
    expires: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry of the ledger. It never contains a key, a picture or a prompt."""

    at: float
    kind: str
    account: str | None = None
    api_key_id: str | None = None
    task_id: str | None = None
    model: str | None = None
    status: int | None = None
    note: str | None = None


class SimulatorStore:
    """The file and its folder: `inputs/`, `uploads/`, `results/`."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.inputs, self.uploads, self.results = folder / "inputs", folder / "uploads", folder / "results"
        for part in (self.inputs, self.uploads, self.results):
            part.mkdir(mode=0o700, exist_ok=True)
        for left in self.results.glob("*.part"):
            _discard(left)
        # Used in the server's thread, closed in the thread that waits for the end of standard input.
        self._lock = threading.Lock()
        self._db = sqlite3.connect(
            folder / "simulator.sqlite3", isolation_level=None, check_same_thread=False, timeout=10
        )
        try:
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=NORMAL")
            self._db.executescript(_SCHEMA)
            self._db.execute("DELETE FROM ledger WHERE number <= (SELECT MAX(number) FROM ledger) - ?", (_LEDGER_MOST,))
        except BaseException:
            self._db.close()
            raise

    def close(self) -> None:
        """Close the file before the process ends, unless a statement takes longer than 0.3 s.

        The lock stays held, so a later call blocks until the process ends and answers nothing.
        """
        if self._lock.acquire(timeout=0.3):
            self._db.close()

    # ---------------------------------------------------------------- facts

    def signing_secret(self) -> bytes:
        """The stored secret, created once, so that signed links stay valid after a restart."""
        self._run("INSERT OR IGNORE INTO facts VALUES ('signing_secret', ?)", (secrets.token_hex(32),))
        return bytes.fromhex(str(self._run("SELECT value FROM facts WHERE name = 'signing_secret'")[0][0]))

    # ---------------------------------------------------------------- tasks and uploads

    def tasks(self) -> list[Task]:
        known = {part.name for part in fields(Task)}
        bodies = (json.loads(row[0]) for row in self._run("SELECT body FROM tasks"))
        return [Task(**{name: value for name, value in body.items() if name in known}) for body in bodies]

    def keep_task(self, task: Task) -> None:
        self._run("INSERT OR REPLACE INTO tasks VALUES (?, ?)", (task.task_id, json.dumps(asdict(task))))

    def forget_task(self, task: Task) -> None:
        self._run("DELETE FROM tasks WHERE task_id = ?", (task.task_id,))
        self.drop_result(task.task_id)
        self.drop_inputs(task)

    def drop_inputs(self, task: Task) -> None:
        for kept in self.inputs.glob(f"{task.task_id}-*"):
            _discard(kept)

    def drop_result(self, task_id: str) -> None:
        _discard(self.result_file(task_id))

    def result_file(self, task_id: str) -> Path:
        return self.results / f"{task_id}.mp4"

    def find_upload(self, key: str) -> Upload | None:
        rows = self._run("SELECT body FROM uploads WHERE key = ?", (key,))
        return Upload(**json.loads(rows[0][0])) if rows else None

    def keep_upload(self, upload: Upload) -> None:
        """Store an upload. Raises FileExistsError if its key exists."""
        try:
            self._run("INSERT INTO uploads VALUES (?, ?)", (upload.key, json.dumps(asdict(upload))))
        except sqlite3.IntegrityError as taken:
            raise FileExistsError(upload.key) from taken

    def drop_uploads_before(self, moment: float) -> None:
        for (body,) in self._run("SELECT body FROM uploads WHERE json_extract(body, '$.expires') < ?", (moment,)):
            upload = Upload(**json.loads(body))
            _discard(self.uploads / upload.file)
            self._run("DELETE FROM uploads WHERE key = ?", (upload.key,))

    # ---------------------------------------------------------------- ledger

    def add_entry(self, entry: Entry) -> None:
        self._run(
            "INSERT INTO ledger (at, kind, account, api_key_id, task_id, model, status, note) VALUES (?,?,?,?,?,?,?,?)",
            (
                entry.at,
                entry.kind,
                entry.account,
                entry.api_key_id,
                entry.task_id,
                entry.model,
                entry.status,
                entry.note,
            ),
        )

    def entries(self) -> list[Entry]:
        rows = self._run(
            "SELECT at, kind, account, api_key_id, task_id, model, status, note FROM ledger ORDER BY number"
        )
        names = [part.name for part in fields(Entry)]
        return [Entry(**dict(zip(names, row, strict=True))) for row in rows]

    def clear_ledger(self) -> None:
        self._run("DELETE FROM ledger")

    def _run(self, statement: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._db.execute(statement, values).fetchall()


def _discard(path: Path) -> None:
    """Delete a file. Windows refuses that for an open file, which then stays."""
    with contextlib.suppress(PermissionError):
        path.unlink(missing_ok=True)
