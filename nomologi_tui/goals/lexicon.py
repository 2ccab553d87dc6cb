"""The words of time and of sentence structure, by what they stand for. What blocks do is not here: see `Block.says`."""

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
# Words that carry nothing of their own
EMPTY = frozenset([
    "a", "an", "the", "and", "then", "to", "of", "on", "in", "at", "it", "its", "it's", "is", "are", "be", "i", "me",
    "my", "we", "us", "our", "you", "your", "please", "just", "that", "this", "there", "with", "for", "by", "so",
    "also", "will", "would", "want", "like", "can", "could", "should", "have", "has", "do", "does", ",", ".", ";",
    ":", "!", "?", "&", "-", "(", ")", "\u2014", "\u2013", "i'd", "need", "automatically", "as", "from", "into",
    "let's", "let", "happens", "using", "only",
    "something", "anything", "some", "new",
])  # fmt: skip
EVENT_HEADS = (
    ("as", "soon", "as"), ("every", "time"), ("each", "time"), ("any", "time"), ("whenever",), ("when",), ("once",),
    ("upon",), ("if",), ("unless",), ("while",), ("after",), ("on", "each"), ("on", "every"), ("on", "a"), ("on", "an"),
    ("on", "any"), ("on", "new"), ("on", "post"), ("for", "each"), ("for", "every"),
)  # fmt: skip
# An event that begins so is asked for when no block knows it; a condition that begins so, too
SURE_EVENTS = frozenset([
    ("as", "soon", "as"), ("every", "time"), ("each", "time"), ("any", "time"), ("whenever",), ("when",), ("after",),
])  # fmt: skip
SURE_CONDITIONS = frozenset([("if",), ("unless",), ("while",)])
CLAUSE_ENDS = frozenset([",", ";", "then"])
JOINTS = frozenset(["and", "then", ",", ";", ":", "&", "please", "also", "to", "-", "\u2014", "\u2013", "should"])

FILE_ENDINGS = frozenset([
    "txt", "md", "pdf", "csv", "tsv", "log", "sh", "bash", "py", "js", "ts", "rb", "pl", "json", "jsonl", "yaml",
    "yml", "toml", "ini", "conf", "cfg", "env", "html", "htm", "xml", "sql", "db", "sqlite", "zip", "tar", "gz",
    "tgz", "bz2", "xz", "7z", "png", "jpg", "jpeg", "gif", "svg", "webp", "heic", "mp3", "mp4", "mkv", "mov", "wav",
    "flac", "doc", "docx", "odt", "xls", "xlsx", "ods", "ppt", "pptx", "epub", "ics", "eml", "bak", "tmp", "lock",
    "service", "timer",
])  # fmt: skip
NOT_PATHS = frozenset([
    "and/or", "either/or", "on/off", "up/down", "yes/no", "true/false", "he/she", "his/her", "w/o", "n/a", "tcp/ip",
    "ci/cd", "i/o",
])  # fmt: skip

# What happened to a file, in the words of the file block's choices
FILE_EVENTS = {
    word: kind
    for kind, words in (
        ("created", ("appears", "appear", "arrives", "arrive", "lands", "land", "added", "add", "created", "create",
                     "dropped", "drop", "new", "saved", "save", "copied", "copy", "moved", "move", "uploaded", "upload",
                     "downloaded", "download", "comes", "shows", "put")),
        ("changed", ("changes", "change", "changed", "modified", "modify", "updated", "update", "edited", "edit",
                     "written")),
        ("deleted", ("deleted", "delete", "removed", "remove", "disappears", "vanishes", "goes")),
    )
    for word in words
}  # fmt: skip
