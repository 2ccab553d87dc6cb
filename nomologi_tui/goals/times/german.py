"""German words and turns of time, in the English words that the recognisers know."""

REWORDED = {
    # how often
    "jeden": "every", "jede": "every", "jedes": "every", "jeder": "every", "jedem": "every", "alle": "every",
    "aller": "every", "pro": "per", "täglich": "daily", "taeglich": "daily", "stündlich": "hourly",
    "stuendlich": "hourly", "wöchentlich": "weekly", "woechentlich": "weekly", "monatlich": "monthly",
    "vierteljährlich": "quarterly", "quartalsweise": "quarterly", "jährlich": "yearly", "jaehrlich": "yearly",
    "halbstündlich": "every 30 minutes", "halbstündig": "every 30 minutes", "viertelstündlich": "every 15 minutes",
    "einmal am tag": "every day", "einmal täglich": "every day",
    "einmal pro": "every", "einmal im monat": "every month", "einmal die woche": "every week",
    "einmal in der woche": "every week", "einmal im jahr": "every year",
    "einmal im quartal": "quarterly", "einmal pro quartal": "quarterly", "einmal pro woche": "every week",
    "ab und zu": "sometimes", "ab und an": "sometimes", "hin und wieder": "sometimes", "manchmal": "sometimes",
    "von zeit zu zeit": "sometimes", "gelegentlich": "sometimes", "dann und wann": "sometimes",
    "einmal": "once", "einmalig": "once", "nur einmal": "once", "genau einmal": "once", "ein einziges mal": "once",
    "für": "lasting", "in den nächsten": "lasting next", "die nächsten": "lasting next",
    "zweimal": "2 times", "dreimal": "3 times", "viermal": "4 times", "mal": "times", "am tag": "per day",
    "zweimal täglich": "2 times daily", "dreimal täglich": "3 times daily", "pro tag": "per day",
    "alle halbe stunde": "every 30 minutes", "alle halben stunden": "every 30 minutes",
    "jede halbe stunde": "every 30 minutes", "jede viertelstunde": "every 15 minutes",
    "alle viertelstunde": "every 15 minutes", "jeden zweiten tag": "every-other day",
    "jeden zweiten abend": "every-other evening",
    "jede zweite nacht": "every-other night", "jeden zweiten morgen": "every-other morning",
    "jede zweite woche": "every-other week", "jede zweite stunde": "every-other hour",
    "jede zweite minute": "every-other minute", "jeden zweiten monat": "every-other month",
    "jeden tag": "every day", "jede woche": "every week", "vierzehntägig": "every 14 days",
    "im abstand von": "every", "zwischen": "between", "sekunde": "second", "sekunden": "seconds",
    "minute": "minute", "minuten": "minutes", "stunde": "hour", "stunden": "hours", "tag": "day", "tage": "days",
    "tagen": "days", "tages": "day", "woche": "week", "wochen": "weeks", "monat": "month", "monate": "months",
    "monaten": "months", "monats": "month", "quartal": "quarter", "quartals": "quarter", "jahr": "year",
    "jahre": "years", "jahres": "year", "std": "hours",
    # days
    "montag": "monday", "dienstag": "tuesday", "mittwoch": "wednesday", "donnerstag": "thursday",
    "freitag": "friday", "samstag": "saturday", "sonnabend": "saturday", "sonntag": "sunday",
    "montags": "mondays", "dienstags": "tuesdays", "mittwochs": "wednesdays", "donnerstags": "thursdays",
    "freitags": "fridays", "samstags": "saturdays", "sonnabends": "saturdays", "sonntags": "sundays",
    "montage": "mondays", "freitage": "fridays", "sonntage": "sundays", "werktags": "weekdays",
    "werktäglich": "weekdays", "wochentags": "weekdays", "wochentag": "weekday",
    "werktag": "weekday", "werktage": "weekdays",
    "werktagen": "weekdays", "arbeitstag": "weekday", "arbeitstags": "weekdays", "arbeitstage": "weekdays",
    "arbeitstagen": "weekdays", "unter der woche": "weekdays", "an werktagen": "weekdays",
    "wochenende": "weekend", "wochenenden": "weekends", "wochenends": "weekends", "am wochenende": "on weekends",
    "an wochenenden": "on weekends", "heute": "today", "morgen": "tomorrow", "übermorgen": "in 2 days",
    "heute abend": "today in the evening", "heute nacht": "today in the night",
    "heute nachmittag": "today in the afternoon", "morgen früh": "tomorrow in the morning",
    "morgen abend": "tomorrow in the evening", "morgen nachmittag": "tomorrow in the afternoon",
    "nächsten": "next", "nächster": "next", "kommenden": "next", "diesen": "this",
    "januar": "january", "jänner": "january", "februar": "february", "märz": "march", "maerz": "march",
    "mai": "may", "juni": "june", "juli": "july", "oktober": "october", "dezember": "december", "dez": "december",
    "okt": "october", "mrz": "march",
    # places in a month
    "im monat": "of the month", "des monats": "of the month", "jedes monats": "of every month",
    "jeden monats": "of every month", "jeden monat": "every month", "eines monats": "of the month",
    "am monatsende": "last day of the month", "zum monatsende": "last day of the month",
    "ende des monats": "last day of the month", "monatsende": "last day of the month",
    "am monatsanfang": "on the 1st of the month", "zum monatsanfang": "on the 1st of the month",
    "anfang des monats": "1st of the month", "am monatsersten": "on the 1st of the month",
    "monatsersten": "1st of the month", "zum monatsersten": "on the 1st of the month",
    "monatsletzten": "last day of the month", "am monatsletzten": "last day of the month",
    "zum monatsletzten": "last day of the month", "jeden monatsletzten": "last day of the month",
    "jeden monatsersten": "1st of the month", "jedem monatsersten": "1st of the month",
    "ersten": "first", "erster": "first", "erste": "first", "zweiten": "second", "zweiter": "second",
    "dritten": "third", "dritter": "third", "vierten": "fourth", "vierter": "fourth", "fünften": "fifth",
    "letzten": "last", "letzter": "last", "letztem": "last", "letzte": "last", "am ersten tag": "on the first day",
    "feiertag": "public holidays", "feiertage": "public holidays", "feiertagen": "public holidays",
    "feiertags": "public holidays", "gesetzlichen feiertagen": "public holidays",
    "bundesweiten feiertagen": "public holidays in germany", "deutschen feiertagen": "public holidays in germany",
    # times of day
    "um": "at", "um punkt": "at", "punkt": "at", "so um": "around", "so gegen": "around",
   "gegen": "around", "uhr": "h", "mittag": "noon", "mittags": "noon", "mitternacht": "midnight",
    "jeden mittag": "at noon", "zu mittag": "at noon", "um mitternacht": "at midnight",
    "jeden morgen": "every morning", "morgens": "in the morning", "am morgen": "in the morning",
    "in der früh": "in the morning", "früh": "in the morning", "vormittags": "in the morning",
    "am vormittag": "in the morning", "nachmittags": "in the afternoon", "am nachmittag": "in the afternoon",
    "jeden nachmittag": "every afternoon", "abends": "in the evening", "am abend": "in the evening",
    "abend": "evening", "jeden abend": "every evening", "nachts": "in the night", "in der nacht": "in the night",
    "jede nacht": "every night", "nacht": "night", "viertel nach": "quarter past", "viertel vor": "quarter to",
    "dreiviertel": "quarter to", "drei viertel": "quarter to", "halb": "half-before", "nach": "past",
    "nicht vor": "not before", "nicht nach": "not after",
    "außerhalb von": "outside of", "fünf nach": "five past",
    "zehn nach": "ten past", "bei sonnenaufgang": "at sunrise", "bei sonnenuntergang": "at sunset",
    "zum sonnenuntergang": "at sunset", "zum sonnenaufgang": "at sunrise", "sonnenaufgang": "sunrise",
    "sonnenuntergang": "sunset", "morgendämmerung": "dawn", "abenddämmerung": "dusk",
    "zur vollen stunde": "on the hour", "zur halben stunde": "at minute 30",
    "zu jeder vollen stunde": "every hour on the hour",
    "nach jeder vollen stunde": "past every hour", "nach der vollen stunde": "past every hour",
    "vor jeder vollen stunde": "before every hour", "jahresende": "31 december", "zum jahresende": "31 december",
    "ende des jahres": "31 december",
    "jede volle stunde": "every hour on the hour", "vor": "before",
    # from when to when, and what is left out
    "halbe stunde": "30 minutes", "halben stunde": "30 minutes", "eine halbe stunde": "30 minutes",
    "einer halben stunde": "30 minutes", "viertelstunde": "15 minutes", "eine viertelstunde": "15 minutes",
    "einer viertelstunde": "15 minutes", "dreiviertelstunde": "45 minutes", "eine dreiviertelstunde": "45 minutes",
    "halbjährlich": "every 6 months", "halbjaehrlich": "every 6 months", "jedes halbe jahr": "every 6 months",
    "alle halbe jahre": "every 6 months",
    "auch": "also", "einschließlich": "including", "inklusive": "including", "inkl": "including",
    "nicht an": "except", "nicht am": "except", "nicht im": "except in",
    "nächstem": "next", "kommendem": "next", "vorletzten": "2nd-last", "vorletzter": "2nd-last",
    "vorletztem": "2nd-last",
    "vorletzte": "2nd-last", "drittletzten": "3rd-last", "in einer dreiviertelstunde": "in 45 minutes",
    "minuten - takt": "minute intervals", "stunden - takt": "hour intervals", "sekunden - takt": "second intervals",
    "im stundentakt": "every hour", "im minutentakt": "every 1 minute", "im sekundentakt": "every 1 second",
    "im halbstundentakt": "every 30 minutes", "im viertelstundentakt": "every 15 minutes",
    "in aller frühe": "in the morning", "minütlich": "every 1 minute",
    "anderthalb stunden": "90 minutes",
    "eineinhalb stunden": "90 minutes",
    "in einer stunde": "in 1 hour",
    "in einer halben stunde": "in 30 minutes",
    "in einer woche": "in 1 week", "in einem monat": "in 1 month", "in einem jahr": "in 1 year",
    "in einem halben jahr": "in 6 months",
    "in einer viertelstunde": "in 15 minutes", "in einem tag": "in 1 day", "von": "from", "bis": "to",
    "vom": "from", "bis zum": "to", "ab": "starting", "ab dem": "starting", "beginnend am": "starting",
    "außer": "except", "ausser": "except", "außer am": "except", "außer an": "except", "ausser am": "except",
    "bis auf": "except", "nur nicht": "except", "aber nicht": "except", "und": "and", "sowie": "and", "am": "on",
    "an": "on", "im": "in", "der": "the", "die": "the", "das": "the", "den": "the", "dem": "the", "des": "of the",
    "zum": "on the", "nur": "only", "bitte": "please", "weihnachten": "25 december", "heiligabend": "24 december",
    "silvester": "31 december", "neujahr": "1 january",
    # numbers
    "eins": "one", "ein": "one", "eine": "one", "einer": "one", "zwei": "two", "drei": "three", "vier": "four",
    "fünf": "five", "sechs": "six", "sieben": "seven", "acht": "eight", "neun": "nine", "zehn": "ten", "elf": "eleven",
    "zwölf": "twelve", "fünfzehn": "fifteen", "zwanzig": "twenty", "dreißig": "thirty", "vierzig": "forty",
    "fünfundvierzig": "45", "sechzig": "sixty", "neunzig": "ninety",
}  # fmt: skip
REWORDED |= {
    f"{unless} {day}": f"except {REWORDED[day]}"
    for unless in ("außer es ist", "außer wenn es", "es sei denn es ist", "es sei denn , es ist", "außer", "außer am")
    for day in ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag", "wochenende")
}
_DAYS = ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag")
REWORDED |= {f"{every} zweiten {day}": f"every-other {REWORDED[day]}" for every in ("jeden", "jede") for day in _DAYS}
REWORDED |= {
    f"jeden zweiten {day} {of}": f"every second {REWORDED[day]} of the month"
    for day in _DAYS
    for of in ("im monat", "des monats", "jeden monats", "jedes monats", "eines monats", "jeden monat")
}
_PARTS = {"morgen": "morning", "früh": "morning", "nachmittag": "afternoon", "abend": "evening", "nacht": "night"}
REWORDED |= {f"immer {day}s": f"{REWORDED[day]}s" for day in _DAYS} | {"immer um": "at", "immer am": "every"}
REWORDED |= {f"{day}{part}": f"{REWORDED[day]} {_PARTS[part]}" for day in _DAYS for part in _PARTS}
REWORDED |= {f"{day}{part}s": f"{REWORDED[day]} {_PARTS[part]}s" for day in _DAYS for part in _PARTS}
_FIRST, _LAST = ("am ersten", "ersten", "erster"), ("am letzten", "letzten", "letzter")
_QUARTERS = ("jedes quartals", "im quartal", "des quartals", "eines quartals", "jeden quartals", "pro quartal")
REWORDED |= {f"{first} tag {of}": "quarterly on the 1st" for first in _FIRST for of in _QUARTERS}
REWORDED |= {
    f"{last} tag {of}": "last day of march and june and september and december" for last in _LAST for of in _QUARTERS
}
_COUNTS = {"zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "acht": 8, "zehn": 10, "zwölf": 12, "fünfzehn": 15,
           "zwanzig": 20, "dreißig": 30}  # fmt: skip
