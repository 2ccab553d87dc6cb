"""templates: automations that others thought out; your own ones from what runs here."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from nomologi_tui.cli.editing import from_file
from nomologi_tui.cli.options import Json, Ref, Yes, complete_template, workspace
from nomologi_tui.cli.output import complain, print_json, print_table, say, whoever_listens
from nomologi_tui.errors import BadInputError, NeedsPersonError
from nomologi_tui.settings.typed_path import typed_path

if TYPE_CHECKING:
    from nomologi_tui.model import Automation, Template, TemplateInput
    from nomologi_tui.usecases.flow.drafting import Flow
    from nomologi_tui.usecases.runs.differences import Difference
    from nomologi_tui.usecases.templates.templates import Preview
    from nomologi_tui.usecases.templates.upgrading import Upgrade
    from nomologi_tui.usecases.workspace import Workspace

templates = typer.Typer(
    help="Automations thought out already, and your own.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
Name = Annotated[
    str,
    typer.Argument(
        metavar="T", help="A template: its name, slug or the beginning of its slug.", autocompletion=complete_template
    ),
]
Words = Annotated[list[str] | None, typer.Argument(metavar="[WORDS]", help="Only those with these words.")]


@templates.command("list")
def list_all(words: Words = None, as_json: Json = False) -> None:
    """List the templates.

    `nomologi new --template T` makes an automation of one.
    """
    from nomologi_tui.usecases.templates import templates as use

    with workspace() as ws:
        found = use.search(use.listed(ws), " ".join(words or []))
        if as_json:
            print_json([_summary(one) for one in found])
        elif not found:
            complain("No template has these words. `nomologi templates list` shows all of them.")
        else:
            rows = [(one.category, one.slug, str(one.version), one.description) for one in found]
            print_table(("CATEGORY", "TEMPLATE", "VERSION", "WHAT"), rows)


def _summary(one: "Template") -> dict[str, Any]:
    return {
        "slug": one.slug, "name": one.name, "category": one.category, "version": one.version,
        "built_in": one.user_id is None, "description": one.description, "goal": one.goal,
    }  # fmt: skip


@templates.command("show")
def show(name: Name, as_json: Json = False) -> None:
    """Show what a template does, and what it asks for.

    The steps stand there with the defaults and examples of its inputs.
    """
    from nomologi_tui.usecases.templates import templates as use

    with workspace() as ws:
        shown = use.preview(ws.registry, use.find(ws, name))
        if as_json:
            print_json(_document(shown))
        else:
            _show(shown)


def _document(shown: "Preview") -> dict[str, Any]:
    return {
        **_summary(shown.template),
        "inputs": [_input(one) for one in shown.template.inputs],
        "steps": [{"place": place, "depth": depth, "words": words} for place, depth, words in shown.steps],
        "plan": list(shown.plan),
    }


def _input(one: "TemplateInput") -> dict[str, Any]:
    return {
        "name": one.name, "kind": one.kind, "label": one.label, "help": one.help, "required": one.required,
        "default": one.default, "example": one.example, "choices": list(one.choices), "uses": list(one.uses),
    }  # fmt: skip


def _show(shown: "Preview") -> None:
    one = shown.template
    say(f"{one.name}  ({one.slug}, {one.category}, version {one.version}{'' if one.user_id is None else ', your own'})")
    say(one.description)
    say(f"goal: {shown.goal}")
    for place, depth, words in shown.steps:
        say(f"{place:>5}: {'  ' * depth}{words}")
    if one.inputs:
        say("It asks for:")
    width = max((len(asked.name) for asked in one.inputs), default=0)
    for asked in one.inputs:
        choices = f" One of {', '.join(asked.choices)}." if asked.choices else ""
        say(f"  {asked.name:<{width}}  {asked.help or asked.label}{choices} ({_default(asked)})")
    say("It may:")
    for line in shown.plan:
        say(f"  {line}")


def _default(one: "TemplateInput") -> str:
    if one.required:
        return f"needed, for example {one.example}" if one.example else "needed"
    return f"else {one.default}" if one.default else "may be empty"


@templates.command("save")
def save(
    ref: Ref,
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="What it is called; again: its next version.")],
    inputs: Annotated[
        list[str] | None,
        typer.Option("--input", metavar="KEY[=NAME]", help="A field that becomes an input, as after --set of `new`."),
    ] = None,
    description: Annotated[str, typer.Option("--description", metavar="TEXT", help="What it does.")] = "",
    category: Annotated[str, typer.Option("--category", metavar="C", help="Where it is listed.")] = "Own",
    as_json: Json = False,
) -> None:
    """Save an automation as a template of your own.

    The fields that --input names are asked for when it is used, with today's values as defaults; so is each
    connection. Secrets stay behind: where one was, the template asks.
    """
    from nomologi_tui.usecases.automations import automations
    from nomologi_tui.usecases.templates import own as use

    with workspace() as ws:
        about = use.About(name, description, category)
        _say_kept(use.save_as(ws, automations.find(ws, ref), about, inputs or []), as_json=as_json)


def _say_kept(one: "Template", *, as_json: bool) -> None:
    if as_json:
        print_json({**_summary(one), "inputs": [_input(asked) for asked in one.inputs]})
        return
    asks = f"; it asks for {', '.join(asked.name for asked in one.inputs)}" if one.inputs else ""
    say(f"The template {one.slug} is kept, version {one.version}{asks}.")


@templates.command("remove")
def remove(name: Name, as_json: Json = False) -> None:
    """Remove a template of your own.

    Automations that were made from it stay as they are.
    """
    from nomologi_tui.usecases.templates import own as own_templates
    from nomologi_tui.usecases.templates import templates

    with workspace() as ws:
        found = templates.find(ws, name)
        own_templates.remove(ws, found)
        if as_json:
            print_json({"slug": found.slug, "removed": True})
        else:
            say(f"The template {found.slug} is removed.")


@templates.command("export")
def export(
    name: Name,
    output: Annotated[str | None, typer.Option("--output", "-o", metavar="F", help="Write this file.")] = None,
) -> None:
    """Print a template as YAML, for others or to change it.

    `nomologi templates import` takes it. There are no secrets in it.
    """
    from nomologi_tui.document.template import to_yaml
    from nomologi_tui.usecases.templates import templates as use

    with workspace() as ws:
        text = to_yaml(use.find(ws, name), ws.registry)
    if output is None:
        sys.stdout.write(text)
        return
    try:
        typed_path(output).write_text(text, encoding="utf-8")
    except OSError as error:
        raise BadInputError(f"{output} can't be written: {error.strerror}.") from None
    say(f"Written to {output}.")


@templates.command("import")
def import_file(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A template as YAML; - for stdin.")],
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="Call it so instead.")] = "",
    as_json: Json = False,
) -> None:
    """Take a template from a YAML file among your own.

    One of the same name becomes its next version. Nothing of it runs: look at it with `show`.
    """
    from nomologi_tui.usecases.templates import own as use

    with workspace() as ws:
        _say_kept(use.import_template(ws, from_file(file), name), as_json=as_json)


@templates.command("upgrade")
def upgrade(
    ref: Ref,
    values: Annotated[list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="A new input.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change, and change nothing.")] = False,
    yes: Yes = False,
    as_json: Json = False,
) -> None:
    """Take an automation on to the newest version of its template.

    Shows what changes. What you changed by hand stays; only inputs that are new are asked for. `history` has the
    revision before.
    """
    from nomologi_tui.usecases.automations import automations
    from nomologi_tui.usecases.templates import upgrading as use
    from nomologi_tui.usecases.templates.templates import need_inputs

    with whoever_listens(), workspace() as ws:
        one = automations.find(ws, ref)
        planned = _planned(ws, one, values or [], ask=not yes and not dry_run)
        if not as_json:
            _say_upgrade(planned)
        if not dry_run:
            need_inputs(planned.asks)
            _accept(yes=yes)
            one = use.upgrade(ws, one, planned)
        if as_json:
            print_json(_upgrade_document(planned, one.slug, one.revision))
        elif not dry_run:
            say(f"{one.slug} is of version {planned.new.version} now, revision {one.revision}.")


def _planned(ws: "Workspace", one: "Automation", pairs: Sequence[str], *, ask: bool) -> "Upgrade":
    """The upgrade with the answers to its new inputs, as far as they are given or somebody is there to give them."""
    from nomologi_tui.usecases.templates import upgrading as use
    from nomologi_tui.usecases.templates.templates import read_inputs

    planned = use.upgrade_of(ws, one, {})
    given, rest = read_inputs(planned.new, pairs)
    if rest:
        names = ", ".join(known.name for known in planned.new.inputs)
        raise BadInputError(f"“{rest[0]}” sets no input of {planned.new.slug}.", f"Its inputs are: {names}.")
    if ask and sys.stdin.isatty():
        given |= _asked_for([known for known in planned.asks if known.name not in given])
    return use.upgrade_of(ws, one, given) if given else planned


def flow_from_template(ws: "Workspace", name: str, goal: str, pairs: Sequence[str], *, ask: bool) -> "Flow":
    """The flow of a template with what `pairs` set: inputs by their names, else fields as after a goal.

    Asks for what is missing, or raises NeedsPersonError naming each input and the `--set` that gives it.
    """
    from nomologi_tui.usecases.flow import answers
    from nomologi_tui.usecases.templates import templates as use

    template = use.find(ws, name)
    given, rest = use.read_inputs(template, pairs)
    if ask:
        given |= _asked_for(use.missing(ws, template, given))
    use.need_inputs(use.missing(ws, template, given))
    return answers.set_values(ws.registry, use.begin(ws, template, given, goal), rest)


def _asked_for(inputs: "Sequence[TemplateInput]") -> dict[str, Any]:
    """What a person at the terminal answers, one input after the other; a wrong value is asked for again."""
    from nomologi_tui.document.template import read_value

    given: dict[str, Any] = {}
    for one in inputs:
        if one.help:
            complain(f"{one.name}: {one.help}{f' For example {one.example}.' if one.example else ''}")
        while one.name not in given:
            typed = typer.prompt(one.name, err=True, hide_input=one.kind == "secret")
            try:
                given[one.name] = read_value(one, typed)
            except BadInputError as error:
                complain(error.message, error.hint)
    return given


def _accept(*, yes: bool) -> None:
    if yes:
        return
    if not sys.stdin.isatty():
        raise NeedsPersonError("Nobody is here to accept the changes.", "Give --yes, or --dry-run to see them only.")
    typer.confirm("Change it?", default=True, err=True, abort=True)


def _say_upgrade(planned: "Upgrade") -> None:
    from nomologi_tui.usecases.runs.differences import difference_lines

    say(f"{planned.new.slug}: version {planned.old.version} → {planned.new.version}")
    for line in difference_lines(planned.changes) or ["It changes nothing."]:
        say(f"  {line}")
    if planned.kept:
        say("Yours stays, against what the version has:")
    for line in difference_lines(planned.kept):
        say(f"  {line}")


def _upgrade_document(planned: "Upgrade", slug: str, revision: int) -> dict[str, Any]:
    return {
        "automation": slug, "template": planned.new.slug, "from": planned.old.version, "to": planned.new.version,
        "changes": [_difference(one) for one in planned.changes], "kept": [_difference(one) for one in planned.kept],
        "asks": [_input(one) for one in planned.asks], "revision": revision,
    }  # fmt: skip


def _difference(one: "Difference") -> dict[str, Any]:
    return {"step": one.step, "field": one.field, "before": one.before, "after": one.after}
