"""What a step asks for is given by something before it, or a person hears of it before turning it on."""

from dataclasses import replace

import pytest

from nomologi_tui.blocks.registry import load_registry
from nomologi_tui.model import Step, StepType
from nomologi_tui.usecases.automations.automations import activation_plan
from nomologi_tui.usecases.flow.values import ungiven, values_for

FILE = Step(StepType.TRIGGER, "file", {"folder": "/tmp"}, name="file")
MANUAL = Step(StepType.TRIGGER, "manual", {}, name="manual")
RUN = Step(StepType.ACTION, "run_command", {"command": "true"}, name="run")
ASKED = Step(StepType.CONDITION, "compare", {"left": "{{ event.name }}", "right": "a"}, name="asked")
LOOP = Step(StepType.ACTION, "for_each", {"items": "a"}, name="loop")
DIGEST = Step(StepType.ACTION, "digest", {"value": "{{ event.name }}"}, name="later")


def say(message: str, **more: object) -> Step:
    return Step(StepType.ACTION, "notify", {"message": message}, name="say", **more)  # type: ignore[arg-type]


def told(*steps: Step) -> list[str]:
    return [words.split(" asks for ")[1].split(",")[0] for words in ungiven(load_registry(), steps)]


@pytest.mark.parametrize(
    ("message", "lacking"),
    [
        ("{{ event.name }} {{ event.id }} {{ event }} {{ automation.slug }} {{ run.id }}", []),
        ("{{ event.payload }}", ["event.payload"]),
        ("{{ event.payload | default: 'none' }}", []),
        ("{% if event.name %}{{ event.nme }}{% endif %}", ["event.nme"]),
        ("{{ steps.run.stdout | strip }} {{ steps.run.lines[0] }} {{ steps.asked.met }}", []),
        ("{{ steps.run.stdot }} {{ steps.nobody.stdout }}", ["steps.run.stdot", "steps.nobody.stdout"]),
        ("{{ item }} {{ failure.error }}", ["item", "failure.error"]),
    ],
)
def test_a_value_that_nothing_gives_is_named(message: str, lacking: list[str]) -> None:
    assert told(FILE, ASKED, RUN, say(message)) == lacking


def test_what_is_there_is_said_beside_it_the_most_alike_first() -> None:
    (words,) = ungiven(load_registry(), (FILE, RUN, say("{{ steps.run.stdot }}")))
    assert words.startswith("what.2.message asks for steps.run.stdot, which nothing gives; there are steps.run.stdout,")


def test_it_stands_in_the_plan_that_a_person_accepts() -> None:
    plan = activation_plan(load_registry(), (FILE, say("{{ event.payload }}")))
    assert plan[-1].startswith("fail: what.message asks for event.payload, which nothing gives; there are event.")


def test_a_run_by_hand_is_told_what_its_steps_ask_for_of_the_event() -> None:
    assert told(MANUAL, say("{{ event.name }} {{ steps.x.y }}")) == ["steps.x.y"]


def test_a_loop_lends_its_item_and_keeps_what_its_steps_give() -> None:
    inner = say("{{ item }} {{ index }} {{ steps.run.stdout }}", depth=1)
    assert told(FILE, RUN, LOOP, inner, say("{{ steps.loop.results }}")) == []
    assert told(FILE, LOOP, inner, say("{{ steps.say.message }} {{ index }}")) == [
        "steps.run.stdout", "steps.say.message", "index",
    ]  # fmt: skip


def test_what_a_digest_sends_later_sees_only_what_was_collected() -> None:
    sent = say("{{ count }} {{ items }} {{ event.since }}", depth=1)
    assert told(FILE, RUN, DIGEST, sent) == []
    assert told(MANUAL, RUN, DIGEST, say("{{ event.name }} {{ steps.run.stdout }}", depth=1)) == [
        "event.name", "steps.run.stdout",
    ]  # fmt: skip


def test_a_step_that_runs_instead_can_say_what_failed() -> None:
    steps = (FILE, RUN, say("{{ failure.step }}: {{ failure.error }}", instead=True))
    assert told(*steps) == []
    assert "failure.error" in [path for path, _ in values_for(load_registry(), steps, 2)]


def test_a_step_that_is_off_or_of_a_block_that_is_gone_is_no_concern_here() -> None:
    gone = Step(StepType.ACTION, "gone", {}, name="gone")
    assert told(FILE, gone, say("{{ steps.gone.x }}"), say("{{ nothing }}", enabled=False)) == []


def test_a_step_without_a_name_is_found_by_its_blocks() -> None:
    assert told(FILE, replace(RUN, name=""), say("{{ steps.run_command.stdout }}")) == []
