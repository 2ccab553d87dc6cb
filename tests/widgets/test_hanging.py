from nomologi_tui.widgets.hanging import Told, on_lines


def test_what_does_not_fit_goes_on_below_the_text() -> None:
    told = [Told("  in   command  ", "rsync -a photos nas:photos"), Told("", "done")]
    assert on_lines(told, 32).splitlines() == ["  in   command  rsync -a photos", "                nas:photos", "done"]
    assert on_lines(told).splitlines() == ["  in   command  rsync -a photos nas:photos", "done"]


def test_a_name_that_takes_all_the_room_stands_above_its_text() -> None:
    assert on_lines([Told("  a_name_as_long_as_a_line  ", "its value")], 30).splitlines() == [
        "  a_name_as_long_as_a_line",
        "    its value",
    ]


def test_wide_letters_count_as_the_cells_they_take() -> None:
    assert on_lines([Told("名前  ", "一二三四 五六七八")], 20).splitlines() == ["名前  一二三四", "      五六七八"]
