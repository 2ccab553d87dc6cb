"""Named SQL for reading, for any database of ours. `?` are the parameters, in the order that each line tells."""

PREFERENCES = 'SELECT id, preferences FROM "user"'
USER = 'SELECT * FROM "user" WHERE email = ?'
KNOWN = "SELECT id, slug, deleted_at IS NOT NULL AS gone FROM automation WHERE user_id = ? ORDER BY id"
NAMES = "SELECT id, slug FROM automation WHERE user_id = ?"
SOME_NAMES = "SELECT id, slug FROM automation WHERE user_id = ? AND id IN (SELECT value FROM json_each(?))"
AUTOMATION = "SELECT * FROM automation WHERE id = ?"
STEPS = 'SELECT * FROM automation_step WHERE automation_id = ? ORDER BY "order"'

LISTENERS = """
SELECT l.* FROM listener l JOIN automation a ON a.id = l.automation_id
 WHERE a.user_id = ? AND a.deleted_at IS NULL ORDER BY l.step_id
"""
# user, how many
DUE_NEXT = """
SELECT a.id, a.slug, l.next_due FROM listener l JOIN automation a ON a.id = l.automation_id
 WHERE a.user_id = ? AND a.deleted_at IS NULL AND a.status = 'active' AND l.next_due IS NOT NULL
 ORDER BY l.next_due LIMIT ?
"""
# since, user: outages noticed since then, and older ones that nobody has dealt with. A person's own word is no warning.
MISSED = """
SELECT (SELECT count(*) FROM execution_log l WHERE l.event_type = 'missed' AND l.level >= 30 AND l.timestamp >= ?1
           AND +l.automation_id IN (SELECT id FROM automation WHERE user_id = ?2))
     + (SELECT count(*) FROM missed m JOIN automation a ON a.id = m.automation_id
         WHERE a.user_id = ?2 AND a.deleted_at IS NULL AND m.noticed_at < ?1)
"""
# user
NEEDS_PERSON = """
SELECT r.* FROM execution_run r JOIN automation a ON a.id = r.automation_id
 WHERE a.user_id = ? AND r.finished_at IS NULL AND r.status = 'waiting' AND r.waiting_for IN ('decision', 'approval')
 ORDER BY r.id
"""
# user
RUNNING = """
SELECT r.* FROM execution_run r JOIN automation a ON a.id = r.automation_id
 WHERE a.user_id = ? AND r.finished_at IS NULL AND r.status = 'running' ORDER BY r.id
"""
# user
UNHEALTHY = "SELECT * FROM connection WHERE user_id = ? AND status IN ('refused', 'needs_login') ORDER BY id"
PAUSED = """
SELECT id, slug, paused_until FROM automation
 WHERE user_id = ? AND deleted_at IS NULL AND status = 'paused' ORDER BY id
"""
# user
MISSED_TIMES = """
SELECT m.* FROM missed m JOIN automation a ON a.id = m.automation_id
 WHERE a.user_id = ? AND a.deleted_at IS NULL ORDER BY m.last_due DESC, m.id DESC
"""
# user, how many
ALERTS = """
SELECT l.* FROM alert l JOIN automation a ON a.id = l.automation_id
 WHERE a.user_id = ? ORDER BY l.id DESC LIMIT ?
"""
# user. What was switched off is no trouble any more, but a run that waits for its user is. Without a runner nobody
# writes down that a run was answered, has begun or ended.
OPEN_ALERTS = """
SELECT l.* FROM alert l JOIN automation a ON a.id = l.automation_id
 WHERE l.over_at IS NULL AND a.user_id = ? AND a.deleted_at IS NULL
   AND (a.status IN ('active', 'paused') OR l.kind = 'waiting')
   AND NOT EXISTS (SELECT 1 FROM execution_run r WHERE r.id = l.run_id AND (
           l.kind = 'waiting' AND r.status <> 'waiting' OR l.kind = 'late' AND r.status <> 'pending'
        OR l.kind = 'slow' AND r.status <> 'running'))
 ORDER BY l.id
"""
# user
ALERTS_BY_STATE = """
SELECT l.state, count(*) AS number FROM alert l JOIN automation a ON a.id = l.automation_id
 WHERE a.user_id = ? AND l.state IN ('held', 'failed') GROUP BY l.state
"""
# user
MESSAGE_STEPS = """
SELECT s.config FROM automation_step s JOIN automation a ON a.id = s.automation_id
 WHERE a.user_id = ? AND a.deleted_at IS NULL AND s.block = 'notify' AND s.enabled
   AND (s.config LIKE '%"to"%' OR s.config LIKE '%"connection"%')
 ORDER BY a.id, s."order"
"""
# user, automation or NULL, the same: what digests have collected and not sent
COLLECTING = """
SELECT a.id AS automation_id, a.slug, s.name AS step, count(*) AS number, min(c.collected_at) AS since,
       min(c.due) AS due
  FROM collected c JOIN automation_step s ON s.id = c.step_id JOIN automation a ON a.id = s.automation_id
 WHERE a.user_id = ? AND a.deleted_at IS NULL AND (? IS NULL OR a.id = ?) GROUP BY s.id ORDER BY min(c.due), s.id
"""
MESSAGE_CONNECTIONS = "SELECT id, label, config FROM connection WHERE user_id = ? AND provider = 'apprise' ORDER BY id"
RUNNER = "SELECT * FROM runner"
DRAFTS = """
SELECT * FROM guided_flow_session WHERE user_id = ? AND state = 'in_progress' ORDER BY updated_at DESC, id DESC
"""
# user, user
KEEPS_SECRETS = """
SELECT EXISTS (SELECT 1 FROM automation_step s JOIN automation a ON a.id = s.automation_id
                WHERE a.user_id = ? AND a.deleted_at IS NULL AND s.config LIKE '%"keyring:%')
    OR EXISTS (SELECT 1 FROM connection WHERE user_id = ?)
"""
# run, user
RUN = "SELECT r.* FROM execution_run r JOIN automation a ON a.id = r.automation_id WHERE r.id = ? AND a.user_id = ?"
RUN_STEPS = "SELECT * FROM execution_step WHERE run_id = ? ORDER BY id"
LAST_LOG = "SELECT max(id) FROM execution_log"

