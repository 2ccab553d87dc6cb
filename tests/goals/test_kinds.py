"""Which trigger and which actions sentences of many kinds mean, read with our own blocks' words."""

from datetime import UTC, datetime

import pytest

from nomologi_tui.blocks.registry import load_registry
from nomologi_tui.goals.reading import Reading, read_goal

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


def read(goal: str) -> Reading:
    return read_goal(goal, registry=load_registry(), timezone="Europe/Berlin", now=NOW)


TRIGGERS = [
    ("webhook", "on an incoming webhook run deploy.sh"),
    ("webhook", "someone opens a pull request: ping me"),
    ("webhook", "when the contact form is submitted email me the text"),
    ("webhook", "quand on appelle l'URL, lance deploy.sh"),
    ("mail", "when mom emails me, beep"),
    ("mail", "got an email from the bank? save the attachment in ~/bank"),
    ("mail", "wenn eine E-Mail vom Chef kommt, sag mir Bescheid"),
    ("feed", "notify me of new releases of my favourite tool"),
    ("feed", "dès qu'un nouvel épisode sort, préviens-moi"),
    ("web_check", "my website is down → tell me"),
    ("web_check", "warn me when the TLS cert of example.org has less than 10 days left"),
    ("web_check", "si le site tombe, envoie-moi un message"),
    ("web_check", "Price tracker with email alerts"),
    ("metric", "let me know if the load is above 8"),
    ("metric", "Low disk space alert"),
    ("device", "when I plug in my usb stick copy ~/photos to it"),
    ("new_device", "an unknown device joined my network? tell me"),
    ("process", "if mysqld crashes tell me"),
    ("container", "when the container web becomes unhealthy restart it"),
    ("service", "tell me when the service foo fails"),
    ("mqtt", "when the front door opens, tell me"),
    ("mqtt", "cuando se abra la puerta avísame"),
    ("after", "if any automation fails page me"),
    ("after", "on boot start syncthing"),
    ("after", "at boot, copy ~/a to ~/b"),
    ("after", "beim Systemstart, führe 'x' aus"),
    ("after", "@reboot /usr/local/bin/x"),
    ("calendar", "30 minutes before each meeting remind me"),
    ("command", "run 'df -i /' and tell me when the output changes"),
    ("manual", "only by hand: resize the images in ~/x"),
    ("file", "quand un fichier arrive dans ~/in déplace-le vers ~/out"),
    ("file", "when someone deletes a file in /srv/share tell me"),
    ("line", "error in /var/log/mail.log => ping me"),
    ("webhook", "PayPal refunds to Slack"),
    ("webhook", "a Jotform answer comes in: tell me"),
    ("webhook", "if a guest cancels a reservation, warn me"),
    ("mail", "mails from the plumber => Signal"),
    ("mail", "the notary mailed? call me"),
    ("mail", "keep all receipts I get by email in ~/receipts"),
    ("mail", "email frm my aunt? tell me"),
    ("mqtt", "shed/light goes on: tell me"),
    ("after", "the export broke, tell me"),
    ("after", "once 'Mirror disks' is done, tell me"),
    ("command", "tell me when my public IP is another one: it changes"),
    ("calendar", "while I'm in a meeting close the door"),
    ("calendar", "an appointment was cancelled, tell me"),
    ("container", "tell me when a container is unhealthy"),
    ("web_check", "si la web deja de responder avísame"),
    ("web_check", "my homepage is donw, tell me"),
    ("manual", "when I press the button put out the lamp"),
    ("webhook", "a new order in the shop should start ~/bin/pick.sh"),
    ("web_check", "when the page https://example.org is upside down tell me"),
    ("process", "tell me as soon as the program stops rendering"),
    ("line", "'PANIC' in /var/log/kern.log → tell me"),
    ("after", "once the frobnication wraps up, tell me"),
    ("process", "si el servicio sshd falla avísame"),
    ("calendar", "a meeting starts in 5 minutes → tell me"),
    ("feed", "New Proxmox release -> tell me"),
    ("mqtt", "log the temperature of home/attic/temp to ~/t.csv"),
]

