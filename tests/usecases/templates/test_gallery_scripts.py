"""The shell lines of the gallery, carried out; programs that a machine may lack stand in its PATH as small scripts."""

import os
import subprocess
from datetime import date, timedelta
from pathlib import Path

from nomologi_tui.blocks.registry import load_registry
from nomologi_tui.document.gallery import gallery
from nomologi_tui.document.placeholders import filled, samples

PG_DUMP = """#!/bin/sh
for word; do case $word in --file=*) file=${word#--file=};; esac; last=$word; done
echo "dump of $last" > "$file"
"""


def carried_out(home: Path, slug: str, step: str, **values: str) -> str:
    """What the line of that step writes."""
    template = next(one for one in gallery() if one.slug == slug)
    steps = filled(template, {**samples(template), **values}, load_registry())
    config = next(one.config for one in steps if step in (one.name, one.block))
    environ = {"PATH": f"{home}:{os.environ['PATH']}", "HOME": str(home), **config.get("environment", {})}
    line = ["sh", "-c", config["command"]]
    return subprocess.run(line, env=environ, capture_output=True, text=True, check=True, timeout=60).stdout


def program(home: Path, name: str, text: str) -> None:
    (home / name).write_text(text)
    (home / name).chmod(0o755)


def aged(path: Path, days: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("x")
    moment = path.stat().st_mtime - days * 86_400
    os.utime(path, (moment, moment))


def test_a_database_is_dumped_and_old_dumps_of_it_go(tmp_path: Path) -> None:
    program(tmp_path, "pg_dump", PG_DUMP)
    old, other = tmp_path / "dumps/my shop-2020-01-01.sql.gz", tmp_path / "dumps/else-2020-01-01.sql.gz"
    for path in (old, other):
        aged(path, 30)
    told = carried_out(tmp_path, "database-dump", "dump", database="my shop")
    [new] = [path for path in (tmp_path / "dumps").iterdir() if path not in (old, other)]
    assert str(new) in told
    assert subprocess.run(["zcat", new], capture_output=True, text=True, check=True).stdout == "dump of my shop\n"
    assert (old.exists(), other.exists()) == (False, True)


def test_bans_of_yesterday_are_counted(tmp_path: Path) -> None:
    today, log = date.today(), tmp_path / "fail2ban.log"  # noqa: DTZ011 - the script's own day
    yesterday = today - timedelta(days=1)
    line = "{} 10:00:01,123 fail2ban.actions [1]: NOTICE [sshd] {} {}\n"
    told = [(yesterday, "Ban", "192.0.2.1")] * 2 + [
        (yesterday, "Unban", "192.0.2.1"),
        (date(2020, 1, 1), "Ban", "192.0.2.2"),
        *[(today, "Ban", "192.0.2.1")] * 2,  # those of yesterday, if the day ends just now
    ]
    log.write_text("".join(line.format(*one) for one in told))
    assert carried_out(tmp_path, "ban-report", "bans", file=str(log)).split() == ["2", "192.0.2.1"]


def test_the_weekly_report_tells_of_this_machine(tmp_path: Path) -> None:
    told = carried_out(tmp_path, "weekly-server-report", "report")
    assert all(
        words in told for words in ("load average", "Filesystem", "Mem:", "Failed services:", "Updates that wait:")
    )


def test_the_copy_to_the_cloud_gets_a_folder_at_home_as_one_argument(tmp_path: Path) -> None:
    program(tmp_path, "rclone", '#!/bin/sh\nfor word; do echo "<$word>"; done\n')
    told = carried_out(tmp_path, "copy-to-cloud-weekly", "copy", folder="~/my photos", to="cloud:a b")
    assert told.splitlines()[-2:] == [f"<{tmp_path}/my photos>", "<cloud:a b>"]
