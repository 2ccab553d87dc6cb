"""Making, reading, picking and ordering values."""

import json
from typing import Any

import pytest

from nomologi_tui.blocks import Block
from nomologi_tui.blocks.actions.change_list import change_list
from nomologi_tui.blocks.actions.make_text import make_text
from nomologi_tui.blocks.actions.parse_text import parse_text
from nomologi_tui.blocks.actions.pick_value import pick_value
from nomologi_tui.blocks.fields import check
from nomologi_tui.errors import BlockError
from nomologi_tui.testing import FakeContext

FILES = json.dumps([{"name": "b", "size": 10}, {"name": "a", "size": 9}, {"name": "b", "size": 10}])


async def do(block: Block, **config: Any) -> dict[str, Any]:
    result: dict[str, Any] = await block.run(block.config(**config), FakeContext())
    return result


async def test_a_text_has_a_name_for_later() -> None:
    assert await do(make_text, text="Hällo") == {"text": "Hällo", "length": 5}


@pytest.mark.parametrize(
    ("form", "text", "value"),
    [
        ("json", '\ufeff{"a": [1, null]}', {"a": [1, None]}),
        ("yaml", "a: 1\nb: [x, 2024-01-31, yes]", {"a": 1, "b": ["x", "2024-01-31", True]}),
        ("yaml", "a: !!set {z, b}\nb: !!binary //8=", {"a": ["b", "z"], "b": "//8="}),
        ("lines", "a\r\n\n  b\n", ["a", "  b"]),
        ("parts", " a  b\nc ", ["a", "b", "c"]),
        ("csv", 'name,said\na,"x,\ny"\nb\nc,d,e\n', [
            {"name": "a", "said": "x,\ny"}, {"name": "b", "said": ""}, {"name": "c", "said": "d", "3": "e"},
        ]),
        ("csv", "", []),
        ("json", "7", 7),
    ],
)  # fmt: skip
async def test_a_text_is_read_as_said(form: str, text: str, value: object) -> None:
    assert (await do(parse_text, text=text, form=form))["value"] == value


async def test_separators_are_chosen_and_the_first_row_may_be_data() -> None:
    assert (await do(parse_text, text="a; b;;c", form="parts", by=";"))["value"] == ["a", "b", "c"]
    told = await do(parse_text, text="a\tb\n1\t2", form="csv", by=r"\t", header=False)
    assert told == {"value": [["a", "b"], ["1", "2"]], "count": 2}


@pytest.mark.parametrize(
    ("form", "text", "said"),
    [
        ("json", "{", "not JSON"), ("json", "[NaN]", "NaN is not a number"), ("json", "[" * 200_000, "too deep"),
        ("json", "1" * 5000, "not JSON"), ("json", " " * 1_048_577, "longer than 1 MB"),
        ("yaml", "a: &x [1]\nb: [*x, *x]", "refers to itself"), ("yaml", "[" * 60_000, "nested deeper"),
        ("yaml", "a: !!python/object/apply:os.system [id]", "not YAML"), ("yaml", "? [a]\n: b", "not YAML"),
        ("yaml", "a\n" * 40_000, "64 KB"), ("yaml", "a: 2024-99-99", "not YAML"), ("yaml", "--- a\n--- b", "not YAML"),
        ("csv", 'a,"b', "not CSV"), ("csv", "x" * 200_000, "not CSV"), ("csv", "a\n" * 100_001, "100,000 rows"),
        ("lines", "a\n" * 100_001, "100,000 rows"),
    ],
)  # fmt: skip
async def test_a_hostile_or_broken_text_is_a_sentence(form: str, text: str, said: str) -> None:
    with pytest.raises(BlockError, match=said):
        await do(parse_text, text=text, form=form)


async def test_an_endless_number_of_yaml_stays_text() -> None:
    value = (await do(parse_text, text="a: 1" + ":59" * 15_000, form="yaml"))["value"]
    assert value["a"].startswith("1:59:59")


async def test_a_wrong_separator_is_a_sentence() -> None:
    with pytest.raises(BlockError, match="not CSV"):
        await do(parse_text, text="a", form="csv", by="two")


@pytest.mark.parametrize(
    ("path", "value"),
    [("[0].name", "b"), ("[*].size", [10, 9, 10]), ("[?size > `9`].name", ["b", "b"]), ("length(@)", 3)],
)
async def test_a_path_picks(path: str, value: object) -> None:
    assert await do(pick_value, data=FILES, path=path) == {"value": value, "found": True}


async def test_nothing_there_fails_or_goes_on_as_said() -> None:
    with pytest.raises(BlockError, match="nothing at gone"):
        await do(pick_value, data="{}", path="gone")
    assert (await do(pick_value, data="{}", path="gone", missing="go on"))["found"] is False
    assert (await do(pick_value, data="no JSON", path="@"))["value"] == "no JSON"


@pytest.mark.parametrize("path", ["a[", "a..b", "nosuch(", "(" * 5000])
def test_a_wrong_path_is_named_in_the_form(path: str) -> None:
    assert "path" in check(pick_value.config, {"data": "{}", "path": path})[1]


async def test_a_path_that_does_not_fit_the_data_is_a_sentence() -> None:
    with pytest.raises(BlockError, match="does not fit"):
        await do(pick_value, data="{}", path="sort_by(@, &a)")


async def test_items_stay_in_order_once_and_few() -> None:
    told = await do(change_list, data=FILES, field="name", order="ascending", once=True)
    assert [item["name"] for item in told["items"]] == ["a", "b"]
    told = await do(change_list, data="10\n9\n1e1\n", order="descending", most=2, glue=r"\n")
    assert told == {"items": ["10", "1e1"], "count": 2, "first": "10", "last": "1e1", "text": "10\n1e1"}


@pytest.mark.parametrize(
    ("keep", "value", "sizes"), [("greater than", "9", [10, 10]), ("is", "9", [9]), ("is empty", "", [])]
)
async def test_only_items_that_compare_as_said_stay(keep: str, value: str, sizes: list[int]) -> None:
    told = await do(change_list, data=FILES, keep=keep, value=value, field="size")
    assert [item["size"] for item in told["items"]] == sizes


async def test_mixed_items_are_ordered_as_text_and_compared_with_a_sentence() -> None:
    told = await do(change_list, data='["b", 2, null, {"x": 1}, "A"]', order="ascending", glue="|")
    assert told["text"] == '|2|A|b|{"x": 1}'
    with pytest.raises(BlockError, match="is not a number"):
        await do(change_list, data='["b", 2]', keep="greater than", value="1")


async def test_an_empty_list_has_no_first() -> None:
    assert (await do(change_list, data="[]"))["first"] is None
