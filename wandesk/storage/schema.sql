-- The job store, version 2.0. Statements end with a semicolon at the end of a line.
-- Times are seconds since 1970 (UTC). Columns named *_json hold one value of the domain as JSON (storage/records.py).
-- There is no place for a video's address or a key.

CREATE TABLE jobs (
    number INTEGER PRIMARY KEY,         -- grows with every job; tells two jobs of the same moment apart
    id TEXT NOT NULL UNIQUE,
    created_at REAL NOT NULL,
    stage TEXT NOT NULL,
    stage_since REAL NOT NULL,
    -- the frozen request, and what is searched of it
    request_json TEXT NOT NULL,
    region TEXT NOT NULL,
    model TEXT NOT NULL,
    resolution TEXT NOT NULL,
    seconds INTEGER NOT NULL,
    is_imported INTEGER NOT NULL,       -- by its task ID: there is no picture
    -- what became of it
    prepared_json TEXT,                 -- the pictures as they are sent, by key
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
    position REAL,                      -- where the user moved it among the queued jobs
    uncertainty_json TEXT               -- of a request that may or may not have arrived; it stays when the task is found
);

-- The list: newest first, without touching the table.
CREATE INDEX jobs_by_age ON jobs (created_at, number, id);

-- What is resumed at a start: few rows, however many are finished.
CREATE INDEX jobs_open ON jobs (created_at, number)
    WHERE stage NOT IN ('done', 'failed', 'canceled', 'expired');

-- How long such jobs usually take.
CREATE INDEX jobs_of_a_kind ON jobs (region, model, resolution, seconds, created_at)
    WHERE stage = 'done';

-- Uncertain jobs that were closed and may still turn up.
CREATE INDEX jobs_uncertain ON jobs (submitted_at) WHERE uncertainty_json IS NOT NULL;

-- Which jobs name an input, so that its copy is kept as long as one does.
CREATE TABLE job_inputs (
    sha256 TEXT NOT NULL,
    job_id TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    PRIMARY KEY (sha256, job_id)
) WITHOUT ROWID;

CREATE INDEX inputs_of_a_job ON job_inputs (job_id);

-- What happened, in the order in which it was committed with its job.
CREATE TABLE events (
    number INTEGER PRIMARY KEY,
    job_id TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    at REAL NOT NULL,
    kind TEXT NOT NULL,
    fact_json TEXT NOT NULL
);

CREATE INDEX events_of_a_job ON events (job_id);

-- What lies in the cloud's temporary store, so that a batch does not send one file again and again.
CREATE TABLE uploads (
    sha256 TEXT NOT NULL,
    model_id TEXT NOT NULL,             -- the cloud takes a file for one model only
    account TEXT NOT NULL,
    key_fingerprint TEXT NOT NULL,      -- another key may be another main account's
    url TEXT NOT NULL,                  -- oss://: it cannot be read back
    expires_at REAL NOT NULL,
    PRIMARY KEY (sha256, model_id, account, key_fingerprint)
) WITHOUT ROWID;

-- The number by which the cloud's list calls a key of ours.
CREATE TABLE key_ids (
    account TEXT NOT NULL,
    key_fingerprint TEXT NOT NULL,
    api_key_id TEXT NOT NULL,
    PRIMARY KEY (account, key_fingerprint)
) WITHOUT ROWID;
