from typing import Any

from pydantic import BaseModel, Field

from nomologi_tui.blocks.checked import check_again, checked_once


class Config(BaseModel):
    size: int = Field(title="Size", description="How large.")


def test_the_same_values_are_looked_at_once_inside() -> None:
    values: dict[str, Any] = {"size": "3"}
    with checked_once():
        first, wrong = check_again(Config, values)
        assert first == Config(size=3)
        assert not wrong
        assert check_again(Config, values)[0] is first
        assert check_again(Config, {"size": "3"})[0] is not first
    assert check_again(Config, values)[0] is not first


def test_outside_and_afterwards_changed_values_are_looked_at_anew() -> None:
    values: dict[str, Any] = {"size": "3"}
    with checked_once():
        check_again(Config, values)
    values["size"] = "x"
    assert list(check_again(Config, values)[1]) == ["size"]
