"""What the user was and will be told, and by which channel."""

from nomologi_tui.errors import BadInputError
from nomologi_tui.model import Alert
from nomologi_tui.runner.alerts.channel import Channel, Kind, choose
from nomologi_tui.usecases.workspace import Workspace


def channel(ws: Workspace) -> Channel:
    """Where the user's alerts go now."""
    return choose(ws.settings, ws.reader.recipient(ws.user_id))


def recent(ws: Workspace, limit: int = 50) -> list[Alert]:
    """The newest first."""
    return ws.reader.alerts(ws.user_id, limit)


async def send_test(ws: Workspace) -> str:
    """Send a message by the channel in use, from this process; what took it.

    Raises BlockError when it was not taken, BadInputError where alerts are off.
    """
    from nomologi_tui.alerting import Message
    from nomologi_tui.runner.alerts.delivery import deliver

    used = channel(ws)
    if used.kind is Kind.OFF:
        raise BadInputError("Alerts are off.", "Set alert_channel to something else, or remove it.")
    if used.kind is Kind.TERMINAL:
        return "the terminal"
    message = Message("Test of Nomologi", "If you read this, alerts reach you.", "info")
    return await deliver(used, message, ws.secrets)
