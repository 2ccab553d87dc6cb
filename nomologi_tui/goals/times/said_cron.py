"""Reads what is said of a cron line in words, exactly, as a line that is due at the same times."""

import re

from nomologi_tui.goals.times.said_days import weekdays_at
from nomologi_tui.goals.times.scanner import CLOCK, Scanner, clocks_of, listed, split
from nomologi_tui.schedules import EVERY_DAY, Cron
from nomologi_tui.schedules.day_words import MONTHS
from nomologi_tui.schedules.forms import cron_field

_MONTHS = f"({listed('(?:' + '|'.join(MONTHS) + ')')})"
_ORDINALS = rf"({listed(r'[0-9]{1,2}(?:st|nd|rd|th)')})"
_NUMBERS = f"({listed(r'[0-9]{1,2}')})"
_SPAN = rf"from {CLOCK} to {CLOCK}(?: the next day)?"
_RANGE = r"the (\d{1,2})(?:st|nd|rd|th) to (\d{1,2})(?:st|nd|rd|th)"


def said_cron(scanner: Scanner) -> Cron | None:
    """`every 15 minutes on the clock from 09:00 to 17:45, every weekday`, `Sundays in Jun at 06:00`."""
    begin = scanner.place
    date = _date(scanner)
    times = scanner.take(f" at ({listed(CLOCK)})") if date else None
    if date and times:
        return _at(times[1], date)
    scanner.place = begin
    pace = _pace(scanner)
    if pace is None:
        return None
    behind = scanner.place
    date = _date(scanner) if scanner.take(", ") else None
    if date is None:
        scanner.place = behind
    return Cron(f"{pace} {date or '* * *'}")


def _at(text: str, date: str) -> Cron:
    clocks = clocks_of(text)
    return Cron(f"{cron_field(at.minute for at in clocks)} {cron_field(at.hour for at in clocks)} {date}")


def _date(scanner: Scanner) -> str | None:
    """The last three fields."""
    if days := _days(scanner):
        found = scanner.take(f" of (?:every month|{_MONTHS} every year)")
        also = scanner.take(" and also ") if found else None
        weekdays = _on_weekdays(scanner) if also else None
        if not found or (also and weekdays is None):
            return None
        return f"{days} {_named(found[1])} {weekdays.split()[-1] if weekdays else '*'}"
    return _on_weekdays(scanner)


def _days(scanner: Scanner) -> str | None:
    if found := scanner.take(f"on {_RANGE}"):
        return f"{found[1]}-{found[2]}"
    if found := scanner.take("on (odd|even) days"):
        return cron_field(range(1 if found[1] == "odd" else 2, 32, 2))
    found = scanner.take(f"on the {_ORDINALS}")
    return cron_field(int(one[:-2]) for one in split(found[1])) if found else None


def _on_weekdays(scanner: Scanner) -> str | None:
    weekdays = weekdays_at(scanner)
    if weekdays is None:
        return None
    months = scanner.take(f" in {_MONTHS}")
    days = "*" if weekdays == EVERY_DAY else cron_field((day + 1) % 7 for day in weekdays)
    return f"* {_named(months[1] if months else None)} {days}"


def _named(text: str | None) -> str:
    return cron_field(MONTHS.index(one) + 1 for one in split(text)) if text else "*"


def _pace(scanner: Scanner) -> str | None:
    """Minute and hour."""
    if found := scanner.take(rf"every (\d+) hours on the clock from {CLOCK}(?: to {CLOCK})?"):
        first = int(found[2][:2])
        last = int(found[3][:2]) if found[3] else 0
        hours = cron_field(range(first, last + 1, int(found[1]))) if last else f"*/{found[1]}"
        return f"{int(found[2][3:5])} {hours}"
    minutes = _minutes(scanner)
    if minutes is None:
        return None
    spans = scanner.take(f" ({listed(_SPAN)})")
    return f"{minutes} {_hours(spans[1]) if spans else '*'}"


def _hours(spans: str) -> str:
    """The hours of `from 08:00 to 12:30 and from 22:00 to 02:30 the next day`."""
    found: set[int] = set()
    for span in split(spans):
        first, last = (clock.hour for clock in clocks_of(" and ".join(re.findall(CLOCK, span))))
        found |= {hour % 24 for hour in range(first, last + 1 + 24 * (last < first))}
    return cron_field(found)


def _minutes(scanner: Scanner) -> str | None:
    if found := scanner.take(r"every (\d+) minutes on the clock"):
        return f"*/{found[1]}"
    if scanner.take("every hour on the hour"):
        return "0"
    if scanner.take("every minute"):
        return "*"
    found = scanner.take(f"at {_NUMBERS} minutes? past every hour")
    return cron_field(int(one) for one in split(found[1])) if found else None
