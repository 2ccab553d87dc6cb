"""The code of a country, or of a part of one, by its name: `Germany`, `Bavaria`, `UK`."""

import unicodedata
from functools import cache

from nomologi_tui.schedules.holiday import check_country
from nomologi_tui.schedules.rule import BadScheduleError

# What the package holidays does not call so: other languages, short forms, whose holidays (`German`)
_ALSO = {
    "DE": "german deutschland deutsche deutschen allemagne alemania bundesweit bundesweiten",
    "AT": "austrian osterreich osterreichische osterreichischen autriche austria",
    "CH": "swiss schweiz schweizer suisse suiza",
    "FR": "french frankreich francais francaise france francia",
    "ES": "spanish spanien espagne espana",
    "IT": "italian italien italie italia",
    "NL": "dutch holland niederlande niederlanden pays-bas holanda",
    "BE": "belgian belgien belgique belgica",
    "GB": "british uk britain gb grossbritannien royaume-uni",
    "GB-ENG": "english",
    "GB-SCT": "scottish schottland",
    "GB-WLS": "welsh",
    "IE": "irish irland",
    "US": "american us usa u.s. federal",
    "CA": "canadian kanada",
    "AU": "australian australien",
    "PL": "polish polen pologne polonia",
    "DK": "danish danemark",
    "SE": "swedish schweden",
    "NO": "norwegian norwegen",
    "FI": "finnish finnland",
    "PT": "portuguese portugal",
    "CZ": "czech tschechien czechia",
    "JP": "japanese japan",
    "IN": "indian indien",
    "DE-BY": "bavaria bavarian bayerische bayerischen",
    "DE-SN": "saxony",
    "DE-NW": "nrw",
    "DE-BW": "bawu",
    "DE-HE": "hesse",
    "DE-NI": "lower-saxony",
    "DE-TH": "thuringia",
    "ES-CT": "catalonia",
    "ES-AN": "andalusia",
}
_WITH_PARTS = ("DE", "AT", "CH", "GB", "US", "ES", "FR", "CA", "AU")  # whose parts are known by name
_SHORTEST = 4  # letters of a part's name: shorter ones are words, too


def country_named(name: str) -> str:
    """`DE` for `Germany`, `DE-BY` for `Bavaria` or `de-by`; empty for what names no country that is known."""
    plain = _plain(name)
    return _also().get(plain) or _countries().get(plain) or _coded(name) or _parts().get(plain, "")


def _plain(name: str) -> str:
    text = unicodedata.normalize("NFKD", name.lower().replace("ß", "ss"))
    return "".join(one for one in text if not unicodedata.combining(one)).replace(" ", "-").replace("_", "-")


def _coded(name: str) -> str:
    country, _, part = name.partition("-")
    if not (len(country) == 2 and part and name.isascii()):
        return ""
    try:
        return check_country(name.upper())
    except BadScheduleError:
        return ""


@cache
def _also() -> dict[str, str]:
    return {one: code for code, names in _ALSO.items() for one in names.split()}


@cache
def _countries() -> dict[str, str]:
    from holidays.registry import COUNTRIES

    return {_plain(name): codes[1] for name, codes in COUNTRIES.items()}


@cache
def _parts() -> dict[str, str]:
    from holidays import country_holidays

    return {
        _plain(name): f"{country}-{code}"
        for country in reversed(_WITH_PARTS)
        for name, code in country_holidays(country).subdivisions_aliases.items()
        if len(name) >= _SHORTEST
    }
