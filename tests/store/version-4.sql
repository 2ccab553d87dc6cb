PRAGMA auto_vacuum=incremental;
BEGIN TRANSACTION;
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
);
INSERT INTO "alert" VALUES(1,1,NULL,1,'failure','run 1','It failed','Why','sent','2026-11-22 09:00:00.000000','2026-11-22 09:00:00.000000','2026-11-22 09:00:00.000000',NULL,1,'','desktop');
CREATE TABLE automation (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	user_id INTEGER NOT NULL, 
	slug VARCHAR NOT NULL, 
	goal VARCHAR NOT NULL, 
	status VARCHAR NOT NULL, 
	created_at DATETIME NOT NULL, 
	updated_at DATETIME NOT NULL, 
	template_id INTEGER, 
	configuration JSON TEXT NOT NULL, 
	revision INTEGER NOT NULL, 
	paused_until DATETIME, 
	deleted_at DATETIME, 
	slots INTEGER NOT NULL, 
	FOREIGN KEY(user_id) REFERENCES user (id) ON DELETE CASCADE, 
	FOREIGN KEY(template_id) REFERENCES automation_template (id) ON DELETE SET NULL
);
INSERT INTO "automation" VALUES(1,1,'every-5-seconds-run-true','Every 5 seconds run true','draft','2026-11-22 09:00:00.000000','2026-11-22 09:00:00.000000',NULL,'{"mode": "single", "step_timeout": 600.0, "run_timeout": 21600.0, "catch_up": "once", "retries": 3, "on_failure": "stop", "alert_on_failure": true, "parallel": 1}',1,NULL,NULL,1);
CREATE TABLE automation_origin (
    automation_id INTEGER NOT NULL,
    source VARCHAR NOT NULL,
    mark VARCHAR NOT NULL,
    aside VARCHAR NOT NULL,
    PRIMARY KEY (automation_id),
    FOREIGN KEY(automation_id) REFERENCES automation (id) ON DELETE CASCADE
);
INSERT INTO "automation_origin" VALUES(1,'crontab:ada','*/5 * * * * true','');
CREATE TABLE automation_revision (
	automation_id INTEGER NOT NULL, 
	revision INTEGER NOT NULL, 
	document JSON TEXT NOT NULL, 
	created_at DATETIME NOT NULL, 
	PRIMARY KEY (automation_id, revision), 
	FOREIGN KEY(automation_id) REFERENCES automation (id) ON DELETE CASCADE
);
INSERT INTO "automation_revision" VALUES(1,1,'{"slug": "every-5-seconds-run-true", "goal": "Every 5 seconds run true", "template_id": null, "configuration": {"mode": "single", "step_timeout": 600.0, "run_timeout": 21600.0, "catch_up": "once", "retries": 3, "on_failure": "stop", "alert_on_failure": true, "parallel": 1}, "steps": [{"type": "trigger", "block": "schedule", "config": {"every": "5s"}, "name": "when", "enabled": true, "id": 1, "order": 0}, {"type": "action", "block": "run_command", "config": {"command": "true"}, "name": "work", "enabled": true, "id": 2, "order": 1}]}','2026-11-22 09:00:00.000000');
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
);
INSERT INTO "automation_step" VALUES(1,1,'trigger','schedule','{"every": "5s"}',0,1,'when',0,0,0);
INSERT INTO "automation_step" VALUES(2,1,'action','run_command','{"command": "true"}',1,1,'work',0,0,0);
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
);
INSERT INTO "automation_template" VALUES(1,NULL,'Beat','d','Server','[{"type": "trigger", "block": "schedule", "config": {"every": "5s"}, "name": "when", "enabled": true, "id": 0, "order": 0}, {"type": "action", "block": "run_command", "config": {"command": "true"}, "name": "work", "enabled": true, "id": 0, "order": 0}]','[]',1,'2026-11-22 09:00:00.000000','','','[]','{}');
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
);
INSERT INTO "collected" VALUES(1,2,1,'0','"one"','','2026-11-22 09:00:00.000000','2026-11-22 09:00:00.000000');
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
);
INSERT INTO "connection" VALUES(1,1,'mqtt','Home','{}','keyring:a',NULL,NULL,'[]','','unknown',NULL,'2026-11-22 09:00:00.000000');
CREATE TABLE execution_log (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	automation_id INTEGER, 
	run_id INTEGER, 
	event_type VARCHAR NOT NULL, 
	description VARCHAR NOT NULL, 
	timestamp DATETIME NOT NULL, 
	level INTEGER NOT NULL, 
	FOREIGN KEY(automation_id) REFERENCES automation (id) ON DELETE CASCADE, 
	FOREIGN KEY(run_id) REFERENCES execution_run (id) ON DELETE CASCADE
);
INSERT INTO "execution_log" VALUES(1,1,NULL,'created','Created: Every 5 seconds run true','2026-11-22 09:00:00.000000',20);
INSERT INTO "execution_log" VALUES(2,1,1,'queued','Queued by schedule','2026-11-22 09:00:00.000000',20);
INSERT INTO "execution_log" VALUES(3,1,2,'queued','Queued by file','2026-11-22 09:00:00.000000',20);
INSERT INTO "execution_log" VALUES(4,1,1,'started','Started by schedule','2026-11-22 09:00:00.000000',20);
INSERT INTO "execution_log" VALUES(5,1,1,'step_started','Step 1 work: started','2026-11-22 09:00:00.000000',20);
INSERT INTO "execution_log" VALUES(6,1,1,'step_completed','Step 1 work: success','2026-11-22 09:00:01.000000',20);
INSERT INTO "execution_log" VALUES(7,1,1,'completed','Done','2026-11-22 09:00:00.000000',20);
INSERT INTO "execution_log" VALUES(8,NULL,NULL,'runner_started','The runner started (service, process 1)','2026-11-22 09:00:00.000000',20);
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
);
INSERT INTO "execution_run" VALUES(1,1,NULL,'success','{}',NULL,'Done','','2026-11-22 09:00:00.000000','2026-11-22 09:00:00.000000',1,1,'schedule',1,'2026-11-22 09:00:05.000000','due 2026-11-22 09:00:05+00:00','this-runner',0,'2026-11-22 09:00:00.000000',NULL,NULL,NULL,0.0,NULL,NULL,0,NULL);
INSERT INTO "execution_run" VALUES(2,1,NULL,'pending','{}',NULL,'','',NULL,NULL,1,1,'file',NULL,NULL,'a',NULL,0,'2026-11-22 09:00:00.000000',NULL,NULL,NULL,0.0,NULL,NULL,0,NULL);
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
);
INSERT INTO "execution_step" VALUES(1,1,0,'action','run_command','work','success',1,NULL,'{}','{"code": 0}','','','2026-11-22 09:00:00.000000','2026-11-22 09:00:01.000000','');
CREATE TABLE guided_flow_session (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	user_id INTEGER NOT NULL, 
	automation_id INTEGER, 
	current_step INTEGER NOT NULL, 
	answers JSON TEXT NOT NULL, 
	state VARCHAR NOT NULL, 
	created_at DATETIME NOT NULL, 
	updated_at DATETIME NOT NULL, 
	FOREIGN KEY(user_id) REFERENCES user (id) ON DELETE CASCADE, 
	FOREIGN KEY(automation_id) REFERENCES automation (id) ON DELETE CASCADE
);
INSERT INTO "guided_flow_session" VALUES(1,1,NULL,1,'{"goal": "x"}','in_progress','2026-11-22 09:00:00.000000','2026-11-22 09:00:00.000000');
CREATE TABLE listener (
	step_id INTEGER NOT NULL, 
	automation_id INTEGER NOT NULL, 
	block VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	detail VARCHAR NOT NULL, 
	last_alive DATETIME, 
	last_due DATETIME, 
	next_due DATETIME, 
	cursor JSON TEXT, 
	PRIMARY KEY (step_id), 
	FOREIGN KEY(step_id) REFERENCES automation_step (id) ON DELETE CASCADE, 
	FOREIGN KEY(automation_id) REFERENCES automation (id) ON DELETE CASCADE
);
INSERT INTO "listener" VALUES(1,1,'schedule','off','',NULL,'2026-11-22 09:00:05.000000','2026-11-22 09:00:10.000000',NULL);
CREATE TABLE log_indexed (
    id INTEGER NOT NULL,
    up_to INTEGER NOT NULL,
    held INTEGER NOT NULL,
    PRIMARY KEY (id)
);
INSERT INTO "log_indexed" VALUES(1,8,8);
CREATE TABLE memory (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    step_id INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    value JSON TEXT,
    kept_at DATETIME NOT NULL,
    CONSTRAINT memory_once UNIQUE (step_id, name),
    FOREIGN KEY(step_id) REFERENCES automation_step (id) ON DELETE CASCADE
);
INSERT INTO "memory" VALUES(1,2,'last','{"a": 1}','2026-11-22 09:00:00.000000');
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
);
INSERT INTO "missed" VALUES(1,1,1,'2026-11-22 09:00:00.000000','2026-11-22 09:00:00.000000',3,'2026-11-22 09:00:00.000000','the machine slept');
CREATE TABLE runner (
	id INTEGER NOT NULL, 
	pid INTEGER NOT NULL, 
	host VARCHAR NOT NULL, 
	token VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	version VARCHAR NOT NULL, 
	since DATETIME NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "runner" VALUES(1,1,'here','t','service','0.1','2026-11-22 09:00:00.000000');
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
);
INSERT INTO "user" VALUES(1,'ada',NULL,'os','Ada','{}','2026-11-22 09:00:00.000000',0,NULL);
CREATE UNIQUE INDEX automation_slug ON automation (user_id, slug) WHERE deleted_at IS NULL;
CREATE INDEX ix_automation_user_id ON automation (user_id);
CREATE INDEX ix_guided_flow_session_user_id ON guided_flow_session (user_id);
CREATE UNIQUE INDEX draft_one_per_automation ON guided_flow_session (automation_id) WHERE state = 'in_progress';
CREATE INDEX log_missed ON execution_log (id) WHERE event_type = 'missed';
CREATE INDEX log_of_run ON execution_log (run_id, id);
CREATE INDEX log_of_automation ON execution_log (automation_id, id);
CREATE INDEX log_errors ON execution_log (id, level) WHERE level >= 40;
CREATE INDEX ix_listener_automation_id ON listener (automation_id);
CREATE INDEX run_finished ON execution_run (finished_at, automation_id, status) WHERE finished_at IS NOT NULL;
CREATE INDEX run_of_automation ON execution_run (automation_id, id);
CREATE INDEX run_of_lane ON execution_run (automation_id, "key", status, id) WHERE finished_at IS NULL;
CREATE INDEX run_open ON execution_run (status, id) WHERE finished_at IS NULL;
CREATE INDEX run_pending ON execution_run (automation_id, "key", id) WHERE status = 'pending';
CREATE INDEX run_resume ON execution_run (resume_at) WHERE resume_at IS NOT NULL;
CREATE INDEX step_order ON automation_step (automation_id, "order");
CREATE INDEX ix_connection_user_id ON connection (user_id);
CREATE INDEX ix_automation_template_user_id ON automation_template (user_id);
CREATE INDEX ix_missed_automation_id ON missed (automation_id);
CREATE INDEX alert_held ON alert (send_after) WHERE state = 'held';
CREATE INDEX alert_open ON alert (automation_id, kind) WHERE over_at IS NULL;
CREATE INDEX ix_collected_due ON collected (due);
CREATE INDEX ix_collected_step_id ON collected (step_id);
CREATE INDEX ix_automation_origin_source ON automation_origin (source);
CREATE INDEX run_ended ON execution_run (status, id) WHERE finished_at IS NOT NULL;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('automation',1);
INSERT INTO "sqlite_sequence" VALUES('execution_log',8);
INSERT INTO "sqlite_sequence" VALUES('guided_flow_session',1);
INSERT INTO "sqlite_sequence" VALUES('automation',1);
INSERT INTO "sqlite_sequence" VALUES('execution_log',8);
INSERT INTO "sqlite_sequence" VALUES('guided_flow_session',1);
INSERT INTO "sqlite_sequence" VALUES('execution_run',2);
INSERT INTO "sqlite_sequence" VALUES('automation_step',2);
INSERT INTO "sqlite_sequence" VALUES('execution_step',1);
INSERT INTO "sqlite_sequence" VALUES('connection',1);
INSERT INTO "sqlite_sequence" VALUES('user',1);
INSERT INTO "sqlite_sequence" VALUES('automation_template',1);
INSERT INTO "sqlite_sequence" VALUES('missed',1);
INSERT INTO "sqlite_sequence" VALUES('alert',1);
INSERT INTO "sqlite_sequence" VALUES('memory',1);
INSERT INTO "sqlite_sequence" VALUES('collected',1);
CREATE VIRTUAL TABLE log_words USING fts5(description, content='', tokenize='trigram', detail=none, columnsize=0);
INSERT INTO log_words (rowid, description) SELECT id, description FROM execution_log;
CREATE TABLE unused_secret (
    reference VARCHAR NOT NULL,
    due_at DATETIME NOT NULL,
    PRIMARY KEY (reference)
);
INSERT INTO "unused_secret" VALUES('keyring:connection/00112233aabbccdd/token','2026-01-05 08:00:00.000000');
COMMIT;
PRAGMA application_id=1315925359;
PRAGMA user_version=4;
