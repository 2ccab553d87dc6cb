"""Version 1 to 2: runs that wait for a time or an answer, lanes, replays; steps for a failure; missed times; alerts;
what a connection is made of; wrong passwords; what conditions remember; steps inside steps, digests;
how a template is found and what it makes.

The statements stay as they are when the tables change again.
"""

from typing import TYPE_CHECKING

from nomologi_tui.store.migrations.rebuilding import rebuild

if TYPE_CHECKING:
    from sqlalchemy import Connection

_RUN = (
    """
CREATE TABLE execution_run (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    automation_id INTEGER NOT NULL,
    step_id INTEGER,
    status VARCHAR NOT NULL,
    input JSON TEXT NOT NULL,
    output JSON TEXT,
    summary VARCHAR NOT NULL,
    error VARCHAR NOT NULL,
    started_at DATETIME,
    finished_at DATETIME,
    attempt INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    "trigger" VARCHAR NOT NULL,
    trigger_step_id INTEGER,
    due DATETIME,
    event_id VARCHAR,
    token VARCHAR,
    cancel_requested BOOLEAN NOT NULL,
    created_at DATETIME NOT NULL,
    waiting_for VARCHAR,
    resume_at DATETIME,
    "key" VARCHAR,
    worked FLOAT NOT NULL,
    approved VARCHAR,
    replay_of INTEGER,
    ignores_conditions BOOLEAN NOT NULL,
    only_inside INTEGER,
    CONSTRAINT run_once_per_due UNIQUE (trigger_step_id, due),
    CONSTRAINT run_once_per_event UNIQUE (automation_id, event_id),
    FOREIGN KEY(automation_id) REFERENCES automation (id) ON DELETE CASCADE
)
""",
    "CREATE INDEX run_ended ON execution_run (status, id) WHERE finished_at IS NOT NULL",
    "CREATE INDEX run_finished ON execution_run (finished_at, automation_id, status) WHERE finished_at IS NOT NULL",
    "CREATE INDEX run_of_automation ON execution_run (automation_id, id)",
    'CREATE INDEX run_of_lane ON execution_run (automation_id, "key", status, id) WHERE finished_at IS NULL',
    "CREATE INDEX run_open ON execution_run (status, id) WHERE finished_at IS NULL",
    "CREATE INDEX run_pending ON execution_run (automation_id, \"key\", id) WHERE status = 'pending'",
    "CREATE INDEX run_resume ON execution_run (resume_at) WHERE resume_at IS NOT NULL",
)
_STEP = (
    """
CREATE TABLE automation_step (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    automation_id INTEGER NOT NULL,
    type VARCHAR NOT NULL,
    block VARCHAR NOT NULL,
    config JSON TEXT NOT NULL,
    "order" INTEGER NOT NULL,
    enabled BOOLEAN NOT NULL,
    name VARCHAR NOT NULL,
    "instead" BOOLEAN NOT NULL,
    depth INTEGER NOT NULL,
    otherwise BOOLEAN NOT NULL,
    FOREIGN KEY(automation_id) REFERENCES automation (id) ON DELETE CASCADE
)
""",
    'CREATE INDEX step_order ON automation_step (automation_id, "order")',
)
_STEP_RESULT = (
    """
CREATE TABLE execution_step (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    run_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    type VARCHAR NOT NULL,
    block VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    status VARCHAR NOT NULL,
    attempt INTEGER NOT NULL,
    step_id INTEGER,
    input JSON TEXT NOT NULL,
    output JSON TEXT,
    reason VARCHAR NOT NULL,
    error VARCHAR NOT NULL,
    started_at DATETIME,
    finished_at DATETIME,
    lap VARCHAR NOT NULL,
    CONSTRAINT step_once_per_attempt UNIQUE (run_id, position, lap, attempt),
    FOREIGN KEY(run_id) REFERENCES execution_run (id) ON DELETE CASCADE
)
""",
)
_COLLECTED = (
    """
CREATE TABLE collected (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    step_id INTEGER NOT NULL,
    run_id INTEGER NOT NULL,
    place VARCHAR NOT NULL,
    value JSON TEXT,
    heading VARCHAR NOT NULL,
    collected_at DATETIME NOT NULL,
    due DATETIME NOT NULL,
    CONSTRAINT collected_once UNIQUE (run_id, place),
    FOREIGN KEY(step_id) REFERENCES automation_step (id) ON DELETE CASCADE
)
""",
    "CREATE INDEX ix_collected_due ON collected (due)",
    "CREATE INDEX ix_collected_step_id ON collected (step_id)",
)
_MISSED = (
    """
CREATE TABLE missed (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    automation_id INTEGER NOT NULL,
    step_id INTEGER NOT NULL,
    first_due DATETIME NOT NULL,
    last_due DATETIME NOT NULL,
    number INTEGER NOT NULL,
    noticed_at DATETIME NOT NULL,
    reason VARCHAR NOT NULL,
    CONSTRAINT missed_once UNIQUE (step_id, last_due),
    FOREIGN KEY(automation_id) REFERENCES automation (id) ON DELETE CASCADE
)
""",
    "CREATE INDEX ix_missed_automation_id ON missed (automation_id)",
)