# The + keeps planners from walking a user's automations one by one and sorting: with it they walk the ids backwards and
# look up whose each entry of a page is. A list of ten thousand automations would be made for every page.
RUNS = """
SELECT r.* FROM execution_run r
 WHERE EXISTS (SELECT 1 FROM automation a WHERE a.id = +r.automation_id AND a.user_id = ?)
"""
LOGS = """
SELECT l.* FROM execution_log l
 WHERE (l.automation_id IS NULL
        OR EXISTS (SELECT 1 FROM automation a WHERE a.id = +l.automation_id AND a.user_id = ?))
"""
# pieces, user: entries that the index proposes, the index first. SQLite may not turn that round: it would scan the log.
LOGS_WITH_WORDS = """
SELECT l.* FROM log_words CROSS JOIN execution_log l ON l.id = log_words.rowid
 WHERE log_words MATCH ?
   AND (l.automation_id IS NULL
        OR EXISTS (SELECT 1 FROM automation a WHERE a.id = +l.automation_id AND a.user_id = ?))
"""
# pieces, how many
PROPOSED = "SELECT rowid FROM log_words WHERE log_words MATCH ? LIMIT ?"
COUNTS = """
SELECT (SELECT count(*) FROM "user") AS users, (SELECT count(*) FROM connection) AS connections,
       (SELECT count(*) FROM automation WHERE deleted_at IS NULL) AS automations,
       (SELECT count(*) FROM automation WHERE deleted_at IS NULL AND status = 'active') AS active,
       (SELECT count(*) FROM execution_run) AS runs
"""
