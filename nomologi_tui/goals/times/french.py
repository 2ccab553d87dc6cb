"""French words and turns of time, in the English words that the recognisers know."""

REWORDED = {
    # how often
    "tous les": "every", "toutes les": "every", "chaque": "every", "tout les": "every", "par": "per",
    "par jour": "per day", "par semaine": "every week", "par mois": "every month", "par heure": "per hour",
    "une fois par": "every", "une fois par jour": "every day", "une fois par semaine": "every week",
    "une fois par mois": "every month", "une fois par heure": "every hour", "deux fois": "2 times",
    "temps": "temps", "de temps en temps": "sometimes", "parfois": "sometimes", "quelquefois": "sometimes",
    "rarement": "sometimes", "souvent": "sometimes",
    "de temps à autre": "sometimes",
    "une fois": "once", "une seule fois": "once", "une fois seulement": "once", "pendant": "lasting",
    "la semaine prochaine": "next week", "de la semaine prochaine": "next week", "le mois prochain": "next month",
    "du mois prochain": "of next month", "l'année prochaine": "next year", "ce mois - ci": "this month",
    "la semaine dernière": "last week", "cette semaine": "this week",
    "prochains": "next", "prochaines": "next", "les prochains": "lasting next", "les prochaines": "lasting next",
    "trois fois": "3 times", "quatre fois": "4 times", "fois": "times", "quotidien": "daily",
    "quotidienne": "daily", "quotidiennement": "daily", "hebdomadaire": "weekly", "mensuel": "monthly",
    "mensuellement": "monthly", "annuel": "yearly", "tous les trimestres": "quarterly", "trimestriel": "quarterly",
    "toutes les heures": "every hour", "toutes les demi - heures": "every 30 minutes",
    "toutes les demi-heures": "every 30 minutes", "tous les quarts d'heure": "every 15 minutes",
    "un jour sur deux": "every-other day", "une semaine sur deux": "every-other week",
    "quinze jours": "2 weeks", "tous les quinze jours": "every 2 weeks",
    "tous les deux jours": "every 2 days", "toutes les deux semaines": "every 2 weeks",
    "tous les jours": "every day", "seconde": "second", "secondes": "seconds", "minute": "minute",
    "minutes": "minutes", "heure": "hour", "heures": "hours", "jour": "day", "jours": "days", "semaine": "week",
    "semaines": "weeks", "mois": "month", "trimestre": "quarter", "an": "year", "ans": "years", "année": "year",
    # days
    "lundi": "monday", "mardi": "tuesday", "mercredi": "wednesday", "jeudi": "thursday", "vendredi": "friday",
    "samedi": "saturday", "dimanche": "sunday", "lundis": "mondays", "mardis": "tuesdays",
    "mercredis": "wednesdays", "jeudis": "thursdays", "vendredis": "fridays", "samedis": "saturdays",
    "dimanches": "sundays", "les lundis": "mondays", "le lundi": "mondays", "le mardi": "tuesdays",
    "le mercredi": "wednesdays", "le jeudi": "thursdays", "le vendredi": "fridays", "le samedi": "saturdays",
    "le dimanche": "sundays", "en semaine": "weekdays", "la semaine": "weekdays",
    "week - end": "weekend", "week - ends": "weekends", "weekend": "weekend", "le week - end": "on weekends",
    "le weekend": "on weekends", "les week - ends": "on weekends", "les weekends": "on weekends",
    "aujourd'hui": "today", "aujourd\u2019hui": "today", "demain": "tomorrow", "après - demain": "in 2 days",
    "demain matin": "tomorrow in the morning", "demain soir": "tomorrow in the evening",
    "ce soir": "today in the evening", "ce matin": "today in the morning", "cet après - midi": "today in the afternoon",
    "janvier": "january", "février": "february", "mars": "march", "avril": "april",
    "mai": "may", "juin": "june", "juillet": "july", "août": "august", "septembre": "september",
    "octobre": "october", "novembre": "november", "décembre": "december",
    # places in a month
    "du mois": "of the month", "de chaque mois": "of every month", "de chaque": "of every",
    "chaque mois": "every month",
    "tous les mois": "every month", "fin de mois": "last day of the month", "fin du mois": "last day of the month",
    "à la fin du mois": "last day of the month", "à la fin de chaque mois": "last day of the month",
    "début de mois": "1st of the month", "au début du mois": "1st of the month",
    "au début de chaque mois": "1st of the month", "premier": "first", "première": "first", "1er": "1st",
    "deuxième": "second", "second": "second", "troisième": "third", "quatrième": "fourth", "cinquième": "fifth",
    "dernier": "last", "dernière": "last",
    "jours fériés": "public holidays", "jour férié": "public holidays", "fériés": "public holidays",
    # times of day
    "à": "at", "vers": "around", "h": "h", "midi": "noon", "minuit": "midnight", "à midi": "at noon",
    "à minuit": "at midnight", "du matin": "in the morning",
    "le matin": "in the morning", "chaque matin": "every morning",
    "tous les matins": "every morning", "matin": "in the morning", "de l'après - midi": "in the afternoon",
    "après - midi": "in the afternoon", "après - midis": "afternoons",
    "l'après - midi": "in the afternoon", "tous les après - midi": "every afternoon",
    "du soir": "in the evening", "le soir": "in the evening", "soir": "in the evening", "chaque soir": "every evening",
    "tous les soirs": "every evening", "la nuit": "in the night", "chaque nuit": "every night",
    "toutes les nuits": "every night", "et demie": "+30", "et demi": "+30", "et quart": "+15",
    "moins le quart": "-15", "moins quart": "-15", "au coucher du soleil": "at sunset",
    "coucher du soleil": "sunset", "au lever du soleil": "at sunrise", "lever du soleil": "sunrise",
    "à l'aube": "at dawn", "au crépuscule": "at dusk",
    # from when to when, and what is left out
    "après": "after", "avant": "before", "pas avant": "not before", "pas après": "not after",
    "dans": "in", "dans une heure": "in 1 hour", "dans une demi - heure": "in 30 minutes",
    "d'ici": "in", "entre": "between", "entre le": "from", "du": "from", "au": "to", "de": "from", "jusqu'à": "until",
    "jusqu'au": "until", "à partir de": "starting", "à partir du": "starting",
    "à partir de demain": "starting tomorrow",
    "dès": "starting", "sauf": "except", "sauf le": "except", "sauf les": "except", "excepté": "except",
    "hormis": "except", "y compris": "including", "aussi": "also", "compris": "included", "inclus": "included",
    "et": "and", "puis": "and", "le": "the", "la": "the", "les": "the", "des": "of the",
    "en": "in", "noël": "25 december", "à noël": "on 25 december",
    # numbers
    "un": "one", "une": "one", "deux": "two", "trois": "three", "quatre": "four", "cinq": "five", "six": "six",
    "sept": "seven", "huit": "eight", "neuf": "nine", "dix": "ten", "onze": "eleven", "douze": "twelve",
    "quinze": "fifteen", "vingt": "twenty", "trente": "thirty", "quarante": "forty", "soixante": "sixty",
}  # fmt: skip
REWORDED |= {f"premier jour {of} trimestre": "quarterly on the 1st" for of in ("du", "de chaque", "de", "d'un")} | {
    f"dernier jour {of} trimestre": "last day of march and june and september and december"
    for of in ("du", "de chaque")
}
_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
REWORDED |= {f"un {day} sur deux": f"every-other {REWORDED[day]}" for day in _DAYS}
REWORDED |= {f"{day} prochain": f"next {REWORDED[day]}" for day in _DAYS}
_NIGHTS = list(zip(_DAYS, _DAYS[1:] + _DAYS[:1], strict=True))  # each with the day on whose morning it ends
REWORDED |= {
    f"{opener} {joint.format(first, last)}": f"{meant}{REWORDED[last]} in the small-hour"
    for first, last in _NIGHTS
    for opener, meant in (("nuit", ""), ("chaque nuit", "every "), ("toutes les nuits", "every "))
    for joint in ("de {} à {}", "du {} au {}", "entre {} et {}")
}
REWORDED |= dict.fromkeys(
    ("à peu près", "plus ou moins", "aux environs de", "aux alentours de", "grosso modo"), "around"
)
REWORDED |= {"trois quarts d'heure": "45 minutes", "un quart d'heure": "15 minutes", "quart d'heure": "15 minutes"}
_WORKING = ("ouvrés", "ouvrables", "ouvres", "de semaine")
REWORDED |= {f"{opener}jours {kind}": "weekdays" for opener in ("", "les ", "tous les ") for kind in _WORKING}
REWORDED |= {
    f"{opener}jour {kind}": meant
    for opener, meant in (("", "weekday"), ("chaque ", "every weekday"))
    for kind in ("ouvré", "ouvrable", "ouvre", "de semaine")
}
REWORDED |= {name: str(value) for value, name in enumerate(("treize", "quatorze"), 13)} | {"seize": "16"}
REWORDED |= {f"dix - {one}": str(value) for value, one in enumerate(("sept", "huit", "neuf"), 17)}
_TENS = {"vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50}
_ONES = ("deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf")
REWORDED |= {
    f"{ten}{mark}{one}": str(value + more)
    for ten, value in _TENS.items()
    for mark in (" - ", " ")
    for more, one in enumerate(_ONES, 2)
}
REWORDED |= {f"{ten} et un{e}": str(value + 1) for ten, value in _TENS.items() for e in ("", "e")}
REWORDED |= {"cinquante": "fifty"}
SHORT_DAYS = {"lun": "monday", "mar": "tuesday", "mer": "wednesday", "jeu": "thursday", "ven": "friday",
              "sam": "saturday", "dim": "sunday"}  # fmt: skip
UNSURE = frozenset([
    "ou", "si", "quand", "lorsque", "dès", "parfois", "souvent", "jamais", "rarement", "bientôt", "environ", "vers",
    "peut-être", "régulièrement", "temps", "pas", "sans", "pendant", "avant", "après", "depuis", "hier", "quelques",
    "plusieurs", "férié", "fériés", "tard", "jusqu'à", "sauf", "ne", "été", "hiver", "demi", "demie", "quart", "fois",
    "vacances", "prochain", "presque", "ni", "peut", "éventuellement",
    "certains", "certaines", "pourvu", "selon", "plutôt", "probablement", "généralement", "habituellement",
    "normalement", "autour",
    "approximativement", "possible",
])  # fmt: skip
