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


@pytest.mark.parametrize(
    ("prefix", "command"),
    [
        ("/home/a/.local/share/pipx/venvs/nomologi-tui", "pipx inject nomologi-tui 'mcp>=2'"),
        ("/home/a/.local/share/uv/tools/x", "uv pip install --python '/home/a/.local/share/uv/tools/x' 'mcp>=2'"),
        ("/srv/venv", "pip install 'mcp>=2'"),
    ],
)
def test_a_package_is_put_beside_us_by_what_put_us_there(prefix: str, command: str) -> None:
    assert errors.install("mcp>=2", prefix) == command
