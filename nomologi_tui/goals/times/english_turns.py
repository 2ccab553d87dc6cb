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
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}
_UNITS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
REWORDED |= {
    f"{ten}{mark} {unit}": str(value + number)
    for ten, value in _TENS.items()
    for mark in ("", " -")
    for number, unit in enumerate(_UNITS, 1)
}
REWORDED |= {
    f"{every}{unit} of {the} day": f"every {unit}"
    for every in ("every ", "every single ", "each ")
    for unit in ("minute", "hour")
    for the in ("the", "every", "each")
}
REWORDED |= {f"no {days}": f"except {days}" for days in ("weekends", "weekdays", *(f"{day}s" for day in WEEKDAYS))}
REWORDED |= {
    f"plus {days}": f"and {days}" for days in ("on", "at", "every", "weekends", *(f"{day}s" for day in WEEKDAYS))
}
REWORDED |= {
    "all day": "", "the whole day": "", "but skip": "except", "but skipping": "except", "ahead of": "before",
    "the last day of the year": "31 december", "the last day of this year": "31 december",
    "last day of the year": "31 december", "first day of the year": "1 january",
    "the first day of the year": "1 january",
}  # fmt: skip
REWORDED |= {f"{at} a {often} of": "every" for at in ("with", "at") for often in ("frequency", "period", "rate")}
REWORDED |= {
    "1 / 2 hour": "30 minutes", "1 / 2 an hour": "30 minutes", "1 / 4 hour": "15 minutes",
    "the sun goes down": "sunset", "the sun sets": "sunset", "the sun comes up": "sunrise", "the sun rises": "sunrise",
    "christmas morning": "25 december in the morning", "biz day": "business-day", "biz days": "business-days",
    "new year's morning": "1 january in the morning", "between each run": "between runs",
}  # fmt: skip
REWORDED |= dict.fromkeys((
    "24 hours a day", "24 h a day", "all day long", "starting now", "starting immediately", "beginning now",
    "beginning immediately", "starting right now", "starting right away", "no matter what",
), "")  # fmt: skip
REWORDED |= dict.fromkeys((
    "evenly spaced", "equally spaced", "evenly distributed", "spread evenly", "spaced evenly", "at regular intervals",
    "at even intervals", "at equal intervals", "in regular intervals",
), "evenly")  # fmt: skip
REWORDED |= {"minutely": "every minute", "calendar day": "day", "calendar days": "days"}
_OF_MONTH = ("of the month", "of month", "of each month", "of every month", "of a month", "in the month")
REWORDED |= {f"last {of}": "last day of the month" for of in _OF_MONTH}
REWORDED |= {
    f"{day} before the last day {of}": "2nd-last day of the month" for day in ("the day", "one day") for of in _OF_MONTH
}
REWORDED |= {
    f"final {day}": f"last {day}" for day in ("day", "weekday", "business day", "working day", "workday", *WEEKDAYS)
}
REWORDED |= {
    f"{place}{mark}{last}": meant
    for place, meant in (("second", "2nd-last"), ("2nd", "2nd-last"), ("next", "2nd-last"), ("third", "3rd-last"))
    for mark, last in ((" - ", "to - last"), (" - ", "last"))
} | {"last but one": "2nd-last", "second from last": "2nd-last", "one before the last": "2nd-last"}
REWORDED |= {
    "a . m .": "am", "p . m .": "pm", "a . m": "am", "p . m": "pm", "quarter - hourly": "every 15 minutes",
    "quarter hourly": "every 15 minutes", "day and night": "", "night and day": "", "but only": "only",
    "m , w and f": "monday and wednesday and friday", "m , w , f": "monday and wednesday and friday",
    "m w f": "monday and wednesday and friday", "m , w & f": "monday and wednesday and friday",
    "m , w , and f": "monday and wednesday and friday", "mo / we / fr": "monday and wednesday and friday",
}  # fmt: skip
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
    for day in (*WEEKDAYS, "business-day", "weekday")
    for of in ("of each", "of every", "of the", "of a", "in each", "in every", "every", "each")
}
REWORDED |= {
    f"{place} {day} {of} quarter": f"{place} {meant} in {months}"
    for place, months in (("first", _FIRST_MONTHS), ("1st", _FIRST_MONTHS), ("last", _LAST_MONTHS))
    for day, meant in (("business day", "business-day"), ("working day", "weekday"), ("workday", "weekday"))
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
_WEEK = [day for day in WEEKDAYS if day.endswith("day")]
_NIGHTS = list(zip(_WEEK, _WEEK[1:] + _WEEK[:1], strict=True))  # each with the day on whose morning it ends
REWORDED |= {
    f"{night} {joint.format(first, last)}": f"{last} in the small-hour"
    for first, last in _NIGHTS
    for night in ("night", "nights")
    for joint in ("from {} to {}", "between {} and {}", "of {} to {}", "from {} on {}")
}
REWORDED |= {f"midnight between {first} and {last}": f"midnight {last}" for first, last in _NIGHTS}
REWORDED |= dict.fromkeys((
    "small hours", "wee hours", "early hours", "small hours of the morning", "wee hours of the morning",
    "early hours of the morning",
), "small-hour")  # fmt: skip
REWORDED |= {f"every{one}": f"every {one}" for one in (*_WEEK, *_PARTS, "minute", "hour", "week", "month", "weekday")}
REWORDED |= {
    f"but {the} {days}": f"except {days}" for the in ("the", "for", "on the") for days in ("weekend", "weekends")
}
REWORDED |= {"first of next month": "1st of next month", "first of this month": "1st of this month"}
REWORDED |= {"on the stroke of": "at", "at the stroke of": "at", "weather permitting": "provided"}
REWORDED |= {"last - but - one": "2nd-last", "teh": "the", "hte": "the"}
REWORDED |= {"more or less": "around", "close to": "around", "round about": "around", "somewhere around": "around"}
REWORDED |= {"until further notice": "", "till further notice": "", "providing that": "provided"}
REWORDED |= {"after every": "every", "biannually": "2 times a year", "twice yearly": "2 times a year"}
