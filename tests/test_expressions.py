import re
import sys

import nomologi_tui.goals.reading  # noqa: F401 - most of those that there are
from nomologi_tui.expressions import Late, expression


def test_it_answers_like_the_compiled_one() -> None:
    late, compiled = expression(r"(?P<one>a)|b", re.IGNORECASE), re.compile(r"(?P<one>a)|b", re.IGNORECASE)
    assert [late.sub("x", text) for text in ("cAb", "", "B")] == [compiled.sub("x", text) for text in ("cAb", "", "B")]
    assert (late.search("..A", 2) is not None, late.fullmatch("ab")) == (True, None)
    assert late.findall("ab") == compiled.findall("ab")


def test_nothing_is_compiled_before_it_is_used() -> None:
    broken = expression("(")
    assert isinstance(broken, Late)


def test_each_one_of_ours_can_be_compiled() -> None:
    ours = [module for name, module in list(sys.modules.items()) if name.startswith("nomologi_tui.")]
    late = [one for module in ours for one in vars(module).values() if isinstance(one, Late)]
    assert len(late) > 20
    assert all(one.groups >= 0 for one in late)
