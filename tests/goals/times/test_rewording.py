import pytest

from nomologi_tui.goals.times.rewording import reworded
from nomologi_tui.goals.words.tokens import tokens_of


def said(text: str, *, mend: bool = False) -> str:
    return " ".join(token.value for token in reworded(tokens_of(text), mend=mend).tokens)


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("each and every day", "every day"),
        ("twice an hour", "2 times an hour"),
        ("all 15 min", "every 15 min"),
        ("mo-fr", "monday - friday"),
        ("Mon., Wed. and Fri.", "mon , wed and fri ."),
        ("the 15 th", "the 15th"),
        ("8 o'clock exactly", "8 o'clock"),
        ("but sunday", "except sunday"),
        ("jeden zweiten Tag um halb acht", "every-other day at half-before eight"),
        ("am 24. Dezember", "on 24th december"),
        ("um 9.", "at 9 ."),
        ("freitagabends um 8 Uhr", "friday evenings at 8 h"),
        ("tous les lundis à sept heures et demie", "every mondays at seven hours +30"),
        ("le 1er du mois", "the 1th of the month"),
        ("cada lunes a las ocho menos cuarto", "every monday at eight -15"),
        ("every lundi", "every lundi"),
        ("do so am", "do so am"),
    ],
)
def test_turns_of_phrase_become_known_words(text: str, english: str) -> None:
    assert said(text) == english


def test_each_word_knows_the_places_it_comes_from() -> None:
    found = reworded(tokens_of("run once every 2 hours"))
    assert [token.value for token in found.tokens] == ["run", "every", "2", "hours"]
    assert found.places == [(0, 1), (1, 3), (3, 4), (4, 5)]


def test_mistyped_words_are_mended_only_when_asked_for() -> None:
    assert said("evry monday") == "evry monday"
    assert said("evry monday", mend=True) == "every monday"
    assert said("jeden Montga um 9", mend=True) == "every monday at 9"
    assert reworded(tokens_of("evry day"), mend=True).mended == [("evry", "every")]


def test_an_ordinary_word_that_looks_like_a_time_stays() -> None:
    assert said("there is my mouth", mend=True) == "there is my mouth"
