"""restic, borg, rsync and tar: how each is asked, and what its answer means in numbers."""

import json
import re
import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from nomologi_tui.blocks.tools.backup.job import Job, Tool
from nomologi_tui.blocks.tools.processes.process import Ended
from nomologi_tui.errors import BlockError


def _ask_restic(job: Job) -> Sequence[str]:
    return ("restic", *_restic_way(job), "backup", "--json", *job.excluded, "--", *job.folders)


def _look_restic(job: Job) -> Sequence[str]:
    return ("restic", *_restic_way(job), "cat", "config", "--no-lock")


def _restic_way(job: Job) -> Sequence[str]:
    machine = job.place.machine
    return ("-o", f"sftp.command={shlex.join([*job.ssh, machine.host, '-s', 'sftp'])}") if machine else ()


def _restic_environment(job: Job) -> Mapping[str, str]:
    place = job.place
    password = {"RESTIC_REPOSITORY": place.address, "RESTIC_PASSWORD": place.password}
    return {**place.environment, **password, "RESTIC_PROGRESS_FPS": "0.02"}


def _read_restic(ended: Ended, _job: Job) -> dict[str, Any]:
    found = _last_object(ended.stdout.splitlines(), "message_type", "summary")
    return {
        "snapshot": str(found["snapshot_id"]),
        "files": found["total_files_processed"],
        "files_new": found["files_new"],
        "files_changed": found["files_changed"],
        "bytes": found["total_bytes_processed"],
        "bytes_added": found["data_added"],
    }


def _last_object(lines: Sequence[str], key: str, value: str) -> dict[str, Any]:
    for line in reversed(lines):
        try:
            found = json.loads(line)
        except (ValueError, RecursionError):  # the line in the middle that was cut
            continue
        if isinstance(found, dict) and found.get(key) == value:
            return found
    raise BlockError("restic did not say what it did.", "Is it older than 0.9?")


def _ask_borg(job: Job) -> Sequence[str]:
    return ("borg", "create", "--json", *job.excluded, "--", f"{job.place.address}::{job.name}", *job.folders)


def _look_borg(job: Job) -> Sequence[str]:
    return ("borg", "list", "--last=1", "--", job.place.address)


def _borg_environment(job: Job) -> Mapping[str, str]:
    answers = {
        "BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK": "no",
        # The machine is known by its key: an address that is only spelled in another way is no other repository.
        "BORG_RELOCATED_REPO_ACCESS_IS_OK": "yes" if job.place.machine else "no",
    }
    rsh = shlex.join(job.ssh) if job.ssh else _SSH
    return {"BORG_PASSPHRASE": job.place.password, **answers, "BORG_RSH": rsh, "LC_ALL": "C.UTF-8"}


def _read_borg(ended: Ended, job: Job) -> dict[str, Any]:
    try:
        stats = json.loads(ended.stdout)["archive"]["stats"]
    except (ValueError, KeyError, TypeError):
        raise BlockError("borg did not say what it did.", "Is it older than 1.1?") from None
    return {
        "snapshot": job.name, "files": stats["nfiles"], "files_new": None, "files_changed": None,
        "bytes": stats["original_size"], "bytes_added": stats["deduplicated_size"],
    }  # fmt: skip


def _ask_rsync(job: Job) -> Sequence[str]:
    return (
        "rsync",
        "--archive",
        "--stats",
        "--no-human-readable",
        *job.excluded,
        "--",
        *job.folders,
        f"{job.place.to}/",
    )


def _read_rsync(ended: Ended, _job: Job) -> dict[str, Any]:
    def number(name: str) -> int:
        found = re.search(rf"^{name}: ([\d,]+)", ended.stdout, re.MULTILINE)
        return int(found[1].replace(",", "")) if found else 0

    made = re.search(r"^Number of created files: .*reg: ([\d,]+)", ended.stdout, re.MULTILINE)
    new = int(made[1].replace(",", "")) if made else 0
    regular = re.search(r"^Number of files: .*reg: ([\d,]+)", ended.stdout, re.MULTILINE)
    return {
        "snapshot": "",
        "files": int(regular[1].replace(",", "")) if regular else 0,
        "files_new": new,
        "files_changed": max(number("Number of regular files transferred") - new, 0),
        "bytes": number("Total file size"),
        "bytes_added": number("Total transferred file size"),
    }


def part_of(job: Job) -> Path:
    """The archive that tar makes, before it has its name."""
    return Path(job.place.to, f".{job.name}.tar.gz.part")


def archive_of(job: Job) -> Path:
    """The archive that tar made."""
    return Path(job.place.to, f"{job.name}.tar.gz")


def _ask_tar(job: Job) -> Sequence[str]:
    members = [one.lstrip("/") or "." for one in job.folders]
    where = ("--force-local", f"--file={part_of(job)}", "--directory=/")
    return ("tar", "--create", "--gzip", "--totals", *where, *job.excluded, "--", *members)


def _read_tar(ended: Ended, job: Job) -> dict[str, Any]:
    written = re.search(r"^Total bytes written: (\d+)", ended.stderr, re.MULTILINE)
    return {
        "snapshot": str(archive_of(job)), "files": None, "files_new": None, "files_changed": None,
        "bytes": int(written[1]) if written else None, "bytes_added": part_of(job).stat().st_size,
    }  # fmt: skip


_SSH = "ssh -o BatchMode=yes"
_PLAIN = {"LC_ALL": "C"}

TOOLS: Mapping[str, Tool] = {
    "restic": Tool(
        _ask_restic, _read_restic, _restic_environment, _look_restic, {3: "some files could not be read"},
        refused="wrong password or no key",
    ),
    "borg": Tool(
        _ask_borg, _read_borg, _borg_environment, _look_borg, {1: "there were warnings"},
        refused="passphrase .* incorrect",
    ),
    "rsync": Tool(
        _ask_rsync, _read_rsync, lambda _: {"RSYNC_RSH": _SSH, **_PLAIN},
        partly={23: "some files could not be transferred", 24: "some files vanished meanwhile"}, harmless=(24,),
    ),
    "tar": Tool(_ask_tar, _read_tar, lambda _: _PLAIN, partly={1: "some files changed meanwhile"}, harmless=(1,)),
}  # fmt: skip
