import re

import pytest

from nomologi_tui.errors import BadInputError, NotFoundError
from nomologi_tui.store.names import pick, pick_living, slug_of

KNOWN = [(1, "disk-full"), (2, "disk-full-2"), (3, "backup")]


@pytest.mark.parametrize(
    ("goal", "slug"),
    [
        ("Tell me when the NAS is almost full", "tell-me-when-the-nas-is-almost-full"),
        ("Save invoices from mail to ~/Invoices, then tell Åsa", "save-invoices-from-mail-to-invoices-then"),
        ("5 times a day", "goal-5-times-a-day"),
        ("Die Straße prüfen, Smørrebrød og æble", "die-strasse-prufen-smorrebrod-og-aeble"),
        ("каждый день резервная копия", "kazhdyy-den-rezervnaya-kopiya"),
        ("每天备份 NAS", "mei-tian-bei-fen-nas"),
        ("백업", "baeg-eob"),
        ("\ufffd\u200b", "goal"),
        ("", "goal"),
        ("x" * 90, "x" * 40),
    ],
)
def test_a_goal_becomes_a_short_name(goal: str, slug: str) -> None:
    assert slug_of(goal) == slug
    assert re.fullmatch(r"[a-z][a-z0-9-]{0,39}", slug)


def test_a_taken_name_gets_a_number_within_the_length() -> None:
    long = "y" * 40
    assert slug_of("disk full", {"disk-full", "disk-full-2"}) == "disk-full-3"
    assert slug_of(long, {long}) == "y" * 38 + "-2"


@pytest.mark.parametrize(("ref", "id_"), [("disk-full", 1), ("b", 3), ("2", 2)])
def test_a_slug_a_beginning_or_an_id_is_enough(ref: str, id_: int) -> None:
    assert pick(ref, KNOWN) == id_


@pytest.mark.parametrize("ref", ["", "99", "zzz", "\udcff"])
def test_an_unknown_name_is_answered_with_three_others(ref: str) -> None:
    with pytest.raises(NotFoundError, match="There is no automation called"):
        pick(ref, KNOWN)


def test_with_nothing_to_choose_from_the_way_to_make_one_is_told() -> None:
    with pytest.raises(NotFoundError, match="nomologi new"):
        pick("x", [])


def test_an_ambiguous_beginning_names_those_it_fits() -> None:
    with pytest.raises(BadInputError, match=r"Say which: disk-full, disk-full-2\."):
        pick("disk", KNOWN)


def test_one_in_the_trash_is_told_with_the_way_back() -> None:
    known = [(1, "disk", False), (2, "backup", True), (3, "backup", True)]
    with pytest.raises(NotFoundError, match="backup is in the trash") as told:
        pick_living("backup", known)
    assert told.value.hint == "Bring it back: nomologi delete --undo 3"
    assert pick_living("backup", [*known, (4, "backup", False)]) == 4
    with pytest.raises(NotFoundError, match="There is no automation"):
        pick_living("back", known)


def test_a_thousand_of_the_same_name_each_get_their_own_at_once() -> None:
    class Counted(set[str]):
        asked = 0

        def __contains__(self, slug: object) -> bool:
            self.asked += 1
            return super().__contains__(slug)

    taken = Counted()
    for _ in range(1_000):
        taken.add(slug_of("disk full", taken))
    assert set(taken) == {"disk-full", *(f"disk-full-{number}" for number in range(2, 1_001))}
    assert taken.asked < 50 * 1_000