_MEMORY = """
CREATE TABLE memory (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    step_id INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    value JSON TEXT,
    kept_at DATETIME NOT NULL,
    CONSTRAINT memory_once UNIQUE (step_id, name),
    FOREIGN KEY(step_id) REFERENCES automation_step (id) ON DELETE CASCADE
)
"""

_ALERT = (
    """
CREATE TABLE alert (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    automation_id INTEGER NOT NULL,
    step_id INTEGER,
    run_id INTEGER,
    kind VARCHAR NOT NULL,
    cause VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    body VARCHAR NOT NULL,
    state VARCHAR NOT NULL,
    created_at DATETIME NOT NULL,
    send_after DATETIME NOT NULL,
    sent_at DATETIME,
    over_at DATETIME,
    tries INTEGER NOT NULL,
    error VARCHAR NOT NULL,
    channel VARCHAR NOT NULL,
    CONSTRAINT alert_once UNIQUE (automation_id, kind, cause),
    FOREIGN KEY(automation_id) REFERENCES automation (id) ON DELETE CASCADE
)
""",
    "CREATE INDEX alert_held ON alert (send_after) WHERE state = 'held'",
    "CREATE INDEX alert_open ON alert (automation_id, kind) WHERE over_at IS NULL",
)

_USER = (
    """
CREATE TABLE user (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    email VARCHAR NOT NULL,
    password_hash VARCHAR,
    auth VARCHAR NOT NULL,
    display_name VARCHAR NOT NULL,
    preferences JSON TEXT NOT NULL,
    created_at DATETIME NOT NULL,
    failures INTEGER NOT NULL,
    failed_at DATETIME,
    UNIQUE (email)
)
""",
)
_TEMPLATE = (
    """
CREATE TABLE automation_template (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    user_id INTEGER,
    name VARCHAR NOT NULL,
    description VARCHAR NOT NULL,
    category VARCHAR NOT NULL,
    steps JSON TEXT NOT NULL,
    inputs JSON TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_at DATETIME NOT NULL,
    slug VARCHAR NOT NULL,
    goal VARCHAR NOT NULL,
    words JSON TEXT NOT NULL,
    configuration JSON TEXT NOT NULL,
    FOREIGN KEY(user_id) REFERENCES user (id) ON DELETE CASCADE
)
""",
    "CREATE INDEX ix_automation_template_user_id ON automation_template (user_id)",
)
_CONNECTION = (
    """
CREATE TABLE connection (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    user_id INTEGER NOT NULL,
    provider VARCHAR NOT NULL,
    label VARCHAR NOT NULL,
    config JSON TEXT NOT NULL,
    access_token VARCHAR,
    refresh_token VARCHAR,
    expires_at DATETIME,
    scopes JSON TEXT NOT NULL,
    account VARCHAR NOT NULL,
    status VARCHAR NOT NULL,
    tested_at DATETIME,
    created_at DATETIME NOT NULL,
    FOREIGN KEY(user_id) REFERENCES user (id) ON DELETE CASCADE
)
""",
    "CREATE INDEX ix_connection_user_id ON connection (user_id)",
)


def to_2(tx: "Connection") -> None:
    rebuild(tx, "execution_run", _RUN, worked=0.0, ignores_conditions=0)
    rebuild(tx, "automation_step", _STEP, instead=0, depth=0, otherwise=0)
    rebuild(tx, "execution_step", _STEP_RESULT, lap="")
    rebuild(tx, "connection", _CONNECTION, config="{}")
    rebuild(tx, "user", _USER, failures=0)
    rebuild(tx, "automation_template", _TEMPLATE, slug="", goal="", words="[]", configuration="{}")
    for statement in (*_MISSED, *_ALERT, _MEMORY, *_COLLECTED):
        tx.exec_driver_sql(statement)
