"""Spanish words and turns of time, in the English words that the recognisers know."""

REWORDED = {
    # how often
    "cada": "every", "todos los": "every", "todas las": "every", "todo los": "every", "por": "per",
    "por día": "per day", "al día": "per day", "por hora": "per hour", "por semana": "every week",
    "una vez al día": "every day", "una vez por día": "every day", "una vez por hora": "every hour",
    "una vez por semana": "every week", "una vez a la semana": "every week", "una vez al mes": "every month",
    "vez": "vez", "a veces": "sometimes", "de vez en cuando": "sometimes", "de cuando en cuando": "sometimes",
    "algunas veces": "sometimes", "a menudo": "sometimes", "rara vez": "sometimes", "alguna vez": "sometimes",
    "una vez": "once", "una sola vez": "once", "solo una vez": "once", "sólo una vez": "once", "durante": "lasting",
    "próximos": "next", "proximos": "next", "próximas": "next", "proximas": "next",
    "la próxima semana": "next week", "la semana que viene": "next week", "el próximo mes": "next month",
    "del próximo mes": "of next month", "el mes que viene": "next month", "del mes que viene": "of next month",
    "el próximo año": "next year", "el año que viene": "next year",
    "los próximos": "lasting next", "los proximos": "lasting next", "las próximas": "lasting next",
    "dos veces": "2 times", "tres veces": "3 times", "cuatro veces": "4 times", "veces": "times", "diario": "daily",
    "diariamente": "daily", "semanal": "weekly", "semanalmente": "weekly", "mensual": "monthly",
    "mensualmente": "monthly", "anualmente": "yearly", "trimestral": "quarterly", "cada media hora": "every 30 minutes",
    "cada hora y media": "every 90 minutes", "una hora y media": "90 minutes", "hora y media": "90 minutes",
    "media hora": "30 minutes", "semestral": "every 6 months", "cada semestre": "every 6 months",
    "cada cuarto de hora": "every 15 minutes", "cada hora": "every hour", "un día sí y otro no": "every-other day",
    "cada dos días": "every 2 days", "un día sí otro no": "every-other day", "todos los días": "every day",
    "cada día": "every day", "segundo": "second", "segundos": "seconds", "minuto": "minute", "minutos": "minutes",
    "hora": "hour", "horas": "hours", "día": "day", "dia": "day", "días": "days", "dias": "days", "semana": "week",
    "semanas": "weeks", "mes": "month", "meses": "months", "trimestre": "quarter", "año": "year", "años": "years",
    # days
    "lunes": "monday", "martes": "tuesday", "miércoles": "wednesday", "miercoles": "wednesday", "jueves": "thursday",
    "viernes": "friday", "sábado": "saturday", "sabado": "saturday", "sábados": "saturdays", "sabados": "saturdays",
    "domingo": "sunday", "domingos": "sundays", "los lunes": "mondays", "los martes": "tuesdays",
    "los miércoles": "wednesdays", "los miercoles": "wednesdays", "los jueves": "thursdays", "los viernes": "fridays",
    "los sábados": "saturdays", "los sabados": "saturdays", "los domingos": "sundays",
    "entre semana": "weekdays", "fin de semana": "weekend", "fines de semana": "weekends",
    "los fines de semana": "on weekends", "el fin de semana": "on weekends", "hoy": "today", "mañana": "tomorrow",
    "pasado mañana": "in 2 days", "mañana por la mañana": "tomorrow in the morning",
    "mañana por la tarde": "tomorrow in the afternoon", "mañana por la noche": "tomorrow in the evening",
    "esta noche": "today in the night", "esta tarde": "today in the afternoon", "próximo": "next", "proximo": "next",
    "enero": "january", "febrero": "february", "marzo": "march", "abril": "april", "mayo": "may", "junio": "june",
    "julio": "july", "agosto": "august", "septiembre": "september", "octubre": "october", "noviembre": "november",
    "diciembre": "december",
    # places in a month
    "del mes": "of the month", "de cada mes": "of every month", "de cada": "of every", "cada mes": "every month",
    "todos los meses": "every month", "fin de mes": "last day of the month", "a fin de mes": "last day of the month",
    "al final de mes": "last day of the month", "al final del mes": "last day of the month",
    "a final de mes": "last day of the month", "a principios de mes": "1st of the month", "primer": "first",
    "primero": "first", "primera": "first",
    "cada primero de mes": "1st of every month",
    "el primero de mes": "1st of every month", "el primero de cada mes": "1st of every month",
    "segundo lunes": "second monday", "segundo martes": "second tuesday",
    "segundo miércoles": "second wednesday", "segundo jueves": "second thursday", "segundo viernes": "second friday",
    "segundo sábado": "second saturday", "segundo domingo": "second sunday", "tercer": "third", "cuarto": "fourth",
    "último": "last", "ultimo": "last", "última": "last",
    "días festivos": "public holidays", "dias festivos": "public holidays", "festivos": "public holidays",
    "día festivo": "public holidays", "días feriados": "public holidays",
    # times of day
    "a las": "at", "a la": "at", "las": "at", "la": "at", "al mediodía": "at noon", "a mediodía": "at noon",
    "mediodía": "noon", "mediodia": "noon", "a medianoche": "at midnight", "a la medianoche": "at midnight",
    "medianoche": "midnight", "de la mañana": "in the morning", "por la mañana": "in the morning",
    "por las mañanas": "mornings", "cada mañana": "every morning", "todas las mañanas": "every morning",
    "de la tarde": "in the afternoon", "por la tarde": "in the afternoon", "cada tarde": "every afternoon",
    "todas las tardes": "every afternoon", "de la noche": "in the night", "por la noche": "in the night",
    "por las noches": "nights", "cada noche": "every night", "todas las noches": "every night", "noche": "night",
    "de la madrugada": "in the morning", "y media": "+30", "y cuarto": "+15", "menos cuarto": "-15",
    "en punto": "", "h": "h", "al atardecer": "at sunset", "atardecer": "sunset",
    "amanecer": "sunrise", "ocaso": "sunset", "puesta de sol": "sunset", "a la puesta de sol": "at sunset",
    "al amanecer": "at sunrise", "salida del sol": "sunrise",
    # from when to when, and what is left out
    "en": "in", "dentro de": "in",
    "después de las": "after-at", "despues de las": "after-at", "antes de las": "before-at",
    "no antes de las": "not before-at",
     "en media hora": "in 30 minutes", "dentro de media hora": "in 30 minutes",
    "en una hora": "in 1 hour", "dentro de una hora": "in 1 hour", "entre": "between", "entre las": "between",
    "de": "from", "desde": "from", "desde las": "from", "de las": "from", "hasta": "to", "hasta las": "to",
    "hasta el": "to", "a": "to", "y": "and", "y las": "and", "y a las": "and", "y los": "and", "e": "and",
    "a partir de": "starting", "a partir del": "starting", "empezando": "starting",
    "a partir de mañana": "starting tomorrow", "también": "also", "incluso": "including", "incluidos": "including",
    "incluidas": "including",
    "incluido": "including", "incluyendo": "including", "excepto": "except", "salvo": "except",
    "menos": "except", "excepto los": "except", "excepto el": "except", "salvo los": "except", "menos los": "except",
    "el": "the", "los": "the", "del": "of the", "el día": "on the day", "al": "to", "solo": "only",
    "por favor": "please",
    "navidad": "25 december", "nochebuena": "24 december", "nochevieja": "31 december",
    # numbers
    "un": "one", "una": "one", "dos": "two", "tres": "three", "cuatro": "four", "cinco": "five", "seis": "six",
    "siete": "seven", "ocho": "eight", "nueve": "nine", "diez": "ten", "once": "eleven", "doce": "twelve",
    "quince": "fifteen", "veinte": "twenty", "treinta": "thirty", "cuarenta": "forty", "sesenta": "sixty",
}  # fmt: skip
_SUN = {"la puesta de sol": "sunset", "la puesta del sol": "sunset", "la salida del sol": "sunrise"}
_FROM_SUN = {"antes de": "before", "después de": "after", "despues de": "after"}
REWORDED |= {f"{side} {sun}": f"{_FROM_SUN[side]} {_SUN[sun]}" for side in _FROM_SUN for sun in _SUN}
REWORDED |= {
    f"{side}l {sun}": f"{_FROM_SUN[side]} {event}"
    for side in _FROM_SUN
    for sun, event in (("atardecer", "sunset"), ("amanecer", "sunrise"), ("alba", "dawn"), ("ocaso", "sunset"))
}
REWORDED |= {
    f"primer {day} {of} trimestre": "quarterly on the 1st" for day in ("día", "dia") for of in ("de cada", "del")
}
REWORDED |= {
    f"último {day} {of} trimestre": "last day of march and june and september and december"
    for day in ("día", "dia")
    for of in ("de cada", "del")
}
_WORKING = ("laborables", "laborales", "hábiles", "habiles")
_A_WORKING = ("laborable", "laboral", "hábil", "habil")
_DAYS = ("lunes", "martes", "miércoles", "miercoles", "jueves", "viernes", "sábado", "sabado", "domingo")
REWORDED |= {
    f"{opener}{days} {kind}": "weekdays"
    for opener in ("", "los ", "todos los ", "en ")
    for days in ("días", "dias")
    for kind in _WORKING
}
REWORDED |= {f"cada {day} {kind}": "every weekday" for day in ("día", "dia") for kind in _A_WORKING}
REWORDED |= {f"{day} {kind}": "weekday" for day in ("día", "dia") for kind in _A_WORKING}
REWORDED |= {
    f"un {day} {other}": f"every-other {REWORDED[day]}" for day in _DAYS for other in ("sí y otro no", "sí otro no")
}
REWORDED |= {f"cada dos {day}": f"every-other {REWORDED[day]}" for day in _DAYS}
_WEEK = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")
REWORDED |= {
    f"noche del {first} al {last}": f"{REWORDED[last]} in the small-hour"
    for first, last in zip(_WEEK, _WEEK[1:] + _WEEK[:1], strict=True)
}
REWORDED |= {"tres cuartos de hora": "45 minutes"}
_TEENS = ("trece", "catorce", "quince", "dieciséis", "diecisiete", "dieciocho", "diecinueve")
_TWENTIES = ("veintiún", "veintidós", "veintitrés", "veinticuatro", "veinticinco", "veintiséis", "veintisiete",
             "veintiocho", "veintinueve")  # fmt: skip
