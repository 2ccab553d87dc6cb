"""Reads what is said of a cron line in words, exactly, as a line that is due at the same times."""

from nomologi_tui.goals.times.said_days import weekdays_at
from nomologi_tui.goals.times.scanner import CLOCK, Scanner, clocks_of, listed, split
from nomologi_tui.schedules import EVERY_DAY, Cron
from nomologi_tui.schedules.day_words import MONTHS
from nomologi_tui.schedules.forms import cron_field

_MONTHS = f"({listed('(?:' + '|'.join(MONTHS) + ')')})"
_ORDINALS = rf"({listed(r'[0-9]{1,2}(?:st|nd|rd|th)')})"
_NUMBERS = f"({listed(r'[0-9]{1,2}')})"


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
    if found := scanner.take(f"on the {_ORDINALS} of (?:every month|{_MONTHS})"):
        days = cron_field(int(one[:-2]) for one in split(found[1]))
        return f"{days} {_named(found[2])} *"
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
    if found := scanner.take(r"every (\d+) hours on the clock from 00:(\d\d)"):
        return f"{int(found[2])} */{found[1]}"
    minutes = _minutes(scanner)
    if minutes is None:
        return None
    hours = scanner.take(f" from {CLOCK} to {CLOCK}")
    if not hours:
        return f"{minutes} *"
    return f"{minutes} {cron_field(range(int(hours[1][:2]), int(hours[2][:2]) + 1))}"


def _minutes(scanner: Scanner) -> str | None:
    if found := scanner.take(r"every (\d+) minutes on the clock"):
        return f"*/{found[1]}"
    if scanner.take("every hour on the hour"):
        return "0"
    if scanner.take("every minute"):
        return "*"
    found = scanner.take(f"at {_NUMBERS} minutes? past every hour")
    return cron_field(int(one) for one in split(found[1])) if found else None
