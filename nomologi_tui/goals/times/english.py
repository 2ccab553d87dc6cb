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
    "weekday": frozenset(range(5)), "weekdays": frozenset(range(5)), "business-day": frozenset(range(5)),
    "business-days": frozenset(range(5)), "weekend": frozenset((5, 6)), "weekends": frozenset((5, 6)),
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
    "d": "day", "day": "day", "days": "day", "week": "week", "weeks": "week", "w": "week", "wk": "week", "wks": "week",
    "yr": "year", "yrs": "year", "mth": "month", "mths": "month", "month": "month", "months": "month",
    "quarter": "quarter", "quarters": "quarter", "year": "year", "years": "year",
}  # fmt: skip
ADVERBS = {
    "hourly": "hour", "daily": "day", "everyday": "day", "weekly": "week", "monthly": "month", "quarterly": "quarter",
    "yearly": "year", "annually": "year",
}  # fmt: skip
NUMERALS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "thirteen": 13, "fourteen": 14, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
    "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "ninety": 90,
}  # fmt: skip
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1}
NAMED_TIMES = {"noon": time(12), "midday": time(12), "midnight": time(0)}
DAY_PARTS = {  # the hour that is taken when none is said
    "morning": time(9), "mornings": time(9), "afternoon": time(14), "afternoons": time(14), "evening": time(19),
    "evenings": time(19), "night": time(22), "nights": time(22), "nightly": time(22), "small-hour": time(2),
}  # fmt: skip
ZONES = {"utc": "UTC", "gmt": "UTC", "zulu": "UTC"}
UNCLEAR_ZONES = frozenset([
    "est", "edt", "cst", "cdt", "mst", "mdt", "pst", "pdt", "bst", "ist", "cet", "cest", "jst", "aest",
])  # fmt: skip

PART_HOURS = {  # from when to when each is, where hours are needed
    "morning": (time(6), time(12)), "afternoon": (time(12), time(18)), "evening": (time(18), time(22)),
    "night": (time(22), time(6)),
}  # fmt: skip

# Words that change when something happens in a way that no recogniser has taken up: with them the reader asks.
UNREAD_TIME = frozenset([
    "except", "excluding", "excepting", "besides", "unless", "until", "till", "starting", "beginning", "ending",
    "alternate", "alternating", "other", "biweekly", "fortnight", "fortnightly", "bimonthly", "semiweekly",
    "semimonthly", "holiday", "holidays", "sunrise", "sunset", "dawn", "dusk", "twice", "thrice", "random",
    "randomly", "sometimes", "occasionally", "often", "rarely", "regularly", "periodically", "frequently",
    "tonight", "every", "each",
])  # fmt: skip
# The same where a phrase is nothing but a time
UNSURE = UNREAD_TIME | frozenset([
    "if", "unless", "when", "whenever", "while", "after", "before", "during", "since", "within", "or", "not", "no",
    "never", "maybe", "perhaps", "probably", "possibly", "sometime", "sometimes", "someday", "soon", "later",
    "eventually", "asap", "about", "around", "roughly", "approximately", "approx", "circa", "ca", "ish", "few",
    "several", "couple", "most", "many", "any", "anytime", "constantly", "continuously", "eod", "cob", "eob", "ago",
    "yesterday", "last", "past", "previous", "ever", "spring", "summer", "autumn", "fall", "winter", "season",
    "easter", "thanksgiving", "ramadan", "half", "quarter",
    "quarters", "next", "coming", "this-week", "or-so", "infrequently", "seldom", "now", "immediately", "today",
    "tomorrow", "noonish", "fortnights", "eastern", "pacific", "central", "end", "week's", "otherwise", "else", "am",
    "pm", "decade", "century", "midweek", "lunchtime", "lunch", "bedtime", "breakfast", "dinner", "teatime",
    "except", "but", "without", "unlike", "almost", "nearly", "between", "moon", "dates", "night-time",
    "every-other", "up-to", "onward", "business-day", "business-days", "jitter", "hence", "times", "intervals",
    "interval", "some", "don't", "dont", "cannot", "whichever", "somewhere", "whatever",
    "xor", "mostly", "usually", "typically", "normally", "generally", "preferably", "ideally", "hopefully",
    "irregularly", "daytime", "nighttime", "payday", "half-before", "2nd-last", "3rd-last", "per", "+30", "+15",
    "-15", "once", "evenly", "equally", "spaced", "lasting", "after-at", "before-at",
    "neither", "either", "might", "likely", "unlikely", "sporadically", "sporadic", "intermittently", "hardly",
    "barely", "scarcely", "arbitrary", "arbitrarily", "unspecified", "tentatively", "possible", "latest",
    "earliest", "least",     "thereabouts", "handful", "bunch", "near", "including", "included", "omitted",
    "excluded", "excepted", "skipped", "provided",
    "providing", "assuming",
    "depending", "depends", "subject", "conditionally", "instead", "rather", "than", "versus", "commonly",
    "ordinarily", "customarily", "anyhow", "sorta", "kinda",
])  # fmt: skip
# Of these only those beside a word of time: `school days`, `in different hours`, but not `a full scan`
UNSURE_BESIDE = frozenset(
    ["full", "school", "business", "office", "bank", "public", "different", "part", "parts", "early", "late"]
)
# Between two pieces of one time: `every day, at 9`
GLUE = frozenset(["and", "at", "on", "in", "the", "of", ",", ";", "&", "@", "-", "(", ")", "sharp"])

