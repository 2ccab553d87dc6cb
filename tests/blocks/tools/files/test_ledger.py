from nomologi_tui.blocks.tools.files.ledger import Ledger, Seen

ONE, TWO = (1, 10, 100), (2, 20, 100)


def test_new_other_and_missing_files_are_told_apart() -> None:
    ledger = Ledger({"/a": ONE, "/b": ONE, "/c": ONE})
    seen = list(ledger.compare_all({"/a": ONE, "/b": TWO, "/d": TWO}))
    assert seen == [Seen("changed", "/b", TWO), Seen("created", "/d", TWO), Seen("deleted", "/c", ONE)]


def test_what_was_noted_is_not_seen_again() -> None:
    ledger = Ledger({"/c": ONE})
    for seen in (Seen("created", "/a", ONE), Seen("deleted", "/c", ONE)):
        ledger.note(seen)
    assert list(ledger.compare_all({"/a": ONE})) == []
    assert (ledger.knows("/a"), ledger.knows("/c")) == (True, False)


def test_a_file_that_never_was_is_not_deleted() -> None:
    assert Ledger().compare("/a", None) is None


def test_a_cursor_brings_the_ledger_back() -> None:
    ledger = Ledger.from_cursor(Ledger({"/a": ONE}).cursor())
    assert ledger.compare("/a", ONE) is None


def test_an_id_is_the_same_for_the_same_version_only() -> None:
    ids = {Seen("created", "/a", ONE).id, Seen("created", "/a", TWO).id, Seen("created", "/b", ONE).id,
           Seen("deleted", "/a", ONE).id}  # fmt: skip
    assert len(ids) == 4
    assert Seen("created", "/a", ONE).id == Seen("changed", "/a", ONE).id


def test_ten_thousand_events_do_not_write_ten_thousand_ledgers() -> None:
    ledger, written, cursors = Ledger(), 0, 0
    for number in range(10_000):
        ledger.note(Seen("created", f"/folder/{number}", ONE))
        cursor = ledger.cursor_if_due()
        cursors += cursor is not None
        written += len(cursor["files"]) if cursor else 0
    assert written < 100 * 10_000
    assert cursors >= 100


def test_in_a_small_folder_each_event_carries_the_cursor() -> None:
    ledger = Ledger()
    ledger.note(Seen("created", "/a", ONE))
    assert ledger.cursor_if_due() == {"files": {"/a": [1, 10, 100]}}
