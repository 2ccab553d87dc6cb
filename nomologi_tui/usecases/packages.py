"""Allow and forbid other people's packages: one line of config.toml, the rest of which stays as it is."""

import os

from nomologi_tui.blocks.packages import Package, packages, read_allowed, same_name
from nomologi_tui.errors import BadInputError, NotFoundError
from nomologi_tui.settings import prepare
from nomologi_tui.settings.config_writing import set_value
from nomologi_tui.usecases.workspace import Workspace

KEY = "allowed_packages"


def allow(ws: Workspace, name: str) -> Package:
    """Load the installed package from the next start on, in the version that is installed now.

    Raises NotFoundError where it is not installed or offers nothing, BadInputError where the environment decides.
    """
    found = next((one for one in packages() if same_name(one.name) == same_name(name)), None)
    if found is None:
        known = ", ".join(one.name for one in packages())
        raise NotFoundError(
            f"No installed package “{name}” offers blocks or kinds of connection.",
            f"There are: {known}." if known else "Install it first.",
        )
    _keep(ws, {**read_allowed(ws.settings.allowed_packages), same_name(name): found.version})
    return found


def forbid(ws: Workspace, name: str) -> None:
    """Load nothing of the package from the next start on. Raises NotFoundError where it was not allowed."""
    known = dict(read_allowed(ws.settings.allowed_packages))
    if known.pop(same_name(name), None) is None:
        raise NotFoundError(f"The package “{name}” is not allowed.", "`nomologi doctor` lists what is installed.")
    _keep(ws, known)


def _keep(ws: Workspace, wanted: dict[str, str]) -> None:
    if os.environ.get(f"NOMOLOGI_{KEY.upper()}"):
        raise BadInputError(f"NOMOLOGI_{KEY.upper()} decides which packages are allowed.", "Change it there.")
    names = " ".join(f"{name}=={version}" if version else name for name, version in wanted.items())
    prepare(ws.settings.places)
    set_value(ws.settings.places.config_file, KEY, names)
