"""Asked before anything is removed whose secrets lie in the keyring."""

from nomologi_tui.errors import StoreError
from nomologi_tui.usecases.workspace import Workspace


def need_keyring(ws: Workspace) -> None:
    """Raises StoreError where what keeps secrets can't be used now, but can be later."""
    state = ws.secrets.state()
    if not (state.ready or state.none):
        raise StoreError(state.words, state.hint, passing=True)
