"""Crontabs as they are written: variables, comments, input, users."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nomologi_tui.adopting.cron_job import Surroundings, cron_found
from nomologi_tui.adopting.crontab import MOST_LINES, BadLine, CronLine, read_crontab, split_input
from nomologi_tui.errors import BadInputError

PACKAGES = r"""# m h dom mon dow user  command
17 *	* * *	root	cd / && run-parts --report /etc/cron.hourly
25 6	* * *	root	test -x /usr/sbin/anacron || { cd / && run-parts --report /etc/cron.daily; }
# Look for and purge old sessions every 30 minutes
09,39 *     * * *     root   [ -x /usr/lib/php/sessionclean ] && if [ ! -d /run/systemd/system ]; then /usr/lib/php/sessionclean; fi
5-55/10 * * * * root command -v debian-sa1 > /dev/null && debian-sa1 1 1
0 */12 * * * root test -x /usr/bin/certbot -a \! -d /run/systemd/system && perl -e 'sleep int(rand(43200))' && certbot -q renew
57 0 * * 0 root if [ -x /usr/share/mdadm/checkarray ] && [ $(date +\%d) -le 7 ]; then /usr/share/mdadm/checkarray --cron --all --idle --quiet; fi
30 3 * * 0 root test -e /run/systemd/system || SERVICE_MODE=1 /usr/lib/x86_64-linux-gnu/e2fsprogs/e2scrub_all_cron
10 3 * * * root test -e /run/systemd/system || SERVICE_MODE=1 /sbin/e2scrub_all -A -r
"""  # noqa: E501 - lines as Debian's packages write them


def jobs(text: str, *, with_user: bool = False) -> list[CronLine]:
    found = list(read_crontab(text, with_user=with_user))
    assert not [one for one in found if isinstance(one, BadLine)]
    return [one for one in found if isinstance(one, CronLine)]


def test_lines_of_debians_packages_are_read() -> None:
    found = jobs(PACKAGES, with_user=True)
    assert [one.user for one in found] == ["root"] * 8
    assert found[2].comment == "Look for and purge old sessions every 30 minutes"
    assert found[5].command.startswith("if [ -x /usr/share/mdadm/checkarray ] && [ $(date +%d) -le 7 ]; then")
    assert found[0].when.split() == ["17", "*", "*", "*", "*"]


def test_a_test_in_front_of_all_the_rest_is_told() -> None:
    """cron looks at no exit code; here the one of such a line is a failure."""
    around = Surroundings("root", "/root", "UTC", "UTC")
    told = [any("the test in front" in one for one in cron_found(job, around).remarks)
            for job in jobs(PACKAGES, with_user=True)]  # fmt: skip
    assert told == [False, False, True, True, True, False, False, False]


def test_a_line_of_windows_is_told() -> None:
    [job] = jobs("0 1 * * * true\r\n")
    assert "carriage return" in cron_found(job, Surroundings("ada", "/home/ada", "UTC", "UTC")).remarks[0]


def test_variables_count_from_where_they_stand() -> None:
    first, second = jobs("A = 'x  y' \n0 1 * * * a\nA=\"\"\n B=1 # 2 \n0 2 * * * b")
    assert first.environment == {"A": "x  y"}
    assert second.environment == {"A": "", "B": "1 # 2"}


@pytest.mark.parametrize(
    ("above", "words"),
    [
        ("# Back up\n#  the notes --\n", "Back up the notes"),
        ("# Back up\n\n", ""),
        ("# m h  dom mon dow   command\n", ""),
        ("# Nightly\n#0 5 * * 1 tar -zcf /var/backups/home.tgz /home/\n", ""),
        ("# nomologi: 0 5 * * * old\n", ""),
        ("# Edit this file to introduce tasks to be run by cron.\n# Really\n", "Really"),
    ],
)
def test_words_right_above_a_line_are_its_goal(above: str, words: str) -> None:
    [job] = jobs(f"{above}0 1 * * * x")
    assert job.comment == words


@pytest.mark.parametrize(
    ("typed", "command", "stdin"),
    [
        ("cat%a%b", "cat", "a\nb\n"),
        (r"date +\%F", "date +%F", ""),
        (r"cat%50\%%\n%", "cat", "50%\n\\n\n"),
        ("x%", "x", ""),
        (r"echo \\ \a\%", r"echo \ \a%", ""),
    ],
)
def test_what_follows_a_percent_sign_is_input(typed: str, command: str, stdin: str) -> None:
    assert split_input(typed) == (command, stdin)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("hello", "neither five fields"),
        ("0 1 * * *", "no command"),
        ("0 1 * * ~ x", "Debian's has none"),
        ("61 1 * * * x", "“61” is no minute"),
        ("@fortnightly x", "not a cron macro"),
        ("0 1 * * * " + "x" * 999, "longer than the 998 characters"),
        ("MAILTO=", "neither five fields"),
    ],
)
def test_what_is_no_job_is_told_with_its_line_and_why(line: str, reason: str) -> None:
    [bad] = read_crontab(f"\n{line}\n", with_user=False)
    assert isinstance(bad, BadLine)
    assert (bad.number, reason in bad.reason) == (2, True), bad.reason


def test_more_lines_than_cron_reads_are_refused() -> None:
    with pytest.raises(BadInputError, match="more than 10,000 lines"):
        list(read_crontab("\n" * MOST_LINES, with_user=False))


SIGNS = st.sampled_from(
    ["*", "/", "5", "-", ",", " ", "\t", "\n", "@daily", "%", "\\", "=", '"', "'", "#", "mon", "~", "\0"]
)


@given(st.lists(SIGNS, max_size=40).map("".join) | st.text(max_size=80))
def test_whatever_the_text_is_each_line_is_read_once_or_told(text: str) -> None:
    numbers = [one.number for one in read_crontab(text, with_user=True)]
    assert all(before < after for before, after in pairwise(numbers))
