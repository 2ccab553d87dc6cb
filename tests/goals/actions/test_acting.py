"""What is done when, and what is told when nobody said what."""

from datetime import UTC, datetime

import pytest

from nomologi_tui.blocks.registry import load_registry
from nomologi_tui.goals.reading import Reading, read_goal, steps

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


def read(goal: str) -> Reading:
    return read_goal(goal, registry=load_registry(), timezone="UTC", now=NOW)


def test_at_a_schedule_s_times_it_is_looked_first_and_told_only_after_a_failure() -> None:
    reading = read("every weekday at 8 check that example.org is up and tell me if it is not")
    assert [part.block for part in reading.when] == ["schedule"]
    look, tell = reading.what
    assert (look.block, look.config, look.looks) == ("http_request", {"url": "https://example.org"}, True)
    assert (tell.block, tell.instead, reading.missing) == ("notify", True, ())
    assert [step.instead for step in steps(reading)] == [False, False, True]


@pytest.mark.parametrize("words", ["if it fails", "if it goes wrong", "in case of failure"])
def test_an_action_for_a_failure_waits_for_one(words: str) -> None:
    reading = read(f"every night at 2:00 back up ~/docs to /mnt/b, tell me {words}")
    assert [(part.block, part.instead) for part in reading.what] == [("backup", False), ("notify", True)]


def test_what_is_told_is_the_event_in_the_user_s_words() -> None:
    (tell,) = read("tell me when postgres dies").what
    assert tell.config["message"] == "Postgres dies: {{ event.name }}"


def test_who_only_names_an_event_wants_to_hear_of_it() -> None:
    reading = read("Website downtime monitoring")
    assert [part.block for part in reading.what] == ["notify"]
    assert "How you are told is not said: with a message here." in reading.remarks


def test_braces_of_a_sentence_are_no_template_of_ours() -> None:
    for part in read("when {{ x }} disk is full tell me").what:
        assert "{{ x" not in part.config.get("message", "")


def test_each_channel_that_is_said_is_an_action() -> None:
    reading = read("when the disk is full notify me via Slack and by email")
    assert [part.block for part in reading.what] == ["notify", "send_email"]


@pytest.mark.parametrize(
    "goal", ["every day run the tidy script", "every day at 5 restart foo", "every night update my web container"]
)
def test_words_that_only_tell_what_it_is_about_are_no_command(goal: str) -> None:
    reading = read(goal)
    assert [(part.block, part.config) for part in reading.what] == [("run_command", {})]
    assert [one.key for one in reading.missing] == ["what.1.command"]


@pytest.mark.parametrize("command", ["tidy.sh", "du -sh /srv", "make all"])
def test_what_is_typed_as_a_command_is_one(command: str) -> None:
    (part,) = read(f"every day run {command}").what
    assert part.config == {"command": command}


def test_what_is_not_right_is_asked_for_by_its_name() -> None:
    reading = read("every day archive ~/notes into ~/notes.rar")
    wrong = next(one for one in reading.missing if one.key == "what.1.to")
    assert wrong.question == "To: The name of an archive ends with .zip, .tar.gz or .tgz."


def test_what_an_output_must_hold_is_a_condition() -> None:
    reading = read("every hour if the output of 'df -h' contains \"100%\" tell me")
    assert [part.config["every"] for part in reading.when] == ["1h"]
    (compared,) = reading.conditions
    assert compared.config == {"left": "{{ event.stdout }}", "operator": "contains", "right": "100%"}


@pytest.mark.parametrize(
    "goal", ["tell me 15 minutes before each meeting", "rappelle-moi 15 minutes avant une réunion"]
)
def test_how_long_before_an_event_is_read(goal: str) -> None:
    assert [(part.block, part.config["before"]) for part in read(goal).when] == [("calendar", "15 min")]


def test_what_stands_behind_saying_is_told() -> None:
    (mail,) = read("at 17:00 email me saying the oil is due at 9").what
    assert mail.config["subject"] == "the oil is due at 9"


