-- The job store, version 1.2. Statements end with a semicolon at the end of a line.
-- Times are seconds since 1970 (UTC). Columns named *_json hold one value of the domain as JSON (storage/records.py).
-- There is no place for a film's address or a key.

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
    is_watched INTEGER NOT NULL,
    -- since 1.1
    estimate_is_at_most INTEGER NOT NULL DEFAULT 0,
    last_frame_json TEXT,
    clip_json TEXT,
    template TEXT,
    shot_type TEXT,
    ratio TEXT,
    sent_last_frame_json TEXT,
    -- since 1.2
    clock_offset REAL,
    position REAL,                      -- where the user moved it among those that wait here
    doubt_json TEXT                     -- an order that may or may not have arrived, and stays when it was found
);

-- The list: newest first, without touching the table.
CREATE INDEX jobs_by_age ON jobs (created_at, number, id);

-- What is resumed at a start: few rows, however many are finished.
CREATE INDEX jobs_open ON jobs (created_at, number)
    WHERE stage NOT IN ('done', 'failed', 'canceled', 'expired');

-- Which rows name an input, so that its copy is kept as long as one does. The JSON of an input begins with its sha256;
-- json_extract would be refused in an index of an untrusted schema.
CREATE INDEX jobs_with_picture ON jobs (substr(picture_json, 13, 64))
    WHERE picture_json IS NOT NULL;
CREATE INDEX jobs_with_sent_picture ON jobs (substr(sent_picture_json, 13, 64))
    WHERE sent_picture_json IS NOT NULL;
CREATE INDEX jobs_with_last_frame ON jobs (substr(last_frame_json, 13, 64))
    WHERE last_frame_json IS NOT NULL;
CREATE INDEX jobs_with_sent_last_frame ON jobs (substr(sent_last_frame_json, 13, 64))
    WHERE sent_last_frame_json IS NOT NULL;
CREATE INDEX jobs_with_sound ON jobs (substr(sound_json, 13, 64))
    WHERE sound_json IS NOT NULL;
CREATE INDEX jobs_with_clip ON jobs (substr(clip_json, 13, 64))
    WHERE clip_json IS NOT NULL;

-- How long such orders usually take.
CREATE INDEX jobs_of_a_kind ON jobs (region, model, resolution, seconds, created_at)
    WHERE stage = 'done';

-- Orders in doubt that were closed and may still turn up.
CREATE INDEX jobs_in_doubt ON jobs (submitted_at) WHERE doubt_json IS NOT NULL;

-- What happened, in the order in which it was committed with its job.
CREATE TABLE events (
    number INTEGER PRIMARY KEY,
    job_id TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    at REAL NOT NULL,
    kind TEXT NOT NULL,
    fact_json TEXT NOT NULL
);

CREATE INDEX events_of_a_job ON events (job_id);

-- What lies in the cloud's temporary store, so that a batch does not send one file again and again. Since 1.1.
CREATE TABLE uploads (
    sha256 TEXT NOT NULL,
    model_id TEXT NOT NULL,             -- the cloud takes a file for one model only
    account TEXT NOT NULL,
    key_fingerprint TEXT NOT NULL,      -- another key may be another main account's
    url TEXT NOT NULL,                  -- oss://: it cannot be read back
    expires_at REAL NOT NULL,
    PRIMARY KEY (sha256, model_id, account, key_fingerprint)
) WITHOUT ROWID;

-- The number by which the cloud's list calls a key of ours. Since 1.2.
CREATE TABLE key_ids (
    account TEXT NOT NULL,
    key_fingerprint TEXT NOT NULL,
    api_key_id TEXT NOT NULL,
    PRIMARY KEY (account, key_fingerprint)
) WITHOUT ROWID;
