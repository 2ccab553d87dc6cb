"""Named SQL about why one automation did or did not run. `?` are the parameters, in the order that each line tells."""

# automation, how many
NEWEST_RUNS = "SELECT * FROM execution_run WHERE automation_id = ? ORDER BY id DESC LIMIT ?"
# automation
OPEN_RUNS = "SELECT * FROM execution_run WHERE automation_id = ? AND finished_at IS NULL ORDER BY id LIMIT 20"
PENDING = "SELECT count(*) FROM execution_run WHERE automation_id = ? AND status = 'pending'"
OLDEST_RUN = "SELECT min(created_at) AS created_at FROM execution_run WHERE automation_id = ?"
UNDER_WAY = "SELECT count(*) FROM execution_run WHERE finished_at IS NULL AND status = 'running'"
# automation, from, to, from, to, at, at: due or made between, or under way at that moment
RUNS_NEAR = """
SELECT * FROM execution_run WHERE automation_id = ?
   AND (due BETWEEN ? AND ? OR created_at BETWEEN ? AND ?
        OR (started_at <= ? AND coalesce(finished_at, '9999') >= ?)) ORDER BY id DESC LIMIT 50
"""
# automation, moment
RUN_BEFORE = "SELECT * FROM execution_run WHERE automation_id = ? AND created_at < ? ORDER BY id DESC LIMIT 1"
RUN_AFTER = "SELECT * FROM execution_run WHERE automation_id = ? AND created_at > ? ORDER BY id LIMIT 1"
# run
NOT_MET = """
SELECT * FROM execution_step WHERE run_id = ? AND type = 'condition' AND status = 'skipped' ORDER BY position LIMIT 1
"""
# automation
LISTENERS = "SELECT * FROM listener WHERE automation_id = ? ORDER BY step_id"
MISSED = "SELECT * FROM missed WHERE automation_id = ? ORDER BY last_due DESC LIMIT 100"
OLDEST_ENTRY = """
SELECT min(l.timestamp) AS since, max(l.event_type = 'created') AS whole FROM execution_log l
 WHERE l.run_id IS NULL AND +l.automation_id = ?
"""
# automation, moment
REVISION = """
SELECT revision, document FROM automation_revision WHERE automation_id = ? AND created_at <= ?
 ORDER BY revision DESC LIMIT 1
"""

# The + lets planners walk the few entries that belong to no run, whichever automation they are of.
_OWN = "SELECT l.* FROM execution_log l WHERE l.run_id IS NULL AND +l.automation_id = ?"
_RUNNERS = "SELECT l.* FROM execution_log l WHERE l.run_id IS NULL AND l.event_type IN"
# automation, until, how many: but what a trigger says when all is well
ENTRIES = f"""
{_OWN} AND l.timestamp <= ? AND (l.event_type <> 'output' OR l.level >= 30) ORDER BY l.id DESC LIMIT ?
"""
# automation, after, how many
ENTRIES_AFTER = f"""
{_OWN} AND l.timestamp > ? AND (l.event_type <> 'output' OR l.level >= 30) ORDER BY l.id LIMIT ?
"""
# automation, until
SWITCHED = f"""
{_OWN} AND l.timestamp <= ?
   AND l.event_type IN ('created', 'switched_on', 'switched_off', 'paused', 'resumed', 'deleted', 'restored')
 ORDER BY l.id DESC LIMIT 1
"""
HEARD = f"""
{_OWN} AND l.timestamp <= ? AND l.event_type IN ('listener_ready', 'listener_lost') ORDER BY l.id DESC LIMIT 1
"""
# until
RUNNER_THEN = f"""
{_RUNNERS} ('runner_started', 'runner_stopped') AND l.timestamp <= ? ORDER BY l.id DESC LIMIT 1
"""
# moment
RUNNER_AFTER = f"""
{_RUNNERS} ('runner_started', 'runner_stopped') AND l.timestamp > ? ORDER BY l.id LIMIT 1
"""
