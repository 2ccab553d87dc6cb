import os
import re
import subprocess
from pathlib import Path

import pytest

from nomologi_tui.blocks.tools.commands.line import read_command
from tests.support import DEADLINE

SHOW = "python3 -c 'import sys; print(sys.argv[1:])'"
HOSTILE = [
    "$(touch pwned)", "`touch pwned`", "'", '"', "-rf", "~root", "$HOME", "|touch pwned", "&& touch pwned", "é'’",
    "; touch pwned", "\ntouch pwned\n", "' ; touch pwned ; '", '" ; touch pwned ; "', "a b;$(id).txt", "*", "\\", "#x",
    "${x:=$(touch pwned)}", "a[$(touch pwned)]", ") touch pwned (", "x\\'; touch pwned #", "$((1+1))", "!!", "", " ",
]  # fmt: skip
PLACES = [  # the value must come out of each of them unchanged, as `got:VALUE:`
    "printf 'got:%s:' {{ v }} | cat",
    'printf "got:%s:" "{{ v }}" | cat',
    "printf 'got:%s:' '{{ v }}' | cat",
    'x={{ v }}; printf "got:%s:" "$x"',
    "printf 'got:'{{ v }}':' | cat | cat >/dev/null; printf 'got:%s:' {{ v }}",
    'printf "got:%s:" "$(printf "%s" {{ v }}; printf .)" | sed \'s/\\.:$/:/\'',
    'printf "got:%s:" "$(printf "%s" "{{ v }}"; printf .)" | sed \'s/\\.:$/:/\'',
    "(printf 'got:%s:' {{ v }}) | cat",
    "true && printf 'got:%s:' {{v}} # and {{ v }} isn't run",
    "printf 'got:%s:' {{ v }} > out; cat out",
    "if true; then printf 'got:%s:' {{ v }}; fi",
    'printf "got:%s:" "it\'s"{{ v }} | sed "s/it\'s//"',
    "env | cat >/dev/null; for w in {{ v }}; do printf 'got:%s:' \"$w\"; done",
]


def fill(line: str, value: str) -> tuple[tuple[str, ...], dict[str, str]]:
    return read_command(line, "/home/ann").fill(lambda _: value)


@pytest.mark.parametrize("shell", ["dash", "bash"])
@pytest.mark.parametrize("place", PLACES)
def test_no_value_is_ever_run_by_a_shell_and_all_arrive_unchanged(place: str, shell: str, tmp_path: Path) -> None:
    for value in HOSTILE:
        arguments, environment = fill(place, value)
        assert arguments[:2] == ("/bin/sh", "-c")
        done = subprocess.run(
            [shell, "-c", arguments[2]], env={"PATH": os.environ["PATH"], **environment}, cwd=tmp_path,
            capture_output=True, check=False, timeout=DEADLINE,
        )  # fmt: skip
        assert not (tmp_path / "pwned").exists(), (place, value)
        assert f"got:{value}:".encode() in done.stdout, (place, value, done.stderr)


@pytest.mark.parametrize("value", HOSTILE)
def test_in_a_list_one_value_is_one_argument(value: str, tmp_path: Path) -> None:
    arguments, environment = fill("echo --name={{ v }} {{v}} '{{ v }}' \"a {{ v }}\"", value)
    assert arguments == ("echo", f"--name={value}", value, value, f"a {value}")
    assert not environment


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("date +%s", ("date", "+%s")),
        ("cp 'a b' \"c d\" e\\ f", ("cp", "a b", "c d", "e f")),
        ("ls ~/x ~ a~ '~/y'", ("ls", "/home/ann/x", "/home/ann", "a~", "~/y")),
        ("echo ''", ("echo", "")),
        ('echo "a \\"b\\" \\n"', ("echo", 'a "b" \\n')),
        ("docker ps --format '{{.Names}}'", ("docker", "ps", "--format", "{{.Names}}")),
        ("docker ps --format '{{json .}}'", ("docker", "ps", "--format", "{{json .}}")),
        ("x '{{range .A}}{{.B}}{{end}}' {{ .C }}", ("x", "{{range .A}}{{.B}}{{end}}", "{{", ".C", "}}")),
    ],
)
def test_a_plain_line_is_split_as_a_shell_would(line: str, words: tuple[str, ...]) -> None:
    assert fill(line, "")[0] == words


