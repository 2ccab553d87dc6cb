"""blocks: what triggers, conditions and actions there are, and the fields of each; whose packages are allowed."""

from pathlib import Path
from typing import Annotated

import typer

from nomologi_tui.cli.options import Json, complete_block, workspace
from nomologi_tui.cli.output import complain, print_json, print_table, say
from nomologi_tui.errors import BadInputError
from nomologi_tui.settings.typed_path import typed_path

Name = Annotated[
    str | None,
    typer.Argument(metavar="[NAME]", help="A block; all of them when left out.", autocompletion=complete_block),
]
New = Annotated[str | None, typer.Argument(metavar="[N]", help="After `new`: what the block of your own is called.")]
Into = Annotated[
    Path, typer.Option("--into", metavar="DIR", parser=typed_path, help="Where `new` makes the folder of the package.")
]
Allow = Annotated[str | None, typer.Option("--allow", metavar="P", help="Load blocks of this installed package.")]
Forbid = Annotated[str | None, typer.Option("--forbid", metavar="P", help="Load nothing of this package any more.")]


def blocks(
    name: Name = None,
    new: New = None,
    into: Into = Path(),
    allow: Allow = None,
    forbid: Forbid = None,
    as_json: Json = False,
) -> None:
    """List the blocks, show one, or begin one.

    With fields, defaults and an example; `blocks new say_hello` begins one of your own. A package of other
    people is loaded only where you allow it: it runs with all of your rights. `nomologi doctor` lists what
    is installed.
    """
    if name == "new":
        _begin(new, into)
        return
    if allow or forbid:
        _decide(allow, forbid)
        return
    from nomologi_tui.blocks.reference import block_json, block_markdown

    with workspace() as ws:
        registry = ws.registry
    found = registry.find(name) if name else list(registry)
    if as_json:
        documents = [block_json(block) for block in found]
        print_json(documents[0] if name and len(documents) == 1 else documents)
    elif name:
        say("\n".join(block_markdown(block) for block in found).rstrip())
    else:
        print_table(("KIND", "BLOCK", "TITLE"), [(block.type, block.name, block.title) for block in found])


def _begin(name: str | None, into: Path) -> None:
    from nomologi_tui.usecases.new_package import begin

    if name is None:
        raise BadInputError("The block of your own has no name yet.", "Write: nomologi blocks new say_hello")
    made = begin(name, into)
    say(f"{made}: a package that installs and passes its tests. Its README.md says how to go on.")


def _decide(allow: str | None, forbid: str | None) -> None:
    from nomologi_tui.usecases import packages as use

    with workspace() as ws:
        if forbid:
            use.forbid(ws, forbid)
            complain(f"Nothing of {forbid} is loaded from now on. Start a runner that is on anew.")
        if allow:
            found = use.allow(ws, allow)
            offers = ", ".join(found.offers)
            complain(f"{found.name} {found.version} is allowed, with all of your rights: {offers}.")
            complain("A later version is asked for anew. Start a runner that is on anew.")
