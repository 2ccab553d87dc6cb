"""Nomologi as a service of the person's own: a unit of systemd's user manager, or an agent of launchd."""

import sys

from nomologi_tui.usecases.service.kept import Manager, ServiceState, Start, start_from

__all__ = ["Manager", "ServiceState", "Start", "manager", "start_from"]


def manager(platform: str = sys.platform) -> Manager:
    """What keeps services going on this kind of system."""
    if platform == "darwin":
        from nomologi_tui.usecases.service.launchd import Launchd

        return Launchd()
    from nomologi_tui.usecases.service.systemd import Systemd

    return Systemd()