REWORDED |= {name: str(value) for value, name in (*enumerate(_TEENS, 13), *enumerate(_TWENTIES, 21))}
REWORDED |= {"veintiuna": "21", "veintiuno": "21", "dieciseis": "16", "veintidos": "22", "veintitres": "23"}
REWORDED |= {
    "cincuenta": "fifty",
    "sobre las": "around",
    "a eso de las": "around",
    "cerca de las": "around",
    "hacia las": "around",
    "más o menos": "around",
}
SHORT_DAYS = {"lun": "monday", "mar": "tuesday", "mié": "wednesday", "mie": "wednesday", "jue": "thursday",
              "vie": "friday", "sáb": "saturday", "sab": "saturday", "dom": "sunday"}  # fmt: skip
UNSURE = frozenset([
    "o", "si", "cuando", "cuanto", "vez", "vecese", "nunca", "jamás", "pronto", "aveces", "algunas", "quizás", "tal",
    "alrededor", "aproximadamente", "regularmente", "frecuentemente", "no", "sin", "durante", "antes", "después",
    "ayer", "varios", "varias", "festivo", "festivos", "tarde", "luego", "casi", "media", "cuarto", "veces", "excepto",
    "verano", "invierno", "vacaciones", "hasta", "ni", "quizá", "acaso",
    "algunos", "ciertos", "ciertas", "mientras", "según", "probablemente", "posiblemente", "normalmente",
    "generalmente", "aprox", "posible",
    "aproximado",
])  # fmt: skip
