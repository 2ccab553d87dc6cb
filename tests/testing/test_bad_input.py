"""The conformance of bad input finds what it is for: a block that misbehaves does not pass."""

from typing import Annotated, Any

import pytest
from pydantic import AfterValidator, BaseModel, Field

from nomologi_tui.blocks import ActionContext, Block, action
from nomologi_tui.errors import BlockError
from nomologi_tui.testing.bad_input import LONGEST_SENTENCE, complaints_about, fault_of, fault_of_failure


def made(check: Any = lambda text: text, words: Any = lambda _config: "do it") -> Block:
    """A block of one field, which `check` checks."""

    class Config(BaseModel, extra="forbid"):
        name: Annotated[str, AfterValidator(check)] = Field(title="Name", description="Whose.", examples=["Ada"])

    @action("made", title="Do it", example={"name": "Ada"})
    async def block(config: Config, ctx: ActionContext) -> None:
        """Do it."""

    block.words(words)
    return block


def refuse(error: Exception) -> Any:
    def check(text: str) -> str:
        if text != "Ada":
            raise error
        return text

    return check


def test_a_block_that_takes_or_refuses_everything_in_sentences_passes() -> None:
    assert complaints_about(made()) == []
    assert complaints_about(made(refuse(ValueError("only Ada is known")))) == []


@pytest.mark.parametrize("error", [OSError(5, "I/O"), KeyError("a"), RecursionError(), TypeError()])
def test_a_check_that_raises_something_raw_is_found(error: Exception) -> None:
    found = complaints_about(made(refuse(error)))
    assert any(type(error).__name__ in one for one in found)


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("[Errno 2] no such file", "it speaks of “Errno”"),
        ("<Path object at 0x7f00> wrong", "it speaks of “ object at 0x”"),
        ("ValueError: nope", "it speaks of “Error:”"),
    ],
)
def test_a_refusal_that_speaks_of_its_inside_is_found(said: str, fault: str) -> None:
    assert any(fault in one for one in complaints_about(made(refuse(ValueError(f"it is {said}")))))


def test_words_that_break_at_a_value_that_was_taken_are_found() -> None:
    def words(config: Any) -> str:
        return "do it" if config.name.isalpha() else str(config.name.index("z"))

    assert "name, markup: it raises ValueError" in complaints_about(made(words=words))


def test_a_model_that_takes_any_kind_of_value_is_found() -> None:
    class Loose(BaseModel, extra="forbid"):
        name: Annotated[Any, AfterValidator(lambda value: value)] = Field(title="N", description="?", examples=["a"])

    block = made()
    block.config = Loose
    assert "name, 7: it is taken" in complaints_about(block)


@pytest.mark.parametrize(
    ("sentence", "fault"),
    [
        ("", "it says nothing"),
        (None, "it says nothing"),
        ("a\x1b[2Jb.", "it holds control characters or line ends"),
        ("a\nb.", "it holds control characters or line ends"),
        ("no end", "it does not end as a sentence"),
        ("x" * LONGEST_SENTENCE + ".", "it is 401 characters long"),
        ("All is said.", ""),
    ],
)
def test_what_a_person_should_read_is_one_clean_sentence(sentence: Any, fault: str) -> None:
    assert fault_of(sentence) == fault


@pytest.mark.parametrize("error", [OSError(2, "gone"), KeyError("x"), UnicodeDecodeError("utf-8", b"x", 0, 1, "y")])
def test_a_failure_that_is_no_error_of_ours_is_found(error: Exception) -> None:
    assert fault_of_failure(error).startswith(f"it raises {type(error).__name__}")
    assert fault_of_failure(BlockError("It is gone.", "Look for it.")) == ""
