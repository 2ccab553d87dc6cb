"""Pages made of what tests compare and what the gallery holds: the screens, the recipes, the list of decisions."""

from collections.abc import Iterator
from pathlib import Path

from nomologi_tui.blocks.reference import fields_markdown
from nomologi_tui.blocks.registry import load_registry
from nomologi_tui.document import VERSION
from nomologi_tui.document.configuration import HowItRuns
from nomologi_tui.document.gallery import gallery
from nomologi_tui.model import TemplateInput
from nomologi_tui.usecases.templates.templates import Preview, preview

ROOT = Path(__file__).parent.parent
GOLDENS = ROOT / "tests" / "screens" / "goldens"
DECISIONS = ROOT / "docs" / "decisions"

ABOUT_SCREENS = """\
Each of them as a terminal of 80 columns and 24 lines shows it, without its colours. They are the texts that the tests
compare. All keys: [keys](keys.md)."""
ABOUT_RECIPES = """\
The gallery that comes with Nomologi. Type the sentence as your goal, or begin from the template:
`nomologi new --template NAME`, or `4` in the app. Values are those of the examples; yours are asked for. More about
them: [templates](guide/templates.md)."""
# The golden's name, what a person calls the screen, and what it is for.
SCREENS = (
    ("home-80x24", "Home", "Every automation with its state, over the log of what happens now. Key `1`."),
    ("flow-1-goal-80x24", "Form 1: the goal", "You type; below stands what was understood, and when. Key `n`."),
    ("flow-1-templates-80x24", "Form 1: templates that fit", "A template that does what you say is named."),
    ("flow-2-when-80x24", "Form 2: when", "What starts it, on what condition, with the next times."),
    ("flow-3-what-80x24", "Form 3: what", "What is done. `ctrl+r` says each effect in words and does none of it."),
    ("flow-3-branch-80x24", "Form 3: steps inside steps", "A branch or a loop shows its fields like any other step."),
    ("automation-80x24", "An automation", "Its steps, how it runs, and its last runs. `Enter` on home."),
    ("runs-80x24", "Runs", "The runs of all automations, filtered by state, time and words. Key `2`."),
    ("runs-trace-80x24", "A run, step by step", "Values, output and reason of each step. `Enter` on a run."),
    ("why-80x24", "Why", "Why it did or did not run. Key `w`."),
    ("decision-doubt-80x24", "A run that asks you", "After a crash inside a step that must not happen twice. Key `a`."),
    ("missed-80x24", "Missed times", "What was due while no runner ran, and what became of it. Key `m`."),
    ("log-80x24", "The log", "Everything that happened, searched and filtered. Key `l`."),
    ("how-it-runs-80x24", "How it runs", "Overlap, tries, limits, missed times, alerts of one automation."),
    ("connections-80x24", "Connections", "Accounts elsewhere, and how they fare. Key `3`."),
    ("templates-80x24", "Templates", "The gallery and your own, with what each would do. Key `4`."),
    ("settings-80x24", "Settings", "Each with its value and where that comes from. Key `5`."),
)  # fmt: skip


def screens_page(note: str) -> str:
    """The screens as text, as the tests compare them."""
    parts = [f"# Screens\n\n{note}\n{ABOUT_SCREENS}"]
    for name, title, words in SCREENS:
        screen = (GOLDENS / f"{name}.txt").read_text(encoding="utf-8").rstrip("\n")
        parts.append(f"## {title}\n\n{words}\n\n```text\n{screen}\n```")
    return "\n\n".join(parts) + "\n"


def recipes_page(note: str) -> str:
    """Each template of the gallery: its goal, what it needs, what it does."""
    parts = [f"# Recipes\n\n{note}\n{ABOUT_RECIPES}"]
    registry = load_registry()
    category = ""
    for template in gallery():
        if template.category != category:
            category = template.category
            parts.append(f"## {category}")
        parts.append("\n".join(_recipe(preview(registry, template))))
    return "\n\n".join(parts) + "\n"


def _recipe(shown: Preview) -> Iterator[str]:
    one = shown.template
    yield f"### {one.name}\n\n{one.description}\n\n```text\n{shown.goal}\n```\n"
    yield f"Template `{one.slug}`.{'' if one.inputs else ' It needs nothing.'}\n"
    if one.inputs:
        yield "| needs | which is | value |\n|---|---|---|"
        yield from (f"| `{asked.name}` | {_cell(_help(asked))} | {_cell(_value(asked))} |" for asked in one.inputs)
        yield ""
    yield "It does:\n\n```text"
    yield from (f"{place:>4}: {'  ' * depth}{words}" for place, depth, words in shown.steps)
    yield "```\n\nIt may:\n\n```text"
    yield from shown.plan
    yield "```"


def _help(asked: TemplateInput) -> str:
    choices = f" One of {', '.join(asked.choices)}." if asked.choices else ""
    return f"{asked.help or asked.label}{choices}"


def _value(asked: TemplateInput) -> str:
    if asked.required:
        return f"yours, for example `{asked.example}`" if asked.example else "yours"
    return f"`{asked.default}`" if asked.default else "may be empty"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def decisions_page(note: str) -> str:
    """The decisions by number, each by its own title."""
    rows = [f"- [{_title(path)}](decisions/{path.name})" for path in sorted(DECISIONS.glob("*.md"))]
    return "\n".join([f"# Decisions\n\n{note}\nWhy things are as they are, one screen each.\n", *rows]) + "\n"


def _title(path: Path) -> str:
    return path.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ")


def schema_page(note: str) -> str:
    """What an automation's file may hold; the fields of blocks stand with the blocks."""
    return f"""# An automation as a file

{note}
`nomologi export` writes it, `edit`, `import` and `apply` read it: [as files](guide/as-files.md). All of it as JSON
Schema: [automation.schema.json](automation.schema.json). An editor with YAML's language server checks and completes by
it with this as the first line:

```yaml
# yaml-language-server: $schema=automation.schema.json
```

| key | holds |
|---|---|
| `version` | {VERSION} |
| `goal` | the sentence |
| `configuration` | how it runs, below |
| `when`, `if`, `what`, `instead` | triggers, conditions, actions, and actions after a failure: a list of steps each |

A step has `block`, `config` (the fields of the [block](blocks.md)), and where needed `name` and `enabled: no`; an
action that holds others has `steps` and `otherwise`: [steps inside steps](guide/steps-inside.md).

## How it runs

{fields_markdown(HowItRuns)}

## What commands print with `--json`

[json.schema.json](json.schema.json) has an entry for each command.
"""
