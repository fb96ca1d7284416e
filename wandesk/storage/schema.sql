-- The job store, version 2.5. Statements end with a semicolon at the end of a line.
-- Times are seconds since 1970 (UTC). Columns named *_json hold one value of the domain as JSON (storage/records.py).
-- Links of videos and keys are never stored.

CREATE TABLE jobs (
    number INTEGER PRIMARY KEY,         -- ascending; distinguishes jobs of the same moment
    id TEXT NOT NULL UNIQUE,
    created_at REAL NOT NULL,
    stage TEXT NOT NULL,
    stage_since REAL NOT NULL,
    -- the request, and the values of it that are searched
    request_json TEXT NOT NULL,
    region TEXT NOT NULL,
    model TEXT NOT NULL,
    resolution TEXT NOT NULL,
    seconds INTEGER NOT NULL,
    is_imported INTEGER NOT NULL,       -- by its task ID: it has no picture
    -- the state of the job
    prepared_json TEXT,                 -- the prepared pictures that are sent, by key
    submitted_at REAL,
    clock_offset REAL,
    task_id TEXT UNIQUE,                -- no two jobs own one task
    request_id TEXT,
    account TEXT,
    endpoint TEXT,
    key_fingerprint TEXT,
    ended_at REAL,
    actual_prompt TEXT,
    usage_json TEXT,
    download_path TEXT,
    video_json TEXT,
    poster TEXT,
    problem_json TEXT,
    finished_at REAL,
    is_watched INTEGER NOT NULL,
    position REAL,                      -- the position that the user chose in the queue
    uncertainty_json TEXT,              -- of an uncertain submission, also once its task is found; of a checked queued job
    removed_at REAL,                    -- the user removed the job from the list; the row keeps its task known
    is_removal_finished INTEGER NOT NULL DEFAULT 0, -- it can't be undone, and the video is in the trash
    queue_key TEXT,                     -- fingerprint of the region's key when the job was queued or last checked
    charge_json TEXT,                   -- what the video cost, since its task ended
    -- the user's own marks
    is_starred INTEGER NOT NULL DEFAULT 0,
    name TEXT,
    label TEXT,
    note TEXT
);

-- The ledger: what each video cost. It outlives the rows of the jobs.
CREATE TABLE charges (
    job_id TEXT PRIMARY KEY,
    at REAL NOT NULL,
    region TEXT NOT NULL,
    model TEXT NOT NULL,
    charge_json TEXT NOT NULL,
    label TEXT                          -- that of the job, as long as there is one
) WITHOUT ROWID;

CREATE INDEX charges_by_time ON charges (at);

-- The ids of the list, newest first, from the index alone.
CREATE INDEX jobs_by_age ON jobs (created_at, number, id);

-- The open jobs, which a start resumes: few rows, however many jobs are finished.
CREATE INDEX jobs_open ON jobs (created_at, number)
    WHERE stage NOT IN ('done', 'failed', 'canceled', 'expired');

-- The jobs that the user removed from the list: few, because their rows are deleted after two days.
CREATE INDEX jobs_removed ON jobs (removed_at) WHERE removed_at IS NOT NULL;

-- The filters of the list: each reads its own rows only.
CREATE INDEX jobs_new ON jobs (created_at, number, id)
    WHERE stage = 'done' AND is_watched = 0 AND removed_at IS NULL;
CREATE INDEX jobs_failed ON jobs (created_at, number, id)
    WHERE stage IN ('failed', 'expired') AND removed_at IS NULL;
CREATE INDEX jobs_starred ON jobs (created_at, number, id)
    WHERE is_starred = 1 AND removed_at IS NULL;
CREATE INDEX jobs_labelled ON jobs (label, created_at, number, id)
    WHERE label IS NOT NULL AND removed_at IS NULL;

-- The usual time of such jobs.
CREATE INDEX jobs_of_a_kind ON jobs (region, model, resolution, seconds, created_at)
    WHERE stage = 'done';

