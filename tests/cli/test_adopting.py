"""adopt crontab, from a file or the person's own, and back."""

import os
import stat
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import Cli

LINES = """\
MAILTO="ada@b.example"
PATH=/usr/local/bin:/usr/bin:/bin
# Back up the notes
30 2 * * * tar czf /tmp/notes-$(date +\\%F).tgz notes
0 9 * * mon-fri  echo good morning
5-3 * * * * never
"""
CRONTAB = """\
#!/bin/sh
# Stands in for cron's crontab: prints the table, or takes another one when its lines look right.
table="$HOME/table"
case "$1" in
  -l) [ -f "$table" ] || { echo "no crontab for ada" >&2; exit 1; }; cat "$table" ;;
  *) if grep -q REFUSE "$1"; then echo "bad minute" >&2; exit 1; fi; cat "$1" >"$table" ;;
esac
"""


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The person's crontab, kept by a program that stands in for cron's."""
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "crontab"
    program.write_text(CRONTAB)
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}/bin:{os.environ['PATH']}")
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "table").write_text(LINES)
    return tmp_path / "table"


def test_a_dry_run_tells_and_keeps_nothing(cli: Cli, table: Path) -> None:
    answer = cli("adopt", "crontab", "--dry-run")
    assert "crontab, line 4: new: Back up the notes" in answer.lines
    assert "    every day at 02:30" in answer.lines
    assert any("mailed its output to ada@b.example" in line for line in answer.lines)
    assert answer.err == "2 of 3 could be taken over, 1 can't be.\n"
    assert cli("list", "--json").json == []


def test_lines_are_taken_over_once_and_off(cli: Cli, table: Path) -> None:
    first = cli("adopt", "crontab", "--json").json
    assert [one["slug"] for one in first] == ["back-up-the-notes", "every-weekday-at-09-00-run-echo-good", None]
    again = cli("adopt", "crontab", "--json").json
    assert [one["known"] for one in again] == [True, True, False]
    assert [one["status"] for one in cli("list", "--json").json] == ["draft", "draft"]
    assert "Ranges go upwards" in first[2]["refused"]


def test_nothing_is_turned_on_without_a_word(cli: Cli, table: Path) -> None:
    answer = cli("adopt", "crontab", "--on")
    assert (answer.code, "--yes" in answer.err) == (4, True)
    assert {one["status"] for one in cli("list", "--json").json} == {"draft"}


def test_lines_that_run_here_become_comments_and_come_back_exactly(cli: Cli, table: Path) -> None:
    table.write_bytes(odd := LINES.encode() + b"  7 7 * * *\techo  tabs \r\n\n# the end")
    assert cli("adopt", "crontab", "--on", "--yes", "--comment-out").code == 0
    assert table.read_text().count("\n# nomologi: ") == 3
    assert {one["status"] for one in cli("list", "--json").json} == {"active"}
    answer = cli("adopt", "crontab", "--undo")
    assert answer.out.startswith("crontab: 3 lines put back, off is now back-up-the-notes")
    assert table.read_bytes() == odd
    assert {one["status"] for one in cli("list", "--json").json} == {"inactive"}


def test_a_line_that_is_off_stays_with_cron(cli: Cli, table: Path) -> None:
    cli("adopt", "crontab")
    cli("on", "back-up-the-notes", "--yes")
    cli("adopt", "crontab", "--comment-out")
    assert [line for line in table.read_text().splitlines() if line.startswith("# nomologi")] == [
        "# nomologi: 30 2 * * * tar czf /tmp/notes-$(date +\\%F).tgz notes"
    ]


def test_a_crontab_that_cron_refuses_stays_and_a_copy_is_there(cli: Cli, table: Path, home: Path) -> None:
    table.write_text("1 1 * * * true REFUSE\n")
    answer = cli("adopt", "crontab", "--on", "--yes", "--comment-out")
    assert (answer.code, "was not changed: bad minute" in answer.err) == (5, True)
    assert table.read_text() == "1 1 * * * true REFUSE\n"
    [copy] = (home / "crontabs").iterdir()
    assert (copy.read_text(), stat.S_IMODE(copy.stat().st_mode)) == ("1 1 * * * true REFUSE\n", 0o600)


def test_who_has_no_crontab_is_told_so(cli: Cli, table: Path) -> None:
    table.unlink()
    answer = cli("adopt", "crontab")
    assert (answer.code, answer.err.startswith("Your crontab can't be read: no crontab for ada.")) == (3, True)


def test_a_part_of_a_packages_crontab_is_not_taken_for_ones_own(cli: Cli, tmp_path: Path) -> None:
    """Else its line would run a program called root."""
    file = tmp_path / "sysstat"
    file.write_text("5-55/10 * * * * root command -v debian-sa1 > /dev/null && debian-sa1 1 1\n")
    refused = cli("adopt", "crontab", str(file))
    assert (refused.code, refused.err) == (2, f"Each line of {file} names its user. Add --system.\n")
    assert "run `command -v" in cli("adopt", "crontab", str(file), "--system", "--dry-run").out
    file.write_text("0 4 * * * sync\n")  # an account in Debian, and a program
    assert cli("adopt", "crontab", str(file), "--dry-run").code == 0


def test_a_file_of_the_system_names_users_and_keeps_its_rights(cli: Cli, tmp_path: Path) -> None:
    me = subprocess.run(["id", "-un"], check=True, capture_output=True, text=True).stdout.strip()
    file = tmp_path / "jobs"
    file.write_text(f"0 3 * * * {me} true\n0 4 * * * somebody-else false\n")
    file.chmod(0o640)
    answer = cli("adopt", "crontab", str(file), "--system", "--on", "--yes", "--comment-out", "--json")
    assert [one["refused"] for one in answer.json] == [None, f"it runs as somebody-else, and you are {me}"]
    assert file.read_text().startswith(f"# nomologi: 0 3 * * * {me} true\n0 4")
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


SAME = r"""SHELL=/bin/bash
HOME=%s
GREETING = "it's {{ a }} {%% raw %%}"
@hourly echo "$0 $((6*7))" \\\%%; pwd; env | grep -E '^(PATH|SHELL|HOME|GREETING|LOGNAME)='; cat%%one%%two\%%
"""


def test_it_runs_as_cron_would_run_it(cli: Cli, tmp_path: Path) -> None:
    """By what do_command.c of Debian's cron hands to the shell."""
    file = tmp_path / "jobs"
    file.write_text(SAME % tmp_path)
    [one] = cli("adopt", "crontab", str(file), "--json").json
    assert cli("run", one["slug"], "--wait").code == 0
    [run] = cli("runs", "--json").json
    here = cli("trace", str(run["id"]), "--json").json["steps"][-1]["output"]["stdout"]
    me = subprocess.run(["id", "-un"], check=True, capture_output=True, text=True).stdout.strip()
    line = "echo \"$0 $((6*7))\" \\%; pwd; env | grep -E '^(PATH|SHELL|HOME|GREETING|LOGNAME)='; cat"
    there = subprocess.run(
        ["/bin/bash", "-c", line], input="one\ntwo%\n", text=True, capture_output=True, cwd=tmp_path, check=True,
        env={"PATH": "/usr/bin:/bin", "SHELL": "/bin/bash", "HOME": str(tmp_path), "LOGNAME": me,
             "GREETING": "it's {{ a }} {% raw %}"},
    ).stdout  # fmt: skip
    assert sorted(here.split("\n")) == sorted(there.strip("\n").split("\n"))
