"""Errors are sentences with an exit code."""

import pytest

from nomologi_tui import errors
from nomologi_tui.errors import NomologiError


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (errors.NomologiError, 1), (errors.BlockError, 1), (errors.StepTimeoutError, 1), (errors.BadInputError, 2),
        (errors.TemplateError, 2), (errors.NotFoundError, 3), (errors.NeedsPersonError, 4), (errors.StoreError, 5),
    ],
)  # fmt: skip
def test_each_kind_has_its_exit_code_and_a_title(kind: type[NomologiError], code: int) -> None:
    assert (kind.exit_code, bool(kind.title)) == (code, True)


def test_an_error_reads_as_sentence_and_hint() -> None:
    assert str(NomologiError("It broke.", "Mend it.")) == "It broke. Mend it."
    assert str(NomologiError("It broke.")) == "It broke."
    assert NomologiError("It broke.").passing is False
