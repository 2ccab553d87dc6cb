"""Which part of a sentence is whose: what the event takes, what is left to the action, what is only told."""

import pytest

from tests.goals.actions.test_acting import read


@pytest.mark.parametrize(("goal", "folder", "to"), [
    ("copy new files from /srv/in to /srv/out", "/srv/in", "/srv/out"),
    ("mirror any change in ~/Pictures over to /mnt/pics", "~/Pictures", "/mnt/pics"),
    ("keep ~/Documents in sync with /mnt/docs", "~/Documents", "/mnt/docs"),
    ("jedes PDF, das in ~/Scans landet, nach ~/Akten verschieben", "~/Scans", "~/Akten"),
    ("mueve cada pdf que aparezca en ~/Descargas a ~/Docs", "~/Descargas", "~/Docs"),
    ("screenshots in ~/Desktop belong in ~/Shots", "~/Desktop", "~/Shots"),
])  # fmt: skip
def test_where_it_comes_from_is_watched_and_where_it_goes_is_not(goal: str, folder: str, to: str) -> None:
    reading = read(goal)
    assert (reading.when[0].block, reading.when[0].config["folder"]) == ("file", folder)
    assert (reading.what[0].config["to"], reading.what[0].config["path"]) == (to, "{{ event.path }}")


@pytest.mark.parametrize(("goal", "field", "value"), [
    ("ocr all pdfs that are put into ~/Scans", "folder", "~/Scans"),
    ("commit ~/dotfiles when anything in there changes", "folder", "~/dotfiles"),
    ("rename files in ~/dl as soon as they arrive", "folder", "~/dl"),
    ("record the rate from https://fx.example/eur in ~/fx.csv whenever it changes", "url", "https://fx.example/eur"),
    ("when a pdf named invoice lands in ~/in tell me", "pattern", "*invoice*.pdf"),
    ('alert me when "fail" is written to /var/log/auth.log', "has", ["fail"]),
    ("tell me when someone edits /etc/passwd", "pattern", "passwd"),
    ("container restarted unexpectedly: let me know", "name", None),
    ("let me know once chrome is closed", "when", "ends"),
    ("every mail from a@b.example except those with spam in the subject: tell me", "subject", None),
])  # fmt: skip
def test_an_event_gets_what_is_said_of_it(goal: str, field: str, value: object) -> None:
    assert read(goal).when[0].config.get(field) == value


@pytest.mark.parametrize(("goal", "blocks"), [
    ("ping my phone if my boss emails me", ["notify"]),
    ("email me when the server has come back up after a reboot", ["send_email"]),
    ("after every successful backup ping https://hc.example/done", ["http_request"]),
    ("the report script ~/bin/report.sh should be run every monday", ["run_command"]),
    ("every thursday: reminder to put out the paper bin", ["notify"]),
    ("pg_dump every day, compressed and encrypted", ["backup"]),
    ("sichere jeden Tag ~/Dokumente nach /mnt/backup", ["backup"]),
    ("Router neu starten wenn das Internet weg ist", ["run_command"]),
    ("weekly disk report by mail to team@corp.example", ["send_email"]),
    ("virus-scan everything that gets uploaded to ~/up", ["run_command"]),
])  # fmt: skip
def test_only_what_shall_be_done_is_an_action(goal: str, blocks: list[str]) -> None:
    assert [part.block for part in read(goal).what] == blocks


@pytest.mark.parametrize(("goal", "message"), [
    ('weekdays 17:30 "go home" to my phone', "go home"),
    ("when I press a key, tell #team I'm on my way", "I'm on my way"),
    ("every thursday: reminder to put out the paper bin", "put out the paper bin"),
])  # fmt: skip
def test_a_message_is_what_was_said(goal: str, message: str) -> None:
    assert read(goal).what[0].config["message"] == message


def test_a_topic_is_published_to_where_it_goes() -> None:
    config = read("switch home/pump/set off once home/tank/level reaches 95").what[0].config
    assert (config["topic"], config["payload"]) == ("home/pump/set", "off")
