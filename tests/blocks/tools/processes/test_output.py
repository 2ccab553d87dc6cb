from nomologi_tui.blocks.tools.processes.output import HeadTail, LineFeed


def test_short_output_is_kept_whole() -> None:
    kept = HeadTail(head=4, tail=6)
    for chunk in (b"ab", b"cdef", b"ghij"):
        kept.add(chunk)
    assert (kept.text(), kept.dropped) == ("abcdefghij", 0)


def test_of_long_output_head_and_tail_are_kept_and_the_cut_is_named() -> None:
    kept = HeadTail(head=4, tail=6)
    for chunk in (b"abcdefg", b"hijk", b"lmnopqrstuvwxyz", b"12"):
        kept.add(chunk)
    assert kept.text() == "abcd\n… 18 bytes were cut here …\nwxyz12"


def test_a_chunk_larger_than_the_tail_is_cut_too() -> None:
    kept = HeadTail(head=0, tail=3)
    kept.add(b"abcdef")
    assert (kept.dropped, kept.text()[-3:]) == (3, "def")


def test_only_the_first_lines_are_told() -> None:
    told: list[str] = []
    feed = LineFeed(told.append, limit=2)
    feed.add(b"one\ntw")
    feed.add(b"o\nthree\nfour\n")
    feed.close()
    assert told == ["one", "two", "… more than 2 lines; the rest is in the step's output"]


def test_a_progress_line_is_told_in_its_last_state() -> None:
    told: list[str] = []
    feed = LineFeed(told.append)
    feed.add(b"10%\r50%\r100%\r\nend")
    feed.close()
    assert told == ["100%", "end"]


def test_a_line_without_end_does_not_grow() -> None:
    told: list[str] = []
    feed = LineFeed(told.append)
    for _ in range(100):
        feed.add(b"x" * 1000)
    feed.close()
    assert [len(line) for line in told] == [8192]
