"""Steps that a sentence stands for: whether they are still the same, and what is made anew for each use."""

from dataclasses import replace

from nomologi_tui.blocks.registry import load_registry
from nomologi_tui.model import Step, StepType
from nomologi_tui.usecases.flow.drafting import keep_made, made, same_steps

HOOK = Step(StepType.TRIGGER, "webhook")
RUN = Step(StepType.ACTION, "run_command", {"command": "true"})


def test_a_webhook_gets_its_token_when_the_step_is_made() -> None:
    step = made(load_registry(), HOOK)
    assert len(step.config["token"]) >= 22
    assert made(load_registry(), step) == step


def test_reading_the_sentence_again_keeps_the_token() -> None:
    kept, read = (made(load_registry(), HOOK), made(load_registry(), HOOK))
    assert kept != read
    assert keep_made(load_registry(), (kept, RUN), (read, RUN))[0] == kept


def test_steps_are_the_same_but_for_what_is_made_anew() -> None:
    read = (made(load_registry(), HOOK), RUN)
    assert same_steps(load_registry(), read, (made(load_registry(), HOOK), RUN))
    assert not same_steps(load_registry(), read, (read[0], replace(RUN, config={"command": "false"})))
    assert not same_steps(load_registry(), read, (RUN,))


def test_a_step_of_a_missing_block_stays_as_it_is() -> None:
    step = Step(StepType.ACTION, "flurb", {"a": 1})
    assert made(load_registry(), step) == step
