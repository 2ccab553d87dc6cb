import pytest

from nomologi_tui.blocks.tools.files.sizes import parse_size, size_words


@pytest.mark.parametrize(
    ("text", "size"), [("512", 512), ("10 MB", 10_000_000), ("1.5kib", 1536), ("2G", 2_000_000_000), ("7 b", 7)]
)
def test_a_size_is_read_with_its_unit(text: str, size: int) -> None:
    assert parse_size(text) == size


@pytest.mark.parametrize("text", ["", "x", "-1", "1 i", "1e9", "٣", "1" * 30, "nan"])
def test_what_is_no_size_is_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match="is not a size; write for example"):
        parse_size(text)


def test_sizes_read_in_their_largest_unit() -> None:
    assert [size_words(one) for one in (1, 999, 1500, 10**6, 3 * 10**12)] == [
        "1 byte", "999 bytes", "1.5 kB", "1 MB", "3 TB",
    ]  # fmt: skip
