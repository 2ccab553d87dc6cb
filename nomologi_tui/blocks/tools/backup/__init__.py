"""Backups: what is asked of restic, borg, rsync and tar, and what their answers mean."""
