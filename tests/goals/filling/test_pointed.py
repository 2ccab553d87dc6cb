"""What the words of an action point at: the item, the file, what came out before."""

from datetime import UTC, datetime
from typing import Any

import pytest

from nomologi_tui.blocks.registry import load_registry
from nomologi_tui.goals.reading import read_goal
from tests.goals.actions.test_acting import read

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
FEED = "https://cast.example.com/show.xml"
HOOK = "https://hook.example.com/x"
OUTPUT = "{{ steps.run_command.stdout }}"


def last(goal: str) -> tuple[str, dict[str, Any]]:
    reading = read_goal(goal, registry=load_registry(), timezone="UTC", now=NOW)
    return reading.what[-1].block, reading.what[-1].config


def fields(goal: str, *names: str) -> dict[str, Any]:
    config = last(goal)[1]
    return {name: config.get(name) for name in names}


@pytest.mark.parametrize(
    ("goal", "config"),
    [
        (f"when a new episode appears in {FEED} download it to ~/Shows",
         {"url": "{{ event.media | default: event.link }}", "to": "~/Shows"}),
        ("every day at 6 download https://e.example.com/list.txt to ~/lists",
         {"url": "https://e.example.com/list.txt", "to": "~/lists"}),
        ("every day at 6 download https://e.example.com/a.php to ~/lists/today.txt",
         {"url": "https://e.example.com/a.php", "to": "~/lists", "name": "today.txt", "taken": "overwrite"}),
        ("lade jeden Tag https://e.example.com/x.csv nach ~/daten herunter",
         {"url": "https://e.example.com/x.csv", "to": "~/daten"}),
        ("fetch https://e.example.com/x.csv every hour into ~/data",
         {"url": "https://e.example.com/x.csv", "to": "~/data"}),
    ],
)  # fmt: skip
def test_a_download_knows_what_and_where_to(goal: str, config: dict[str, Any]) -> None:
    assert last(goal) == ("download", config)


def test_a_request_that_saves_nothing_is_no_download() -> None:
    assert last("fetch https://e.example.com/ping every hour")[0] == "http_request"


@pytest.mark.parametrize(
    ("goal", "body"),
    [
        (f"every hour run 'df -h' and post the output to {HOOK}", OUTPUT),
        (f"send the result of 'uptime' to {HOOK} every hour", OUTPUT),
        (f"when a file lands in ~/in, post its name to {HOOK}", "{{ event.name }}"),
        (f"when a file lands in ~/in, post a line to {HOOK}", None),
    ],
)
def test_a_request_sends_what_is_meant(goal: str, body: str | None) -> None:
    block, config = last(goal)
    assert (block, config["url"], config["method"]) == ("http_request", HOOK, "POST")
    assert (config.get("body"), config.get("body_type")) == (body, "text" if body else None)


def test_the_output_is_told_where_no_address_stands() -> None:
    assert last("every day at 5 tell me the output of 'df'") == ("notify", {"message": OUTPUT})


def test_the_output_is_told_though_an_event_starts_it() -> None:
    assert last("tell me the result of 'df -h /' when the disk is 80% full") == ("notify", {"message": OUTPUT})


@pytest.mark.parametrize("goal", ["at 7 tell me my calendar for today", "every day at 7 tell me our numbers"])
def test_a_thing_that_is_only_named_is_no_message(goal: str) -> None:
    assert last(goal) == ("notify", {})


def test_what_is_killed_is_no_command() -> None:
    reading = read_goal("whenever the load goes over 10 kill ffmpeg", registry=load_registry(), timezone="UTC", now=NOW)
    assert [(part.block, part.config) for part in reading.what] == [("run_command", {})]


@pytest.mark.parametrize(
    ("goal", "said"),
    [
        ("every friday email ~/report.pdf to boss@example.com",
         {"files": ["~/report.pdf"], "subject": "report.pdf", "to": ["boss@example.com"]}),
        ("schicke jeden Montag ~/stunden.xlsx an chef@example.com",
         {"files": ["~/stunden.xlsx"], "subject": "stunden.xlsx", "to": ["chef@example.com"]}),
        ("when a pdf lands in ~/bills email it to tax@example.com",
         {"files": ["{{ event.path }}"], "subject": "A pdf lands in ~/bills: {{ event.name }}"}),
        ("when a pdf lands in ~/bills email me", {"files": None}),
    ],
)  # fmt: skip
def test_a_mail_takes_the_file_along(goal: str, said: dict[str, Any]) -> None:
    assert fields(goal, *said) == said


@pytest.mark.parametrize(
    ("goal", "to", "name"),
    [
        ("every day copy ~/a.txt to ~/b/c.txt", "~/b", "c.txt"),
        ("every day copy ~/a.txt to ~/b", "~/b", None),
        ("when a file lands in ~/in move it to ~/old/last.pdf", "~/old", "last.pdf"),
    ],
)
def test_a_file_s_new_name_is_none_of_a_folder(goal: str, to: str, name: str | None) -> None:
    assert fields(goal, "to", "name", "taken") == {"to": to, "name": name, "taken": "overwrite" if name else None}


@pytest.mark.parametrize(
    "goal",
    [
        "when a file lands in ~/in run ocr.sh with it and move it to ~/old",
        "wenn eine Datei in ~/in landet, führe ocr.sh damit aus und verschiebe sie nach ~/alt",
        "wenn eine Datei in ~/in landet, führe damit ocr.sh aus",
        "quand un fichier arrive dans ~/in, lance ocr.sh dessus",
        "cuando llegue un archivo a ~/in, ejecuta ocr.sh con él",
    ],
)
def test_a_command_gets_the_file(goal: str) -> None:
    reading = read_goal(goal, registry=load_registry(), timezone="UTC", now=NOW)
    assert reading.what[0].config["command"] == "ocr.sh {{ event.path }}"
    assert reading.not_understood == ()


