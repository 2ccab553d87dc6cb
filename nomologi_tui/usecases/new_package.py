"""Begin a package with a block of somebody's own: files that install, pass their tests, and want to be changed."""

import keyword
import re
from pathlib import Path
from string import Template

from nomologi_tui import __version__
from nomologi_tui.blocks.registry import BUILT_IN
from nomologi_tui.errors import BadInputError, NomologiError

_FILES = {
    "pyproject.toml": """\
[build-system]
requires = ["hatchling>=1.27"]
build-backend = "hatchling.build"

[project]
name = "$package"
version = "0.1.0"
description = "A block for Nomologi."
requires-python = ">=3.11"
dependencies = ["nomologi-tui>=$version"]

[project.optional-dependencies]
test = ["pytest", "pytest-asyncio"]

[project.entry-points."nomologi.blocks"]
$name = "$module"

[tool.hatch.build.targets.wheel]
packages = ["$module"]

[tool.pytest.ini_options]
asyncio_mode = "auto"
asyncio_default_fixture_loop_scope = "function"
""",
    "README.md": """\
# $package

A block for Nomologi.

```sh
pip install -e '.[test]'
pytest
nomologi blocks --allow $package
nomologi read "every day say hello to Ada"
nomologi new "every day at 8 say hello to Ada" --yes
```
""",
    "$module/__init__.py": """\
\"\"\"Say hello: change it into what you need.\"\"\"

from nomologi_tui.blocks import ActionContext, Effect, Template, Touch, action
from pydantic import BaseModel, Field


class Config(BaseModel, extra="forbid"):
    to: Template = Field(title="To", description="Who is greeted.", examples=["{{ event.name }}"], min_length=1)


@action(
    "$name",
    title="Say hello",
    effect=Effect.READ,  # or REPEATABLE: twice does no harm; left out: it must not happen twice
    says=("say|tell … hello", "greet …"),
    example={"to": "Ada"},
    gives=("text",),
)
async def $name(config: Config, ctx: ActionContext) -> dict[str, object]:
    \"\"\"Write a greeting into the log; the next steps find it in `{{ steps.$name.text }}`.\"\"\"
    text = f"Hello, {config.to}."
    ctx.log(text)
    return {"text": text}


@$name.words
def _words(config: Config) -> str:
    return f"say hello to {config.to}"


@$name.touches
def _touches(config: Config) -> list[Touch]:
    return []  # what it runs, writes, sends, reaches: such as Touch("write", config.path)
""",
    "tests/test_$name.py": """\
from nomologi_tui.testing import FakeContext
from nomologi_tui.testing.conformance import Conformance

from $module import Config, $name


class TestBlocks(Conformance):
    blocks = ($name,)


async def test_it_greets() -> None:
    context = FakeContext()
    assert await $name.run(Config(to="Ada"), context) == {"text": "Hello, Ada."}
    assert context.lines == ["Hello, Ada."]
""",
}


def begin(name: str, folder: Path) -> Path:
    """Write the package `nomologi-NAME` below `folder`; returns its folder. Raises BadInputError, NomologiError."""
    name = name.lower().replace("-", "_")
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,40}", name) or keyword.iskeyword(name):
        raise BadInputError(f"“{name[:60]}” can't be the name of a block.", "Letters, digits and _: say_hello.")
    if any(module.endswith(f".{name}") for module in BUILT_IN):
        raise BadInputError(f"“{name}” is the name of a block of Nomologi.", "Choose another one.")
    package = f"nomologi-{name.replace('_', '-')}"
    names = {"name": name, "package": package, "module": f"nomologi_{name}", "version": __version__}
    root = folder / package
    try:
        root.mkdir(parents=True)
        for path, text in _FILES.items():
            file = root / Template(path).substitute(names)
            file.parent.mkdir(exist_ok=True)
            file.write_text(Template(text).safe_substitute(names), encoding="utf-8")
    except FileExistsError:
        raise BadInputError(f"{root} exists already.", "Choose another name, or another folder with --into.") from None
    except OSError as error:
        raise NomologiError(f"{root} can't be written: {error.strerror}.", "Choose another folder: --into.") from error
    return root