@pytest.mark.parametrize(
    "line",
    ["date +%s >> /tmp/beat", "a | b", "a; b", "echo $HOME", "ls *.txt", "echo `id`", "a && b", "X=1 a", "cd /tmp",
     'echo "$HOME"', "echo hi # note", "cat <x", "ls ~ann", "exit 3", "a\nb"],
)  # fmt: skip
def test_a_line_with_shell_signs_is_left_to_the_shell(line: str) -> None:
    assert fill(line, "") == (("/bin/sh", "-c", line), {})


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("echo 'a", "not closed"),
        ('echo "a', "not closed"),
        ("", "empty"),
        ("a\0b", "zero character"),
        ("echo {{ v", "not closed"),
        ("echo \\{{ v }}", "backslash"),
        ("echo \\{{ v }} | cat", "backslash"),
        ("echo ${x:-{{ v }}}", "inside"),
        ("echo ${{ v }}", "in front of"),
        ("echo $(({{ v }} + 1))", "together with"),
        ("(( {{ v }} > 1 )) && a", "together with"),
        ("cat <<X\n{{ v }}\nX", "together with <<"),
        ("echo `echo {{ v }}`", "together with `"),
        ("echo $'{{ v }}'; a", "together with"),
        ("echo {{ v }} | cat 'a", "not closed"),
        ("echo $(case x in a) echo {{ v }};; esac)", "closes nothing"),
        ('sh -c "echo {{ v }}"', "part of its program"),
        ("bash -ec 'echo {{ v }}' | cat", "part of its program"),
        ("sudo sh -c {{ v }}", "part of its program"),
        ("find . -exec sh -c 'echo {{ v }}' ';'", "part of its program"),
        ("eval echo {{ v }}", "part of its program"),
        ("python3 -c \"print('{{ v }}')\"", "part of its program"),
        ("ssh nas rm {{ v }}", "part of its program"),
        ("awk '/{{ v }}/' x", "part of its program"),
        ("sed -i 's/a/{{ v }}/' x", "part of its program"),
        ("su ann -c 'echo {{ v }}'", "part of its program"),
        ("trap '{{ v }}' EXIT; a", "part of its program"),
    ],
)
def test_what_can_not_be_made_safe_is_refused_with_a_sentence(line: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=re.escape(sentence)):
        read_command(line, "/home/ann")


@pytest.mark.parametrize(
    "line",
    ["sh -c 'cat \"$1\"' _ {{ v }}",
     "awk -v x={{ v }} '{print x}' f", "rsync -e ssh {{ v }} nas:", "sed 's/a/b/' {{ v }}",
     "python3 tool.py {{ v }}", "echo {{ v }} | ssh nas cat", "while read x; do echo {{ v }}; done"],
)  # fmt: skip
def test_a_value_beside_a_program_text_is_fine(line: str) -> None:
    assert read_command(line, "/home/ann").templates == ("{{ v }}",)


@pytest.mark.parametrize("value", ["x" * 131_072, "é" * 65_536, "a\0b"])
@pytest.mark.parametrize("line", ["echo {{ v }}", "echo {{ v }} | cat"])
def test_a_value_that_can_not_travel_is_refused(line: str, value: str) -> None:
    with pytest.raises(ValueError, match=r"128 KiB|zero character"):
        fill(line, value)


def test_the_line_reads_with_its_values() -> None:
    assert read_command("echo {{ v }}", "").in_words(lambda _: "x") == "echo x"
    assert read_command("echo {{ v }} | b", "").in_words(lambda _: "x") == 'echo "${NOMO_1}" | b   (NOMO_1=x)'
    assert read_command("a | b", "").in_words(str) == "a | b"