def test_a_french_pronoun_is_no_command() -> None:
    restart, _ = read("si nginx tombe, redémarre-le et préviens-moi").what
    assert "command" not in restart.config


def test_hours_that_an_event_leaves_out_narrow_it_to_the_others() -> None:
    (hours,) = read("when the door opens, but not on weekends, tell me").conditions
    assert hours.config["weekdays"] == ["mon", "tue", "wed", "thu", "fri"]


@pytest.mark.parametrize(
    ("goal", "block"),
    [
        (
            "Could we have the order emailed to cafe@a.example on the last Thursday of every month at 11am?",
            "send_email",
        ),
        ("I want my photos moved to ~/Pictures when I insert the card", "move_file"),
        ("cuando aparezca un pdf en ~/Descargas muévelo a ~/Papeles", "move_file"),
    ],
)
def test_what_is_to_be_done_to_something_is_done(goal: str, block: str) -> None:
    reading = read(goal)
    assert [part.block for part in reading.what] == [block]
    assert len(reading.when) == 1


def test_what_is_asked_at_a_time_is_a_condition_that_is_asked_for() -> None:
    reading = read("Each workday at 17:25 check whether ~/times.ods was modified today and if not remind me")
    assert [part.block for part in reading.when] == ["schedule"]
    assert [one.key for one in reading.missing if one.key.startswith("cond")] == ["conditions.1"]


@pytest.mark.parametrize(
    ("goal", "command"),
    [
        ("every 10 secs curl -s localhost:8080/health", "curl -s localhost:8080/health"),
        ("every 10 min wget -q https://a.example/x", "wget -q https://a.example/x"),
        ('"rm -rf /tmp/cache" every night at 3:33', "rm -rf /tmp/cache"),
        ("every 6h: rsync -a ~/docs nas:/docs", "rsync -a ~/docs nas:/docs"),
        ("lance ~/bin/sync.sh au démarrage", "~/bin/sync.sh"),
        ("falls das Backup fehlschlägt, ruf /opt/alarm.sh auf", "/opt/alarm.sh"),
    ],
)
def test_a_command_is_taken_as_it_is_typed(goal: str, command: str) -> None:
    assert [(part.block, part.config["command"]) for part in read(goal).what] == [("run_command", command)]


@pytest.mark.parametrize(
    "goal",
    [
        "clean up ~/Downloads every day at 5",
        "every weekday at 9:30 open https://meet.example/standup in the browser",
        "starte den Container paperless neu, wenn postgres abstürzt",
        "run the linter on ~/proj every hour",
    ],
)
def test_what_only_tells_what_it_is_about_is_never_run(goal: str) -> None:
    assert not any(part.config.get("command") for part in read(goal).what)


def test_a_folder_whose_content_is_meant_is_not_acted_on() -> None:
    reading = read("every Sunday delete all photos in ~/tmp")
    assert [(part.block, part.config) for part in reading.what] == [("trash_file", {"path": ""})]


def test_what_worked_goes_on_and_is_no_failure() -> None:
    (_, tell) = read("back up ~/x to /mnt/y every night, and if it worked tell me 'done'").what
    assert (tell.block, tell.instead) == ("notify", False)


def test_a_channel_needs_the_connection_that_reaches_it() -> None:
    reading = read("tell #ops 'up' hourly")
    assert [one.question for one in reading.missing] == ["Connection? Which one sends to #ops."]
    assert reading.not_understood == ()


@pytest.mark.parametrize("goal", ["turn on the light", "turn the light on"])
def test_a_verb_s_particle_tells_of_no_event(goal: str) -> None:
    assert [part.block for part in read(goal).when] == ["manual"]


def test_what_is_to_come_is_asked_for() -> None:
    reading = read("take a backup before every system update")
    assert [one.key for one in reading.missing if one.key.startswith("when")] == ["when.1"]