ACTIONS = [
    (["notify"], "Telegram when the backup fails"),
    (["notify"], "wenn die Tür aufgeht Push aufs Handy"),
    (["notify"], "quiero saber cuando baja el precio"),
    (["send_email"], "when the disk is full drop me an email"),
    (["send_email", "notify"], "alert me by email and on telegram when the disk is full"),
    (["run_command"], "lance ~/x.sh quand un fichier arrive dans ~/in"),
    (["run_command"], "jeden Abend um 22:00 den PC herunterfahren"),
    (["backup"], "Nightly dump of my database"),
    (["backup"], "haz una copia de seguridad de ~/docs cada día a las 3:00"),
    (["copy_file"], "save new scans to Nextcloud"),
    (["run_command", "write_file"], "log the output of 'who' to ~/who.txt each hour"),
    (["ssh_command"], "daily at 4 ssh to me@box.lan and run 'uptime'"),
    (["mqtt_publish"], "when it rains stop the sprinkler by publishing OFF to lawn/valve"),
    (["http_request"], "at 7:00 open the hatch (GET http://coop.lan/hatch)"),
    (["backup"], "Nightly pg_dump of the club database to /mnt/dumps"),
    (["save_attachments"], "put receipts from my mailbox into ~/receipts"),
    (["notify"], "Gmail important message to Signal"),
    (["notify"], "the upload failed, tell me"),
    (["move_file"], "sobald eine Datei in ~/in liegt, verschiebe sie nach ~/out"),
    (["write_file"], "log the temperature to ~/t.csv every hour"),
    (["http_request"], "ping https://example.org/x every 5 minutes"),
    (["ask_model", "send_email"], "every day at 7:00 summarise the news and email it to me"),
    (["git"], "push my dotfiles to GitHub every night at 1:00"),
    (["ssh_command"], "reboot pi.local every sunday at 4:00"),
    (["mqtt_publish"], "publish ON to home/lamp at 19:00"),
    (["home_assistant"], "schalte das Licht um 22:00 aus"),
    (["wait", "run_command"], "after boot wait 2 minutes, then run ~/x.sh"),
    (["run_command", "ask_model", "notify"], "summarise ~/log.txt and send me the summary every day"),
    (["copy_file"], "at login, copy ~/a to ~/b"),
    (["http_request"], "when it is called, reset the plug via POST http://plug.lan/off"),
    (["ssh_command"], "at 4:00 reset the cache over ssh"),
    (["notify"], "post each new entry of https://example.org/feed to our Slack"),
    (["restart_container"], "Docker: when a container dies restart the container"),
    (["run_command"], "give me a button that runs ~/bin/lights.sh"),
    (["run_command"], "build me a small bot which every evening runs ~/bin/x.sh"),
    (["run_command"], "when I run it run 'x'"),
    (["run_command"], "as soon as the door opens I want you to flush the cache"),
    (["run_command"], "räum jeden Tag um 5 Uhr die Festplatte auf"),
    (["home_assistant"], "todos los días a las 5 riega el jardín"),
    (["send_email"], "tell ops@example.org when postgres dies"),
    (["run_command", "notify"], "falls nginx abschmiert bitte neu starten und mir auf Telegram schreiben"),
    (["move_file", "notify"], "when a scan lands in ~/in move it to ~/out and send a push"),
]


@pytest.mark.parametrize(("block", "goal"), TRIGGERS, ids=[goal for _, goal in TRIGGERS])
def test_what_starts_it_is_read(block: str, goal: str) -> None:
    assert [part.block for part in read(goal).when] == [block]


@pytest.mark.parametrize(("blocks", "goal"), ACTIONS, ids=[goal for _, goal in ACTIONS])
def test_what_is_done_is_read(blocks: list[str], goal: str) -> None:
    assert [part.block for part in read(goal).what] == blocks


@pytest.mark.parametrize("goal", ["when the moon is full, tell me", "tell me when it is going to rain"])
def test_an_event_that_no_block_knows_stays_a_question(goal: str) -> None:
    reading = read(goal)
    assert reading.when == ()
    assert reading.missing[0].key == "when.1"


@pytest.mark.parametrize(
    "goal",
    [
        "every night after midnight copy ~/a to ~/b",
        "copy ~/a to ~/b each evening around 9",
        "back up ~/a every 4 hours, make a full copy on Sundays",
    ],
)
def test_a_time_that_is_only_half_said_makes_no_schedule(goal: str) -> None:
    reading = read(goal)
    assert reading.schedule is None
    assert reading.missing[0].key == "when.1"


@pytest.mark.parametrize(
    ("goal", "words"),
    [
        ("Fri 17:00 → tell me to go home", "weekly"),
        ("friday 3pm once: tell me to go home", "once"),
    ],
)
def test_a_weekday_and_a_time_at_the_start_are_about_when(goal: str, words: str) -> None:
    config = read(goal).when[0].config
    assert ("weekdays" in config, "once" in config) == (words == "weekly", words == "once")


def test_a_time_that_is_spelled_out_is_no_slot() -> None:
    assert "times" not in read("every day at half past six tell me to go").slots
    assert read("every day at noon tell me to go").slots["times"] == ["12:00"]


@pytest.mark.parametrize("goal", ["periodically restart the service nginx", "every x minutes run ~/a.sh"])
def test_a_time_that_is_not_clear_is_asked_for(goal: str) -> None:
    reading = read(goal)
    assert (reading.schedule, reading.missing[0].of_time) == (None, "interval")


def test_a_service_that_is_named_asks_for_its_connection() -> None:
    assert [one.key for one in read("when ~/in gets a file, tell me on Telegram").missing] == ["what.1.connection"]
    assert read("when ~/in gets a file, tell me").missing == ()


def test_user_and_host_behind_ssh_are_no_recipient() -> None:
    slots = read("daily at 4 ssh to me@box.lan and run 'uptime'").slots
    assert (slots["hosts"], slots.get("recipients")) == (["me@box.lan"], None)
    assert read("reboot me@box.lan over ssh every day at 5").slots["hosts"] == ["me@box.lan"]
