"""What this machine measures of itself. psutil is loaded only here, and only when something is measured."""

import os
from typing import Any

from nomologi_tui.blocks.tools.paths import folder_of
from nomologi_tui.errors import BlockError

UNITS = {
    "disk used": "%",
    "disk free": "GB",
    "memory used": "%",
    "swap used": "%",
    "processor used": "%",
    "load average": "",
    "temperature": "°C",
    "battery charge": "%",
}
_GIGA = 1e9
_SAMPLE = 0.5  # seconds over which the processor is measured where nobody looked before


def measure(what: str, folder: str, sensor: str) -> float:
    """The value in the unit that `UNITS` says. `folder` is where the disk is mounted, or any folder on it.

    Raises BlockError where this machine has no such thing.
    """
    import psutil

    match what:
        case "disk used":
            return float(_disk(psutil, folder).percent)
        case "disk free":
            return float(_disk(psutil, folder).free / _GIGA)
        case "memory used":
            return float(psutil.virtual_memory().percent)
        case "swap used":
            return float(psutil.swap_memory().percent)
        case "processor used":
            return float(psutil.cpu_percent(_SAMPLE))
        case "load average":
            return os.getloadavg()[0]
        case "temperature":
            return _temperature(psutil, sensor)
    return _battery(psutil)


class Meter:
    """Measures the same again and again: how much of the processor is used shows only between two looks."""

    def __init__(self, what: str, folder: str, sensor: str) -> None:
        self._arguments = what, folder, sensor
        self._before: tuple[float, float] | None = None  # seconds that all processors had, and in which they worked

    def read(self) -> float:
        """As `measure`; of the processor the mean since the last look."""
        if self._arguments[0] != "processor used":
            return measure(*self._arguments)
        before, self._before = self._before, _processor_times()
        had, worked = (now - then for now, then in zip(self._before, before or self._before, strict=True))
        return 100 * worked / had if had > 0 else measure(*self._arguments)


def _processor_times() -> tuple[float, float]:
    import psutil

    times = psutil.cpu_times()
    idle = times.idle + getattr(times, "iowait", 0.0)
    guests = getattr(times, "guest", 0.0) + getattr(times, "guest_nice", 0.0)  # counted in user and nice already
    had = sum(times) - guests
    return had, had - idle


def _disk(psutil: Any, folder: str) -> Any:
    path = folder_of(folder)
    try:
        return psutil.disk_usage(str(path))
    except FileNotFoundError:
        raise BlockError(f"The folder {path} does not exist.", "Choose a folder on the disk that is meant.") from None
    except OSError as error:
        raise BlockError(f"The disk of {path} can't be measured: {error.strerror}.", passing=True) from None


def _temperature(psutil: Any, sensor: str) -> float:
    """The hottest of those whose name holds `sensor`."""
    known: dict[str, Any] = getattr(psutil, "sensors_temperatures", dict)()
    named = [(f"{chip} {one.label}".strip(), float(one.current)) for chip, all_of in known.items() for one in all_of]
    fitting = [value for name, value in named if sensor.lower() in name.lower()]
    if fitting:
        return max(fitting)
    if named:
        names = ", ".join(sorted({name for name, _ in named})[:10])
        raise BlockError(f"There is no temperature sensor called “{sensor}”.", f"There are {names}.")
    raise BlockError("This machine tells no temperature.", "Measure something else; virtual machines mostly have none.")


def _battery(psutil: Any) -> float:
    battery = getattr(psutil, "sensors_battery", lambda: None)()
    if battery is None:
        raise BlockError("This machine has no battery.", "Measure something else.")
    return float(battery.percent)


def in_unit(value: float, what: str) -> str:
    """`91.5 %`, `3.2 GB`, `0.7`."""
    return f"{value:.4g} {UNITS[what]}".strip()