def test_each_of_some_days_is_a_schedule_where_no_event_is_told() -> None:
    reading = read("lösche jeden Sonntag alle Dateien in ~/tmp, die älter als 14 Tage sind")
    assert [(part.block, part.config["weekdays"]) for part in reading.when] == [("schedule", ["sun"])]


@pytest.mark.parametrize(
    ("goal", "block", "config"),
    [
        ("when the container moss fails restart it", "restart_container", {"verb": "restart", "name": "moss"}),
        ("when nginx stops restart it", "restart_service", {"verb": "restart", "name": "nginx"}),
        ("when a mail from bo@x.example comes, move it to the folder Orders", "move_mail", {"to": "Orders"}),
        ('every hour send POST https://x.example/h with body {"on": true}', "http_request",
         {"method": "POST", "url": "https://x.example/h", "body": '{"on": true}'}),
    ],
)  # fmt: skip
def test_what_the_event_is_about_decides_what_it_is_done_with(goal: str, block: str, config: dict[str, object]) -> None:
    assert [(part.block, part.config) for part in read(goal).what] == [(block, config)]


@pytest.mark.parametrize(
    ("goal", "block", "config"),
    [
        ("tell me when less than 10 GB are free on /data", "metric", {"what": "disk free", "threshold": 10.0}),
        ("if no file arrives in ~/in for 24 hours tell me", "silence", {"no": "new file", "after": "24 h"}),
        ("tell me when a mail with invoice in the subject comes", "mail", {"subject": ["invoice"]}),
        ("when a mail with a pdf attachment comes tell me", "mail", {"attachment": ["*.pdf"]}),
    ],
)
def test_an_event_is_not_read_as_its_opposite_nor_wider_than_said(
    goal: str, block: str, config: dict[str, object]
) -> None:
    (part,) = read(goal).when
    assert (part.block, config.items() <= part.config.items()) == (block, True), part.config


@pytest.mark.parametrize(
    ("goal", "blocks"),
    [
        ("every day at 7 send me the output of 'df -h'", ["run_command", "notify"]),
        ("every hour mail the output of 'uptime' to bo@x.example", ["run_command", "send_email"]),
        ("jeden Tag um 7 schick mir die Ausgabe von 'df -h'", ["run_command", "notify"]),
        ("when a usb stick is plugged in copy everything from ~/Share to it", ["copy_file"]),
        ("move new invoices from ~/In to ~/Out", ["move_file"]),
    ],
)
def test_what_is_to_be_sent_is_made_first(goal: str, blocks: list[str]) -> None:
    assert [part.block for part in read(goal).what] == blocks


@pytest.mark.parametrize(
    "goal",
    [
        "cada día a las 9 ejecuta '~/x' y avísame si falla",
        "jede Nacht führe '~/x' aus und wenn das fehlschlägt benachrichtige mich",
        "when someone pushes to main run ~/x.sh and if that fails tell me",
    ],
)
def test_what_is_told_of_a_failure_is_the_failure(goal: str) -> None:
    told = read(goal).what[-1]
    assert (told.instead, told.config["message"]) == (True, f"It failed: {goal}: {{{{ failure.error }}}}")


@pytest.mark.parametrize(
    ("deed", "config"),
    [
        ("append {{ event.json.Text }} to ~/log.txt", {"content": "{{ event.json.Text }}", "path": "~/log.txt"}),
        (
            "append 'x' to ~/in/{{ event.json.day | date: '%d' }}.md",
            {"path": "~/in/{{ event.json.day | date: '%d' }}.md"},
        ),
        (
            "post {{ event.body }} to http://nas/{{ event.id }}",
            {"body": "{{ event.body }}", "url": "http://nas/{{ event.id }}"},
        ),
        ("publish {{ event.json.a }} to home/a", {"payload": "{{ event.json.a }}"}),
    ],
)
def test_a_value_that_is_typed_is_taken_as_it_stands_also_inside_a_path(deed: str, config: dict[str, str]) -> None:
    reading = read(f"when a web request comes, {deed}")
    assert (reading.what[0].config | config, reading.not_understood) == (reading.what[0].config, ())


