"""A step as it is told to a person."""

from nomologi_tui.model import Step, StepType
from nomologi_tui.usecases.flow.checking import step_problems
from nomologi_tui.usecases.step_words import in_words, shown_config
from nomologi_tui.usecases.workspace import Workspace


def test_a_step_of_a_package_that_is_gone_says_so(ws: Workspace) -> None:
    gone = Step(StepType.ACTION, "gone", {"x": 1})
    assert "There is no action called “gone”" in in_words(ws.registry, gone)
    assert step_problems(ws.registry, gone)[""]
    assert shown_config(ws.registry, gone) == {}


def test_a_secret_is_shown_only_as_set(ws: Workspace) -> None:
    hook = Step(StepType.TRIGGER, "webhook", {"token": "t" * 32, "secret": "keyring:x"})
    assert shown_config(ws.registry, hook)["secret"] == "(set)"
