"""Turns of time in English that come in families: one for each weekday, place, event or group of days."""

from nomologi_tui.goals.times import english
from nomologi_tui.goals.times.english import WEEKDAYS

_GROUPS = ("weekend", "weekends", "weekday", "weekdays", "holiday", "public holiday", "bank holiday")
_UNLESS = ("unless", "unless on", "unless it's", "unless it is", "except when it's", "except when it is",
           "except if it's", "except if it is", "if it's not", "if it is not", "if it isn't",
           "unless it falls on", "only if it's not", "only if it is not", "but only if it's not",
           "but only if it is not", "as long as it's not", "as long as it is not", "if today is not",
           "if today isn't", "if it's no", "if it is no", "when it's not", "when it is not")  # fmt: skip
_PARTS = ("night", "evening", "morning", "afternoon", "weekend")
_STARTING = ("starting", "starting on", "beginning", "beginning on", "commencing", "starting this", "starting from")
_FIRST_MONTHS, _LAST_MONTHS = "january and april and july and october", "march and june and september and december"
_EARLY = ("first", "1st", "second", "2nd", "third", "3rd")  # a weekday's places that are in a quarter's first month

REWORDED = english.REWORDED | {
    "weeknight": "weekday in the night",
    "weeknights": "weekdays in the night",
    "week nights": "weekdays in the night",
    "school days": "weekdays",
    "school day": "weekday",
    "schoolday": "weekday",
    "office day": "weekday",
    "schooldays": "weekdays",
    "office days": "weekdays",
    "one time every": "every",
    "1 time every": "every",
    "prior to": "before",
    "every first of the month": "1st of every month",
    "each first of the month": "1st of every month",
    "every last of the month": "last day of the month",
    "every last day of the month": "last day of the month",
    "the end of the year": "31 december",
    "the end of this year": "31 december",
    "at the end of the year": "on 31 december",
    "year's end": "31 december",
    "the end of this month": "last day of the month",
    "when it gets dark": "at dusk",
    "when it is dark": "at dusk",
    "when it gets light": "at dawn",
    "now and then": "sometimes",
    "every now and then": "sometimes",
    "every now and again": "sometimes",
    "now and again": "sometimes",
    "once in a while": "sometimes",
    "every once in a while": "sometimes",
    "every so often": "sometimes",
    "from time to time": "sometimes",
    "overnight from": "from",
    "overnight between": "between",
    "a week from tomorrow": "in 8 days",
    "one week from tomorrow": "in 8 days",
    "two weeks from tomorrow": "in 15 days",
}
REWORDED |= {f"but {on}{day}{end}": f"except {day}" for on in ("", "on ") for day in WEEKDAYS for end in ("", "s")}
REWORDED |= {f"but {on}{days}": f"except {days}" for on in ("", "on ") for days in ("weekends", "weekdays")}
REWORDED |= {f"not {day}s": f"except {day}" for day in WEEKDAYS if len(day) > 5}
REWORDED |= {f"{day}'s at": f"{day}s at" for day in WEEKDAYS if len(day) > 5}
REWORDED |= {f"{starting} {day}": f"starting this {day}" for starting in _STARTING for day in WEEKDAYS}
REWORDED |= {
    f"{unless}{the} {day}": f"except {day}"
    for unless in _UNLESS
    for the in ("", " a", " the")
    for day in (*WEEKDAYS, *_GROUPS)
}
REWORDED |= {f"every {second} {part}": f"every-other {part}" for second in ("second", "2nd") for part in _PARTS}
REWORDED |= {
    f"{place} {day} {of} quarter": f"{place} {day} in {months}"
    for places, months in ((_EARLY, _FIRST_MONTHS), (("last",), _LAST_MONTHS))
    for place in places
    for day in WEEKDAYS
    for of in ("of each", "of every", "of the", "of a", "in each", "in every", "every", "each")
}
REWORDED |= {
    f"{opener} {sun} {does}": f"at {event}"
    for opener in ("when the", "as the", "as soon as the", "whenever the")
    for sun, does, event in (
        ("sun", "sets", "sunset"), ("sun", "goes down", "sunset"), ("sun", "rises", "sunrise"),
        ("sun", "comes up", "sunrise"),
    )
}  # fmt: skip
REWORDED |= {f"{event} minus": f"{event} -" for event in ("sunset", "sunrise", "dawn", "dusk")}