@pytest.mark.parametrize("said", ["ask me first, then", "ask me before, then", "ask me for approval, then"])
def test_who_wants_to_be_asked_is_asked_before_it_is_done(said: str) -> None:
    assert [part.block for part in read(f"every day at 8 {said} delete ~/old").what] == [
        "ask_for_approval",
        "trash_file",
    ]


def test_who_only_wants_to_be_told_is_not_asked_for_approval() -> None:
    assert read("every day at 8 ask me to drink water").what[0].block == "notify"


def test_a_crash_that_is_mended_and_told_of_starts_both() -> None:
    reading = read("restart nginx.service if it crashes and let me know")
    assert [part.instead for part in reading.what] == [False, False]
    after = read("run ~/a.sh hourly and tell me if it crashes")
    assert [part.instead for part in after.what] == [False, True]


def test_what_an_address_gives_is_written_down() -> None:
    look, written = read("log the value from https://a.example/t to ~/t.csv every 15 min").what
    assert (look.block, written.config["content"]) == ("http_request", "{{ steps.http_request.body }}")


def test_the_order_that_is_said_is_the_order_of_the_steps() -> None:
    assert [part.block for part in read("at boot run ~/m.sh but wait 2 minutes first").what] == ["wait", "run_command"]
    reading = read("when nginx dies, first run ~/d.sh, then tell me")
    assert [part.block for part in reading.what] == ["run_command", "notify"]
    assert reading.not_understood == ()


def test_who_else_is_told_is_asked_for_a_way_to() -> None:
    assert "my wife" in read("at 18:00 text my wife that I'm late").missing[-1].question


@pytest.mark.parametrize("said", ["has to be executed with the file as argument", "should be run on it"])
def test_prose_behind_a_command_is_none_of_it(said: str) -> None:
    reading = read(f"when a csv lands in ~/in, ~/load.py {said}")
    assert reading.what[0].config == {"command": "~/load.py {{ event.path }}"}


def test_a_check_whose_failure_is_told_starts_at_the_failure() -> None:
    reading = read("every half hour check whether 'systemctl is-active nginx' succeeds and if not notify me")
    assert reading.when[0].config["when"] == "the command fails"
    assert str(reading.what[0].config["message"]).startswith("Not so: ")


def test_a_file_is_read_before_a_model_is_asked_about_it() -> None:
    first, second = read("at 8 summarise ~/notes.md").what
    assert (first.config["command"], second.config["text"]) == ("cat ~/notes.md", "{{ steps.run_command.stdout }}")


def test_who_is_told_as_well_is_no_part_of_the_message() -> None:
    reading = read("Tuesdays at 14:00 remind me and Sarah about the call")
    assert reading.what[0].config["message"] == "the call"
    assert "Sarah" in reading.missing[-1].question


def test_when_done_tells_after_what_stands_before() -> None:
    reading = read("every sunday at 3 back up ~/a to /mnt/b, tell me when done")
    assert ([part.block for part in reading.when], len(reading.what)) == (["schedule"], 2)


def test_anything_but_a_text_is_what_the_output_must_not_hold() -> None:
    reading = read("each hour run 'mailq' and let me know if it says anything but \"empty\"")
    assert reading.what[1].config["conditions"][0]["config"]["operator"] == "does not contain"
    assert reading.when[0].block == "schedule"


def test_a_login_and_an_instance_of_a_unit_are_no_addresses() -> None:
    assert read("log in to pi@garden.local at 3:30 and execute 'uptime'").what[0].block == "ssh_command"
    assert read("restart wg-quick@wg0.service at 5").what[0].config["name"] == "wg-quick@wg0.service"


def test_where_things_are_to_be_moved_is_not_what_is_moved() -> None:
    config = read("Screenshots on ~/Desk should be moved to ~/Shots").what[0].config
    assert config == {"to": "~/Shots", "path": "{{ event.path }}"}
