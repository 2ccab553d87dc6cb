"""What a sentence demands of an event is a field of the trigger or a condition; what is neither is asked for."""

import pytest

from nomologi_tui.blocks.registry import load_registry
from nomologi_tui.goals.reading import Reading, read_goal
from nomologi_tui.testing import START

REGISTRY = load_registry()


def read(goal: str) -> Reading:
    return read_goal(goal, registry=REGISTRY, timezone="Europe/Berlin", now=START)


def conditions(goal: str) -> list[tuple[str, ...]]:
    return [(one.block, *map(str, one.config.values())) for one in read(goal).conditions]


BIG = ("file_state", "{{ event.path }}", "larger than", "2 GB")


@pytest.mark.parametrize(
    "goal",
    [
        "when a file shows up in ~/Drop and it is bigger than 2 GB, move it to ~/Heavy",
        "when a file larger than 2GB shows up in ~/Drop, move it to ~/Heavy",
        "move new files from ~/Drop to ~/Heavy if they are over 2 gigabytes",
        "wenn eine Datei in ~/Drop landet und sie größer als 2 GB ist, verschiebe sie nach ~/Heavy",
        "quand un fichier arrive dans ~/Drop et qu'il fait plus de 2 Go, déplace-le vers ~/Heavy",
        "cuando se crea un archivo en ~/Drop y pesa más de 2 GB, muévelo a ~/Heavy",
    ],
)
def test_a_size_that_is_said_beside_the_event_is_a_condition(goal: str) -> None:
    assert conditions(goal) == [BIG]


@pytest.mark.parametrize(("goal", "pattern"), [
    ("when a file comes into ~/Drop whose name contains draft, move it to ~/Old", "*draft*"),
    ("when a pdf lands in ~/Drop and its name starts with draft, move it to ~/Old", "draft*.pdf"),
    ("when a file is added to ~/Drop and it is a csv, move it to ~/Tables", "*.csv"),
    ("wenn eine Datei in ~/Drop landet, deren Name mit entwurf beginnt, verschiebe sie nach ~/Alt", "entwurf*"),
])  # fmt: skip
def test_the_name_of_a_file_is_its_pattern(goal: str, pattern: str) -> None:
    reading = read(goal)
    assert (reading.when[0].config["pattern"], reading.conditions, reading.not_understood) == (pattern, (), ())


@pytest.mark.parametrize(("goal", "field", "value"), [
    ("when a mail comes and the subject contains offer, save the attachments to ~/Offers", "subject", "offer"),
    ("wenn eine Mail kommt und der Betreff Angebot enthält, speichere die Anhänge in ~/Angebote", "subject", "Angebot"),
    ("quand un mail arrive dont l'objet contient devis, enregistre les pièces jointes dans ~/d", "subject", "devis"),
    ("when a new item of https://blog.example/feed.xml mentions sailing, tell me", "text_has", "sailing"),
    ("when https://blog.example/feed.xml has a new item with sailing in the title, tell me", "title_has", "sailing"),
])  # fmt: skip
def test_a_list_of_the_trigger_takes_what_must_be_in_it(goal: str, field: str, value: str) -> None:
    reading = read(goal)
    assert (reading.when[0].config.get(field), reading.conditions) == ([value], ())


@pytest.mark.parametrize(("goal", "left", "operator", "right"), [
    ("when a webhook comes and the stage is live, run ~/up.sh", "{{ event.json.stage }}", "is", "live"),
    ("when a webhook comes, run ~/up.sh if the stage is not test", "{{ event.json.stage }}", "is not", "test"),
    ("when a webhook comes with price over 90, tell me", "{{ event.json.price }}", "greater than", "90"),
    ("run ~/up.sh on every webhook where stage is live", "{{ event.json.stage }}", "is", "live"),
    ("when a container ends and the exit code is not 0 tell me", "{{ event.exit_code }}", "is not", "0"),
    ("when https://x.example goes down and its status is 503, tell me", "{{ event.status }}", "is", "503"),
    ("post new items of https://blog.example/feed.xml to #news unless the title contains ad", "{{ event.title }}",
     "does not contain", "ad"),
])  # fmt: skip
def test_what_else_the_event_brings_is_compared(goal: str, left: str, operator: str, right: str) -> None:
    assert conditions(goal) == [("compare", left, operator, right)]


def test_a_key_of_a_request_is_said_to_be_taken_for_granted() -> None:
    said = read("when a webhook comes and the stage is live, run ~/up.sh").remarks
    assert said == ("“stage” is taken from the JSON of the request.",)


def test_who_wrote_a_mail_is_looked_for_in_name_and_address() -> None:
    ((_, left, operator, right),) = conditions("when a mail comes, tell me unless the sender is Eve")
    assert (left, operator, right) == (
        "{{ event.from_name | downcase }} {{ event.from | downcase }}", "does not contain", "eve",
    )  # fmt: skip


