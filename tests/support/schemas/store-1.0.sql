-- The job store, version 1.0. Statements end with a semicolon at the end of a line.
-- Times are seconds since 1970 (UTC). Columns named *_json hold one value of the domain as JSON (storage/records.py).
-- There is no place for a video's address or a key.

CREATE TABLE jobs (
    number INTEGER PRIMARY KEY,         -- grows with every order; tells two orders of the same moment apart
    id TEXT NOT NULL UNIQUE,
    created_at REAL NOT NULL,
    stage TEXT NOT NULL,
    stage_since REAL NOT NULL,
    -- what was ordered
    region TEXT NOT NULL,
    model TEXT NOT NULL,
    model_id TEXT NOT NULL,
    prompt TEXT NOT NULL,
    negative_prompt TEXT NOT NULL,
    resolution TEXT NOT NULL,
    seconds INTEGER NOT NULL,
    sound_choice TEXT,
    improve_prompt INTEGER NOT NULL,
    watermark INTEGER NOT NULL,
    seed INTEGER,
    estimate_amount TEXT,               -- a decimal number, never a float
    estimate_currency TEXT,
    picture_json TEXT NOT NULL,
    sound_json TEXT,
    -- what became of it
    sent_picture_json TEXT,
    submitted_at REAL,
    task_id TEXT UNIQUE,                -- no two jobs own one order
    request_id TEXT,
    account TEXT,
    endpoint TEXT,
    key_fingerprint TEXT,
    ended_at REAL,
    actual_prompt TEXT,
    usage_json TEXT,
    download_path TEXT,
    film_json TEXT,
    poster TEXT,
    problem_json TEXT,
    finished_at REAL,
    is_watched INTEGER NOT NULL
);

-- The list: newest first, without touching the table.
CREATE INDEX jobs_by_age ON jobs (created_at, number, id);

-- What is resumed at a start: few rows, however many are finished.
CREATE INDEX jobs_open ON jobs (created_at, number)
    WHERE stage NOT IN ('done', 'failed', 'canceled', 'expired');

-- How long such orders usually take.
CREATE INDEX jobs_of_a_kind ON jobs (region, model, resolution, seconds, created_at)
    WHERE stage = 'done';

-- What happened, in the order in which it was committed with its job.
CREATE TABLE events (
    number INTEGER PRIMARY KEY,
    job_id TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    at REAL NOT NULL,
    kind TEXT NOT NULL,
    fact_json TEXT NOT NULL
);

CREATE INDEX events_of_a_job ON events (job_id);
