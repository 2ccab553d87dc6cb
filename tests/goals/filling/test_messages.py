"""What a message says: the words that are said, no addressee, and no thing that is only spoken of."""

import pytest

from tests.goals.actions.test_acting import read


def message(goal: str) -> str:
    return str(read(goal).what[-1].config.get("message", ""))


@pytest.mark.parametrize(("said", "words"), [
    ("remind me to water the ferns", "water the ferns"),
    ("remind Ines about the rent", "the rent"),
    ("remind the team channel #yard that the gate closes", "the gate closes"),
    ("tell me to check the oven", "check the oven"),
    ("tell me the soup is ready", "the soup is ready"),
    ("remind me to push my branches", "push my branches"),
    ("remind me to bring the chairs in", "bring the chairs in"),
    ("post 'stand up' to #crew", "stand up"),
    ("erinnere mich an den Zahnarzt", "den Zahnarzt"),
    ("rappelle-moi d'acheter du lait", "acheter du lait"),
    ("recuérdame pagar la renta", "pagar la renta"),
])  # fmt: skip
def test_a_message_says_what_was_said(said: str, words: str) -> None:
    assert message(f"on Fridays at 9 {said}") == words


@pytest.mark.parametrize("said", [
    "tell me the forecast", "post the queue length to channel #back", "send me its size", "tell me which jobs failed",
    "send a list of open orders to #shop",
])  # fmt: skip
def test_what_is_only_spoken_of_is_asked_for(said: str) -> None:
    reading = read(f"on Fridays at 9 {said}")
    assert "message" not in reading.what[0].config
    assert [one.key for one in reading.missing][:1] == ["what.1.message"]


@pytest.mark.parametrize("said", [
    "tell me its name", "alert both of us", "push it to my phone", "tell the crew", "give me a notification",
    "warn #yard",
])  # fmt: skip
def test_without_words_of_its_own_the_event_is_told(said: str) -> None:
    assert message(f"when a file lands in ~/in, {said}") == "A file lands in ~/in: {{ event.name }}"


def test_whom_nobody_knows_stays_a_word_that_is_named() -> None:
    assert read("when a file lands in ~/in, tell the dispatcher").not_understood == ("dispatcher",)


@pytest.mark.parametrize(("goal", "words"), [
    ("every day at 8 run 'df -h' and tell me the output", "{{ steps.run_command.stdout }}"),
    ("every day at 8 run 'df -h' and tell me", "{{ steps.run_command.stdout }}"),
    ("daily at 9 get https://jokes.example/api and send it to me", "{{ steps.http_request.body }}"),
    ("when a file lands in ~/in, run 'wc -l' and tell me the result", "{{ steps.run_command.stdout }}"),
    ("when a file lands in ~/in, run 'wc -l' and tell me", "A file lands in ~/in: {{ event.name }}"),
])  # fmt: skip
def test_what_the_step_before_made_is_told_where_the_words_point_at_it(goal: str, words: str) -> None:
    assert message(goal) == words


def test_a_mail_has_what_was_made_for_its_text_and_a_thing_for_its_subject() -> None:
    made = read("every day at 8 run 'uptime' and mail it to bo@x.example").what[-1].config
    assert (made["subject"], made["text"]) == ("Run `uptime`", "{{ steps.run_command.stdout }}")
    assert (
        read("on Fridays at 9 email the meter readings to bo@x.example").what[0].config["subject"] == "Meter readings"
    )


def test_a_model_is_told_the_task_and_the_text() -> None:
    asked = read("when a mail from bo@x.example comes, summarise it with the local model and send me the summary").what
    assert asked[0].config == {"task": "Summarise it", "text": "{{ event.text }}"}
    assert asked[1].config == {"message": "{{ steps.ask_model.answer }}"}


@pytest.mark.parametrize(("goal", "content"), [
    ("when a webhook comes, append it to ~/calls.jsonl", "{{ event.body }}"),
    ("when https://x.example is down, write it to ~/outages.log", "https://x.example is down: {{ event.reason }}"),
    ("every hour run 'uptime' and append the output to ~/up.log", "{{ steps.run_command.stdout }}"),
])  # fmt: skip
def test_a_file_gets_what_there_is_to_write(goal: str, content: str) -> None:
    assert read(goal).what[-1].config["content"] == content


def test_without_anything_to_write_the_text_is_asked_for() -> None:
    assert [one.key for one in read("every day at 7 append to ~/diary.md").missing] == ["what.1.content"]


@pytest.mark.parametrize(("goal", "field", "value"), [
    ("restart the flaky container vpn every night at 3", "name", "vpn"),
    ("wake the tower (00:11:22:33:44:5f) at 7", "mac", "00:11:22:33:44:5f"),
    ("at 8 publish ON to garden/pump", "payload", "ON"),
    ("at 8 turn off the heater", "service", None),
])  # fmt: skip
def test_a_name_is_one_word_and_no_phrase(goal: str, field: str, value: str | None) -> None:
    assert read(goal).what[0].config.get(field) == value


def test_a_name_goes_on_to_the_next_blank() -> None:
    assert read("when the automation import-photos7 fails, tell me").when[0].config["automation"] == "import-photos7"


@pytest.mark.parametrize(("goal", "words"), [
    ("watch https://x.example/p and tell me when the price changes", "The price changes: {{ event.reason }}"),
    ("when the disk is over 90% full run 'tidy' and tell me how much it freed", "{{ steps.run_command.stdout }}"),
])  # fmt: skip
def test_what_is_told_is_the_event_without_what_is_done(goal: str, words: str) -> None:
    assert message(goal) == words


def test_a_day_that_is_asked_about_each_time_is_no_day_of_the_schedule() -> None:
    reading = read("every day at 7 tell me what is in my calendar today")
    assert (reading.when[0].config, [one.key for one in reading.missing]) == ({"times": ["07:00"]}, ["what.1.message"])


@pytest.mark.parametrize(("said", "words"), [
    ("tell me {{ event.payload }}", "{{ event.payload }}"),
    ("notify me that {{ event.name }} came", "{{ event.name }} came"),
    ("send me {{ event.Title | upcase }} by telegram", "{{ event.Title | upcase }}"),
])  # fmt: skip
def test_a_value_that_is_typed_is_what_is_told(said: str, words: str) -> None:
    assert message(f"when an mqtt message comes, {said}") == words


@pytest.mark.parametrize(
    ("goal", "message"),
    [
        ("on the first of january say happy new year", "happy new year"),
        ("at 7 say good morning", "good morning"),
        ("every year on 24 december say merry christmas to everyone", "merry christmas"),
        ("say hello on telegram after every boot", "hello"),
    ],
)
def test_what_is_to_be_said_is_the_message_also_where_it_names_a_feast(goal: str, message: str) -> None:
    assert read(goal).what[0].config == {"message": message}