-- Closed uncertain jobs whose videos may still be found.
CREATE INDEX jobs_uncertain ON jobs (submitted_at) WHERE uncertainty_json IS NOT NULL;

-- The jobs that reference an input: its copy is kept while there is one.
CREATE TABLE job_inputs (
    sha256 TEXT NOT NULL,
    job_id TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    PRIMARY KEY (sha256, job_id)
) WITHOUT ROWID;

CREATE INDEX inputs_of_a_job ON job_inputs (job_id);

-- The events, in the order in which they were committed with their jobs.
CREATE TABLE events (
    number INTEGER PRIMARY KEY,
    job_id TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    at REAL NOT NULL,
    kind TEXT NOT NULL,
    fact_json TEXT NOT NULL
);

CREATE INDEX events_of_a_job ON events (job_id);

-- Uploads in the cloud's temporary store, so that several jobs share one upload.
CREATE TABLE uploads (
    sha256 TEXT NOT NULL,
    model_id TEXT NOT NULL,             -- an upload is valid for one model only
    account TEXT NOT NULL,
    key_fingerprint TEXT NOT NULL,      -- another key may belong to another main account
    url TEXT NOT NULL,                  -- oss://, which cannot be downloaded
    expires_at REAL NOT NULL,
    PRIMARY KEY (sha256, model_id, account, key_fingerprint)
) WITHOUT ROWID;

-- The cloud's ids of our keys in the task list.
CREATE TABLE key_ids (
    account TEXT NOT NULL,
    key_fingerprint TEXT NOT NULL,
    api_key_id TEXT NOT NULL,
    PRIMARY KEY (account, key_fingerprint)
) WITHOUT ROWID;

-- The index of the list, derived from the jobs (storage/search_index.py). Removed jobs are not in it.
-- The numbers of the jobs that changed since they were indexed. The text of a trigger ends no line with a semicolon.
CREATE TABLE unindexed (number INTEGER PRIMARY KEY);
CREATE TRIGGER job_added AFTER INSERT ON jobs BEGIN INSERT OR IGNORE INTO unindexed VALUES (new.number); END;
CREATE TRIGGER job_deleted AFTER DELETE ON jobs BEGIN INSERT OR IGNORE INTO unindexed VALUES (old.number); END;
CREATE TRIGGER job_changed AFTER UPDATE ON jobs
WHEN old.name IS NOT new.name OR old.label IS NOT new.label OR old.note IS NOT new.note
    OR old.actual_prompt IS NOT new.actual_prompt OR old.video_json IS NOT new.video_json
    OR old.charge_json IS NOT new.charge_json OR old.task_id IS NOT new.task_id
    OR old.removed_at IS NOT new.removed_at
    OR (old.stage != new.stage AND new.stage IN ('done', 'failed', 'canceled', 'expired'))
BEGIN INSERT OR IGNORE INTO unindexed VALUES (new.number); END;

-- The tokens of each job's texts; the row is the job's number. Tokens are made and folded by the program.
CREATE VIRTUAL TABLE job_texts USING fts5 (tokens, tokenize = 'ascii', prefix = '1 2');

-- What the list is sorted and summed by.
CREATE TABLE list_keys (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    created_at REAL NOT NULL,
    title TEXT NOT NULL,
    seconds REAL NOT NULL,
    currency TEXT,
    cost REAL,                          -- for the order only
    spent TEXT                          -- a decimal number; NULL if nothing was charged
);

CREATE INDEX list_costs ON list_keys (created_at, currency, spent) WHERE spent IS NOT NULL;

-- The orders of the list by price and by length; the first rows come from the index. Titles are sorted when asked for.
CREATE INDEX list_prices ON list_keys (cost IS NULL, currency, cost DESC, created_at DESC, number DESC);
CREATE INDEX list_lengths ON list_keys (seconds DESC, created_at DESC, number DESC);
