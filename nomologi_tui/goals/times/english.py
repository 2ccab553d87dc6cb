"""The English words of time, by what they stand for."""

from datetime import time

WEEKDAYS = {
    name: number
    for number, names in enumerate((
        ("monday", "mon"), ("tuesday", "tue", "tues"), ("wednesday", "wed", "weds"),
        ("thursday", "thu", "thur", "thurs"), ("friday", "fri"), ("saturday", "sat"), ("sunday", "sun"),
    ))
    for name in names
}  # fmt: skip
MONTHS = {
    name: number
    for number, names in enumerate((
        ("january", "jan"), ("february", "feb"), ("march", "mar"), ("april", "apr"), ("may",), ("june", "jun"),
        ("july", "jul"), ("august", "aug"), ("september", "sep", "sept"), ("october", "oct"), ("november", "nov"),
        ("december", "dec"),
    ), start=1)
    for name in names
}  # fmt: skip
DAY_GROUPS = {
    "weekday": frozenset(range(5)), "weekdays": frozenset(range(5)), "workday": frozenset(range(5)),
    "workdays": frozenset(range(5)), "weekend": frozenset((5, 6)), "weekends": frozenset((5, 6)),
}  # fmt: skip
SECONDS = {  # units of real time
    name: size
    for size, names in (
        (1, ("s", "sec", "secs", "second", "seconds")),
        (60, ("m", "min", "mins", "minute", "minutes")),
        (3600, ("h", "hr", "hrs", "hour", "hours")),
    )
    for name in names
}
CALENDAR = {  # units whose length the calendar decides
    "d": "day", "day": "day", "days": "day", "week": "week", "weeks": "week", "month": "month", "months": "month",
    "quarter": "quarter", "quarters": "quarter", "year": "year", "years": "year",
}  # fmt: skip
ADVERBS = {
    "hourly": "hour", "daily": "day", "everyday": "day", "weekly": "week", "monthly": "month", "quarterly": "quarter",
    "yearly": "year", "annually": "year",
}  # fmt: skip
NUMERALS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "ninety": 90,
}  # fmt: skip
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1}
NAMED_TIMES = {"noon": time(12), "midday": time(12), "midnight": time(0)}
DAY_PARTS = {  # the hour that is taken when none is said
    "morning": time(9), "mornings": time(9), "afternoon": time(14), "afternoons": time(14), "evening": time(19),
    "evenings": time(19), "night": time(22), "nights": time(22), "nightly": time(22),
}  # fmt: skip
ZONES = {"utc": "UTC", "gmt": "UTC", "zulu": "UTC"}
UNCLEAR_ZONES = frozenset([
    "est", "edt", "cst", "cdt", "mst", "mdt", "pst", "pdt", "bst", "ist", "cet", "cest", "jst", "aest",
])  # fmt: skip

# Words that change when something happens in a way that no recogniser has taken up: with them the reader asks.
UNREAD_TIME = frozenset([
    "except", "excluding", "excepting", "besides", "unless", "until", "till", "starting", "beginning", "ending",
    "alternate", "alternating", "other", "biweekly", "fortnight", "fortnightly", "bimonthly", "semiweekly",
    "semimonthly", "holiday", "holidays", "sunrise", "sunset", "dawn", "dusk", "twice", "thrice", "random",
    "randomly", "sometimes", "occasionally", "often", "rarely", "regularly", "periodically", "frequently",
    "weeknight", "weeknights", "tonight", "every", "each",
])  # fmt: skip
# Between two pieces of one time: `every day, at 9`
GLUE = frozenset(["and", "at", "on", "in", "the", "of", ",", "&", "@", "-"])