_RATES = {"stündlich": "hours", "minütlich": "minutes", "tägig": "days", "täglich": "days", "wöchentlich": "weeks",
          "monatlich": "months"}  # fmt: skip
REWORDED |= {f"{count}{rate}": f"every {_COUNTS[count]} {_RATES[rate]}" for count in _COUNTS for rate in _RATES}
REWORDED |= {
    f"{number} - {rate}": f"every {number} {_RATES[rate]}"
    for number in (*_COUNTS.values(), 7, 14, 21, 28, 45, 90)
    for rate in _RATES
}
REWORDED |= {
    f"{next_}{ending} {unit}": f"next {meant}"
    for next_ in ("nächste", "kommende")
    for unit, meant, endings in (
        ("woche", "week", ("", "r", "n")), ("monat", "month", ("n", "r")), ("monats", "month", ("n",)),
        ("jahr", "year", ("s", "n")), ("jahres", "year", ("n",)),
    )
    for ending in endings
}  # fmt: skip
_NIGHTS = list(zip(_DAYS, _DAYS[1:] + _DAYS[:1], strict=True))  # each with the day on whose morning it ends
REWORDED |= {
    f"{opener}nacht {joint.format(first, last)}": f"{meant}{REWORDED[last]} in the small-hour"
    for first, last in _NIGHTS
    for opener, meant in (("", ""), ("jede ", "every "))
    for joint in ("von {} auf {}", "vom {} auf {}", "von {} zu {}", "von {} auf den {}", "auf {1}", "zum {1}")
}
_TEENS = ("dreizehn", "vierzehn", "fünfzehn", "sechzehn", "siebzehn", "achtzehn", "neunzehn")
_TENS = {"zwanzig": 20, "dreißig": 30, "vierzig": 40, "fünfzig": 50}
_ONES = ("ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun")
REWORDED |= {f"{one}einhalb": f"{more} and a half" for more, one in enumerate(_ONES, 1) if more > 1}
REWORDED |= dict.fromkeys(("mitunter", "bisweilen", "zuweilen", "öfters", "häufig", "selten"), "sometimes")
REWORDED |= {name: str(value) for value, name in enumerate(_TEENS, 13)} | {"fünfzig": "fifty"}
REWORDED |= {f"{one}und{ten}": str(value + more) for ten, value in _TENS.items() for more, one in enumerate(_ONES, 1)}
SHORT_DAYS = {"mo": "monday", "di": "tuesday", "mi": "wednesday", "do": "thursday", "fr": "friday", "sa": "saturday",
              "so": "sunday"}  # fmt: skip
UNSURE = frozenset([
    "oder", "wenn", "falls", "sobald", "irgendwann", "manchmal", "selten", "oft", "nie", "niemals", "nicht", "kein",
    "keine", "vielleicht", "ungefähr", "etwa", "bald", "später", "gelegentlich", "regelmäßig", "öfter", "ohne",
    "feiertag", "feiertags", "feiertage", "feiertagen", "während", "seit", "gestern", "einige", "paar", "immer",
    "zufällig", "mehrmals", "hin", "wieder", "ab", "bis", "vor", "nach", "ferien", "sommer", "winter", "halbe",
    "halben", "viertel", "mal", "gegen", "weder", "entweder", "eventuell",
    "manche", "manchen", "etliche", "vorausgesetzt", "sofern", "solange", "statt", "anstatt", "möglicherweise",
    "womöglich", "circa", "zirka", "ca",
    "meist", "meistens", "normalerweise", "üblicherweise",
    "fast", "kaum", "sporadisch", "unregelmäßig", "höchstens", "mindestens", "spätestens", "frühestens", "bestenfalls",
])  # fmt: skip