@pytest.mark.parametrize(
    ("goal", "block", "name"),
    [
        ("if the ssh service dies start it again", "restart_service", "ssh"),
        ("when nginx stops, bring it back up", "restart_service", "nginx"),
        ("wenn der Dienst nginx abstürzt, starte ihn neu", "restart_service", "nginx"),
        ("if the plex container dies start it again", "restart_container", "plex"),
        ("wenn der Container plex abstürzt starte den Container neu", "restart_container", "plex"),
        ("when the service nginx fails restart the service", "restart_service", "nginx"),
    ],
)
def test_what_has_died_is_started_again(goal: str, block: str, name: str) -> None:
    assert last(goal) == (block, {"verb": "restart", "name": name})


@pytest.mark.parametrize(
    ("goal", "config"),
    [
        ("when the plex container stops tell me", {"name": "plex", "when": "ends"}),
        ("when any container becomes unhealthy tell me", {"when": "becomes unhealthy"}),
        ("si el contenedor plex se para, avísame", {"name": "plex", "when": "ends"}),
    ],
)
def test_a_container_is_no_program(goal: str, config: dict[str, Any]) -> None:
    reading = read_goal(goal, registry=load_registry(), timezone="UTC", now=NOW)
    assert (reading.when[0].block, reading.when[0].config) == ("container", config)


def test_a_mail_about_a_step_that_is_not_known_yet_is_called_as_the_goal_says() -> None:
    goal = "every sunday evening clean up docker images and mail me how much space was freed"
    assert fields(goal, "subject") == {"subject": "Clean up docker images"}


FORWARDED = {"subject": "Fwd: {{ event.subject }}", "text": "From: {{ event.from }}\n\n{{ event.text }}"}


@pytest.mark.parametrize(
    "goal",
    [
        "forward mails from ann@example.org to bob@example.com",
        "when mail from ann@example.org arrives forward it to bob@example.com",
        "leite Mails von ann@example.org an bob@example.com weiter",
        "transfère les mails de ann@example.org à bob@example.com",
    ],
)
def test_a_mail_is_forwarded_as_it_came_and_only_that_person_s(goal: str) -> None:
    reading = read_goal(goal, registry=load_registry(), timezone="UTC", now=NOW)
    assert reading.when[0].config == {"sender": ["ann@example.org"]}
    assert reading.what[0].config == {**FORWARDED, "to": ["bob@example.com"]}


@pytest.mark.parametrize(
    ("address", "reader", "text"),
    [
        ("https://news.example.com/rss", "read_feed", "{{ steps.read_feed.items | json }}"),
        ("https://news.example.com/today", "read_page", "{{ steps.read_page.text }}"),
    ],
)
def test_what_a_model_is_to_summarise_is_read_first(address: str, reader: str, text: str) -> None:
    goal = f"every morning summarise {address} and tell me"
    reading = read_goal(goal, registry=load_registry(), timezone="UTC", now=NOW)
    assert [part.block for part in reading.what] == [reader, "ask_model", "notify"]
    assert reading.what[0].config == {"url": address}
    assert reading.what[1].config == {"task": f"Summarise {address}", "text": text}


def test_which_files_are_meant_may_stand_with_the_action() -> None:
    goal = "watch the folder ~/Print and print every pdf that appears there"
    reading = read_goal(goal, registry=load_registry(), timezone="UTC", now=NOW)
    assert reading.when[0].config == {"folder": "~/Print", "pattern": "*.pdf"}
    assert "*.pdf" in reading.when[0].words


def test_a_disk_is_no_file_to_delete() -> None:
    assert last("when the disk /data is over 90% delete every log in /data/log") == ("trash_file", {})


def test_a_script_is_how_it_is_done_no_source() -> None:
    goal = "every night back up my photos with ~/bin/photos.sh"
    assert last(goal) == ("run_command", {"command": "~/bin/photos.sh"})


def test_a_mails_file_that_is_put_somewhere_is_saved() -> None:
    reading = read("when a mail with an attachment comes move it to ~/in")
    assert (reading.what[0].block, reading.what[0].config) == ("save_attachments", {"to": "~/in"})


def test_what_comes_from_an_address_is_fetched_and_told() -> None:
    reading = read("every day at 7 send me the weather from https://w.example/here")
    assert [part.block for part in reading.what] == ["http_request", "notify"]
    assert reading.what[1].config["message"] == "{{ steps.http_request.body }}"


def test_an_address_that_is_only_told_is_not_fetched() -> None:
    assert [part.block for part in read("at 7 send me the link https://w.example/here").what] == ["notify"]


def test_a_program_that_cleans_up_is_no_folder_that_is_watched() -> None:
    config = read("when / is over 95% full run /opt/tidy.sh").when[0].config
    assert config["folder"] == "/"


def test_only_files_of_the_kind_that_is_named_are_saved() -> None:
    reading = read("drop every PDF attached to a mail into ~/in")
    assert reading.when[0].config["attachment"] == ["*.pdf"]
    assert reading.what[0].config == {"to": "~/in", "like": ["*.pdf"]}


def test_a_program_that_something_is_done_to_it_with_gets_the_file() -> None:
    for said in ("import it with ~/bin/load.py", "import it with '~/bin/load.py'"):
        assert read(f"when a csv lands in ~/in, {said}").what[0].config == {"command": "~/bin/load.py {{ event.path }}"}
