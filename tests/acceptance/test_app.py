"""The main job in the app, by keys alone, in a real pseudo-terminal."""

import sys
from pathlib import Path

from tests.screens.terminal import terminal

NEXT = "\x0e"  # ctrl+n
QUIT = "\x11"  # ctrl+q
HOSTILE = "a b;$(id).txt"


def test_a_file_automation_made_by_keys_runs_with_the_name_as_one_argument(tmp_path: Path) -> None:
    drop, said = tmp_path / "drop", tmp_path / "said"
    drop.mkdir()
    script = tmp_path / "say.py"
    script.write_text(
        f"import sys\nopen({str(said)!r}, 'w').write(repr(sys.argv[1:]))\n",
        encoding="utf-8",
    )
    goal = f"when a file appears in {drop} run '{sys.executable} {script} {{{{ event.name }}}}'"
    with terminal(tmp_path, (100, 30)) as program:
        program.sees("Nothing runs yet", "runner ON (app)")
        program.send(goal + "\r")
        program.sees("STEP 2 of 3", "WHEN a file is created", "match now")
        program.send(NEXT)
        program.sees("STEP 3 of 3", "IT MAY", "[ Turn on ]")
        program.send(NEXT)
        program.sees("Listening (file)")
        (drop / HOSTILE).write_text("hello", encoding="utf-8")
        program.sees("Started by file", "Run command started", "Done:")
        program.send(QUIT)
        program.sees("Quit Nomologi?", "[ Cancel ]")
        program.send("\t\r")
        assert program.code() == 0
    assert said.read_text(encoding="utf-8") == repr([HOSTILE])


def test_a_second_app_is_a_client_of_the_first_and_shows_its_log(tmp_path: Path) -> None:
    with terminal(tmp_path) as first:
        first.sees("Nothing runs yet", "runner ON (app)")
        with terminal(tmp_path) as second:
            second.sees("runner ON (app)")
            second.send("\x1b")  # ends the tour, if the first app did not note yet that it was offered
            second.sees("unner started")
            first.send("every 2 seconds run 'echo beat'\r")
            first.sees("STEP 2", "every 2 seconds")
            for form in ("STEP 3", "Switched on"):
                first.send(NEXT)
                first.sees(form)
            second.sees("every 2 seconds", "Switched on")
            second.until(lambda: "Done:" in second.text and "OK " in second.text)
