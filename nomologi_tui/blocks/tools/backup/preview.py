"""What a backup would do, before it is made: from where, to where, and what would keep it from being whole."""

import shutil
from collections.abc import Iterator

from nomologi_tui.blocks.contexts import ActionContext
from nomologi_tui.blocks.tools.backup.form import Selected, is_here, said
from nomologi_tui.blocks.tools.foretelling import with_size
from nomologi_tui.blocks.tools.paths import fill_path, is_folder, is_sample


async def foretold(wanted: Selected, ctx: ActionContext) -> str:
    """Each source as it is now, the place, and what is missing for it. Runs nothing, and asks no server."""
    without = f", without {', '.join(wanted.exclude)}" if wanted.exclude else ""
    sources = [f"  {_source(one, ctx)}" for one in wanted.sources]
    return "\n".join([f"would back up to {said(wanted)}{without}:", *sources, *_lacks(wanted, ctx)])


def _source(typed: str, ctx: ActionContext) -> str:
    return typed if is_sample(typed, ctx.render) else with_size(fill_path(typed, ctx.render, follow=False))


def _lacks(wanted: Selected, ctx: ActionContext) -> Iterator[str]:
    if wanted.repository:
        return  # which program it is says the connection
    if shutil.which(wanted.tool) is None:
        yield f"{wanted.tool} is not installed here"
    if is_here(wanted.to) and not is_sample(wanted.to, ctx.render):
        place = fill_path(wanted.to, ctx.render)
        if not is_folder(place):
            yield f"there is no folder {place} yet: it would fail"