REWORDED = {  # what people also say: the first words become the second ones; the longest match is taken
    # how often
    "each": "every", "each and every": "every", "every single": "every", "every other": "every-other",
    "each other": "every-other", "every alternate": "every-other", "on alternate": "every-other",
    "alternate": "every-other", "alternating": "every-other", "every second day": "every-other day",
    "every second week": "every-other week", "every second hour": "every-other hour",
    "every second minute": "every-other minute", "every second month": "every-other month",
    "every second year": "every-other year", "every 2nd day": "every-other day", "every 2nd week": "every-other week",
    "every 2nd month": "every-other month", "every fortnight": "every 2 weeks", "once a fortnight": "every 2 weeks",
    "fortnightly": "every 2 weeks", "bi weekly": "biweekly", "bi - weekly": "biweekly", "bi - monthly": "bimonthly",
    "semi - monthly": "semimonthly", "semi - weekly": "semiweekly", "bi monthly": "bimonthly",
    "everyday": "every day", "day in day out": "every day", "day in , day out": "every day",
    "seven days a week": "every day", "7 days a week": "every day", "every day of the week": "every day",
    "on a daily basis": "daily", "on an hourly basis": "hourly", "on a weekly basis": "weekly",
    "on a monthly basis": "monthly", "once every": "every", "once per": "every", "once each": "every",
    "once a": "every", "once an": "every", "once daily": "daily", "once weekly": "weekly", "once monthly": "monthly",
    "one time per": "every", "1 time per": "every", "one time a": "every", "1 x per": "every", "1 x a": "every",
    "per annum": "every year", "half hourly": "every 30 minutes", "half - hourly": "every 30 minutes",
    "every half hour": "every 30 minutes", "every half an hour": "every 30 minutes", "twice": "2 times",
    "thrice": "3 times", "at intervals of": "every", "at an interval of": "every", "in intervals of": "every",
    "interval of": "every", "interval :": "every", "intervals of": "every", "with an interval of": "every",
    "quarter of an hour": "15 minutes", "a quarter of an hour": "15 minutes", "quarter hour": "15 minutes",
    "quarter - hour": "15 minutes", "quarter an hour": "15 minutes", "three quarters of an hour": "45 minutes",
    "half - hour": "half hour", "half a day": "12 hours",
    "24 / 7": "", "around the clock": "", "round the clock": "", "semi - annually": "every 6 months",
    "semiannually": "every 6 months", "half - yearly": "every 6 months", "half yearly": "every 6 months",
    "every half year": "every 6 months", "every half a year": "every 6 months", "every sec": "every second",
    # days
    "all days": "every day", "all weekdays": "weekdays", "every one of the weekdays": "weekdays",
    "m / w / f": "monday and wednesday and friday", "m / w": "monday and wednesday", "w / f": "wednesday and friday",
    "tu / th": "tuesday and thursday", "m / th": "monday and thursday", "m / f": "monday and friday",
    "work day": "weekday", "work days": "weekdays", "work - day": "weekday", "work - days": "weekdays",
    "working day": "weekday", "working days": "weekdays", "workday": "weekday", "workdays": "weekdays",
    "workingday": "weekday", "workingdays": "weekdays", "wkday": "weekday", "wkdays": "weekdays",
    "week day": "weekday", "week days": "weekdays", "week - day": "weekday", "week - days": "weekdays",
    "business day": "business-day", "business days": "business-days", "wknd": "weekend", "week end": "weekend",
    "week ends": "weekends", "week - end": "weekend", "week - ends": "weekends", "m - f": "monday to friday",
    "m to f": "monday to friday", "mwf": "monday and wednesday and friday",
    "tth": "tuesday and thursday", "t / th": "tuesday and thursday",
    "tmrw": "tomorrow", "tmr": "tomorrow", "tmrrw": "tomorrow", "tomo": "tomorrow", "2moro": "tomorrow",
    "tonight": "today in the night", "tonite": "today in the night", "this morning": "today in the morning",
    "this afternoon": "today in the afternoon", "this evening": "today in the evening",
    "the day after tomorrow": "in 2 days", "day after tomorrow": "in 2 days",
    "a week from today": "in 7 days", "a week from now": "in 7 days", "one week from now": "in 7 days",
    # places in a month
    "end of month": "last day of the month", "end of the month": "last day of the month",
    "end of each month": "last day of the month", "end of every month": "last day of the month",
    "the end of month": "last day of the month", "the end of the month": "last day of the month",
    "the end of each month": "last day of the month", "the end of every month": "last day of the month",
    "every end of month": "last day of the month", "month end": "last day of the month",
    "month - end": "last day of the month", "every month end": "last day of the month", "eom": "last day of the month",
    "start of the month": "1st of the month", "start of each month": "1st of the month",
    "start of every month": "1st of the month", "the start of each month": "1st of the month",
    "the start of every month": "1st of the month", "beginning of the month": "1st of the month",
    "beginning of each month": "1st of the month", "beginning of every month": "1st of the month",
    "the beginning of each month": "1st of the month", "the beginning of every month": "1st of the month",
    "the beginning of the month": "1st of the month", "the start of the month": "1st of the month",
    "first of the month": "1st of the month", "first of each month": "1st of the month",
    "first of every month": "1st of the month", "first day of the month": "1st of the month",
    "first day of each month": "1st of the month", "first day of every month": "1st of the month",
    "sixth": "6th", "seventh": "7th", "eighth": "8th", "ninth": "9th", "tenth": "10th", "eleventh": "11th",
    "twelfth": "12th", "thirteenth": "13th", "fourteenth": "14th", "fifteenth": "15th", "sixteenth": "16th",
    "seventeenth": "17th", "eighteenth": "18th", "nineteenth": "19th", "twentieth": "20th", "twenty first": "21th",
    "twenty - first": "21th", "twenty second": "22th", "twenty - second": "22th", "twenty third": "23th",
    "twenty - third": "23th", "twenty fourth": "24th", "twenty - fourth": "24th", "twenty fifth": "25th",
    "twenty - fifth": "25th", "twenty sixth": "26th", "twenty - sixth": "26th", "twenty seventh": "27th",
    "twenty - seventh": "27th", "twenty eighth": "28th", "twenty - eighth": "28th", "twenty ninth": "29th",
    "twenty - ninth": "29th", "thirtieth": "30th", "thirty first": "31th", "thirty - first": "31th",
    "first day of month": "1st of the month",
    "last day of quarter": "last day of march and june and september and december",
    "last day of each quarter": "last day of march and june and september and december",
    "last day of every quarter": "last day of march and june and september and december",
    "last day of the quarter": "last day of march and june and september and december",
    "end of each quarter": "last day of march and june and september and december",
    "end of every quarter": "last day of march and june and september and december",
    "end of quarter": "last day of march and june and september and december",
    "end of the quarter": "last day of march and june and september and december",
    "day of month": "day", "day of the month": "day of the month",
    "first day of each quarter": "quarterly on the 1st", "first day of every quarter": "quarterly on the 1st",
    "first day of the quarter": "quarterly on the 1st", "first of each quarter": "quarterly on the 1st",
    "start of each quarter": "quarterly on the 1st", "start of every quarter": "quarterly on the 1st",
    "beginning of each quarter": "quarterly on the 1st", "beginning of every quarter": "quarterly on the 1st",
    "every quarter on the first day": "quarterly on the 1st", "every quarter on the first": "quarterly on the 1st",
    "quarterly on the first day": "quarterly on the 1st",
    "quarterly on the first": "quarterly on the 1st",
    "every month on the first day": "monthly on the 1st",
    "every month on the first": "monthly on the 1st", "monthly on the first": "monthly on the 1st",
    "monthly on the first day": "monthly on the 1st", "every month on the last day": "last day of the month",
    "monthly on the last day": "last day of the month", "every last day of the month": "last day of the month",
    "second to last": "2nd-last", "second last": "2nd-last", "next to last": "2nd-last", "penultimate": "2nd-last",
    "2nd to last": "2nd-last", "third to last": "3rd-last", "3rd to last": "3rd-last",
    # feasts that are on the same day each year
    "at christmas": "on 25 december",
    "christmas eve": "24 december",
    "christmas day": "25 december",
    "christmas": "25 december",
    "xmas": "25 december", "boxing day": "26 december", "new year's eve": "31 december", "new years eve": "31 december",
    "new year's day": "1 january", "new years day": "1 january", "new year": "1 january",
    "valentine's day": "14 february", "valentines day": "14 february", "halloween": "31 october",
    # times of day
    "12 noon": "noon", "high noon": "noon", "12 midnight": "midnight", "mid - day": "noon", "mid day": "noon",
    "on the dot": "sharp", "exactly": "", "precisely": "", "punctually": "", "local time": "", "my time": "",
    "just after midnight": "at 00:05", "shortly after midnight": "at 00:05", "overnight": "night-time",
    "at the half hour": "at minute 30", "on the half hour": "at minute 30",
    "on the half - hour": "at minute 30", "at the top of the hour": "on the hour",
    "at the top of every hour": "every hour on the hour", "top of the hour": "on the hour",
    "top of every hour": "every hour on the hour", "sunup": "sunrise", "sun - up": "sunrise", "sun up": "sunrise",
    "sundown": "sunset", "sun - down": "sunset", "sun down": "sunset", "the sunset": "sunset",
    "the sunrise": "sunrise", "daybreak": "dawn", "first light": "dawn", "nightfall": "dusk",
    # what is left out, where it begins and ends
    "excluding": "except", "excl": "except", "excepting": "except", "except for": "except", "except on": "except",
    "except at": "except", "except in": "except", "except during": "except", "except the": "except",
    "excluding the": "except", "but not": "except", "but not on": "except", "but not in": "except",
    "but not at": "except", "but never on": "except", "but except": "except", "other than": "except",
    "apart from": "except", "apart from on": "except", "aside from": "except", "besides": "except",
    "save for": "except",
    "but no": "except", "not on": "except", "not in": "except", "not at": "except", "skip": "except",
    "skipping": "except", "nor": "and", "nor on": "and", "and not on": "except", "minus": "except",
    "starting": "starting", "starting on": "starting", "starting from": "starting", "starting at": "starting at",
    "beginning": "starting", "beginning on": "starting", "beginning from": "starting", "as of": "starting",
    "commencing": "starting", "effective": "starting", "starts": "starting", "starts on": "starting",
    "begins": "starting", "begins on": "starting", "onwards": "onward", "on wards": "onward",
    "till": "until", "til": "until", "'til": "until", "up until": "until", "up till": "until", "ending": "until",
    "ending on": "until", "ends": "until", "ends on": "until", "through to": "to", "thru": "to", "through": "to",
    "up to": "up-to",
    # and so on
    "as well as": "and", "plus also": "and", "and also": "and", "and then again": "and", "and again": "and",
    "and on": "and on", "just on": "on", "once only": "once", "just once": "once",
    "one time": "once", "one - time": "once", "one off": "once", "one - off": "once",
}  # fmt: skip
REWORDED |= {
    "month's end": "last day of the month", "beginning of every hour": "every hour on the hour",
    "start of every hour": "every hour on the hour", "beginning of each hour": "every hour on the hour",
    "start of each hour": "every hour on the hour",
    "quarter end": "last day of march and june and september and december",
    "every quarter end": "last day of march and june and september and december",
    "o clock": "o'clock", "oclock": "o'clock", "a fortnight": "2 weeks", "during the week": "weekdays",
    "during weekdays": "on weekdays", "during weekends": "on weekends", "during the weekend": "on weekends",
    "only on": "on every", "on every day - of - week from": "from", "day - of - month": "day",
    "every day - of - week from": "from",
}  # fmt: skip
DEFINITE = frozenset(
    ["hourly", "daily", "weekly", "monthly", "quarterly", "yearly", "annually"]
)  # also of `daily mail`
# Words that only carry a time: beside them even a single adverb is about when
CARRIERS = frozenset([
    "run", "runs", "running", "ran", "execute", "executes", "executed", "trigger", "triggers", "triggered", "schedule",
    "scheduled", "scheduler", "cron", "cronjob", "job", "jobs", "task", "timer", "fire", "fires", "fired", "start",
    "repeat", "repeats", "repeating", "recurring", "happen", "happens", "do", "go", "goes", "set", "workflow", "flow",
    "automation", "process", "script", "this", "that", "it", "is", "be", "should", "must", "will", "need", "needs",
    "want", "have", "has", "to", "for", "please", "the", "a", "an", "i", "we", "you", "my", "our", "your", "me", "us",
    "could", "would", "can", "let", "there", "which", "always", "just", "only", "time", "times", "when?", "remind",
    "reminder", "alarm", "call", "invoke", "launch", "kick", "of", "in", "on", "at", "and", "so", "thanks",
    "hi", "hey", "hello", "ok", "okay", "with", "basis", "frequency", "recurrence", "rule", "crontab", "backup",
    "sharp", "thing", "know",
    "by", "as", "its", "it's", "i'd", "like", "also", "then", "gets", "get", "make", "sure", "are", "does", "new",
])  # fmt: skip
DAY_LETTERS = frozenset(["m", "t", "w", "f", "mo", "tu", "we", "th", "fr", "sa", "su"])  # `m/w/f`
SHORT_DAYS = {"mo": "monday", "tu": "tuesday", "we": "wednesday", "th": "thursday", "fr": "friday", "sa": "saturday",
              "su": "sunday"}  # fmt: skip


def weekday_of(text: str) -> int | None:
    """The number of `monday`, `mondays`, `mon`; Monday is 0."""
    return WEEKDAYS.get(text, WEEKDAYS.get(text.removesuffix("s")) if len(text) > 4 else None)
