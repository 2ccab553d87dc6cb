"""Two runs side by side."""

from nomologi_tui.errors import NotFoundError
from nomologi_tui.model import Run
from nomologi_tui.usecases.runs.differences import Difference, differences
from nomologi_tui.usecases.workspace import Workspace


def against_original(ws: Workspace, run: Run) -> list[Difference] | None:
    """What a replay did otherwise than its run; None where it is no replay or that run was pruned."""
    if run.replay_of is None:
        return None
    try:
        return compare(ws, run.replay_of, run.id)
    except NotFoundError:
        return None


def compare(ws: Workspace, before: int, after: int) -> list[Difference]:
    """What run `after` did otherwise than run `before`. Raises NotFoundError."""
    reader, user = ws.reader, ws.user_id
    sides = [(reader.run(user, one), reader.steps(user, one)) for one in (before, after)]
    return differences(sides[0], sides[1])