@pytest.mark.parametrize(("goal", "said"), [
    ("when ~/x.log changes and it contains PANIC, tell me", "and it contains PANIC"),
    ("when a new device joins the network and nobody is awake, tell me", "and nobody is awake"),
    ('when a webhook comes and the stage is "live" or price > 9, run ~/up.sh', 'and the stage is "live" or price > 9'),
    ("when a file is added to ~/Drop, unless it is a tmp, move it to ~/Old", "unless it is a tmp"),
])  # fmt: skip
def test_a_demand_that_nothing_says_is_asked_for(goal: str, said: str) -> None:
    reading = read(goal)
    assert next(one.key for one in reading.missing) == "conditions.1"
    assert (reading.conditions, reading.not_understood) == ((), (said,))


@pytest.mark.parametrize(
    "goal",
    [
        "when a file is added or changed in ~/Drop and ~/in, run ~/x.sh",
        "when the disk is more than 90 % full, tell me",
        "tell me when the price on https://shop.example/x falls under 80 €",
        "run 'make test' hourly and tell me if the output contains \"error\"",
    ],
)
def test_what_is_no_demand_of_an_event_asks_for_no_condition(goal: str) -> None:
    assert all(not one.key.startswith("conditions") for one in read(goal).missing)


def test_an_event_looked_for_by_the_clock_is_not_asked_of_what_it_can_not_bring() -> None:
    reading = read("every day at 8 run ~/x.sh if the stage is live")
    assert ([one.block for one in reading.conditions], reading.missing[0].key) == ([], "conditions.1")


@pytest.mark.parametrize(("goal", "right"), [
    ("warn me when the freezer sensor is warmer than -15 degrees", "-15"),
    ("text me if the basement humidity sensor goes over 65 %", "65"),
])  # fmt: skip
def test_a_number_counts_though_its_topic_is_asked_for(goal: str, right: str) -> None:
    assert [one.config["right"] for one in read(goal).conditions] == [right]


@pytest.mark.parametrize(("goal", "compared"), [
    ("when somebody pushes to main, run ~/up.sh", ("ref", "is", "refs/heads/main")),
    ("run ~/up.sh on push to the Stable-2 branch", ("ref", "is", "refs/heads/Stable-2")),
    ("GitLab push hook on branch beta => run ~/up.sh", ("ref", "is", "refs/heads/beta")),
    ("run ~/up.sh when code is pushed to any branch but main", ("ref", "is not", "refs/heads/main")),
    ("when a webhook comes and the branch is beta, run ~/up.sh", ("branch", "is", "beta")),
])  # fmt: skip
def test_the_branch_that_is_pushed_to_is_compared_as_git_calls_it(goal: str, compared: tuple[str, str, str]) -> None:
    key, operator, value = compared
    assert conditions(goal) == [("compare", f"{{{{ event.json.{key} }}}}", operator, value)]
    assert read(goal).not_understood == ()


def test_a_new_branch_is_no_name_of_one() -> None:
    assert conditions("when a new branch is pushed to GitLab, tell me") == []


def test_a_value_ends_where_it_is_said_what_happens() -> None:
    found = conditions("tell me when a webhook with state broken comes in")
    assert found == [("compare", "{{ event.json.state }}", "is", "broken")]


@pytest.mark.parametrize("goal", [
    "when a mail to ads@a.example arrives tell me", "forward every mail to ads@a.example to bo@a.example",
])  # fmt: skip
def test_the_address_that_mail_comes_to_is_no_sender_and_gets_none(goal: str) -> None:
    reading = read(goal)
    assert conditions(goal) == [("compare", "{{ event.to }}", "contains", "ads@a.example")]
    assert (reading.when[0].config, reading.what[0].config.get("to", ["bo@a.example"])) == ({}, ["bo@a.example"])


def test_words_in_a_mail_end_where_something_is_to_be_done() -> None:
    goal = 'when bo@a.example sends a mail with the word "late" in it send me a push'
    assert conditions(goal)[0][2:] == ("contains", "late")
    assert read(goal).not_understood == ()


@pytest.mark.parametrize(
    ("goal", "said"),
    [
        ("if ~/out has more than 2 files tell me", "more than 2"),
        ("when a file in ~/x is older than 5 days tell me", "older than 5 days"),
        ("when more than 3 mails from a@b.example arrive tell me", "more than 3"),
    ],
    ids=lambda one: one[:30],
)
def test_a_limit_that_no_field_takes_is_asked_about(goal: str, said: str) -> None:
    reading = read(goal)
    assert said in reading.not_understood
    assert reading.missing[0].key == "conditions.1"


def test_the_age_of_a_backup_is_how_long_none_may_fail_to_come() -> None:
    assert read("warn me when my backup is older than 36 hours").when[0].config["after"] == "36 h"


def test_what_a_hook_says_and_its_label_are_conditions() -> None:
    said = read("when the CI webhook says failure, tell me").conditions[0].config
    label = read("when an issue is opened on github with the label bug, tell me").conditions[0].config
    assert said == {"left": "{{ event.body | downcase }}", "operator": "contains", "right": "failure"}
    assert label == {"left": "{{ event.json.label }}", "operator": "is", "right": "bug"}
