"""What every kind of connection promises, also one of another package: it is enough to be in the registry."""

import inspect
import re
from pathlib import Path

import pytest

from nomologi_tui.blocks.fields import FieldSpec, check, describe, parse_text
from nomologi_tui.blocks.tools.web.bound import check_hosts
from nomologi_tui.providers import Provider
from nomologi_tui.providers.registry import load_providers
from nomologi_tui.testing.conformance import lines_of_code

PROVIDERS = list(load_providers())
FIELDS = [(one, spec) for one in PROVIDERS for spec in describe(one.config)]
SECRET = "hunter2-do-not-show"

each_kind = pytest.mark.parametrize("kind", PROVIDERS, ids=lambda kind: kind.name)
each_field = pytest.mark.parametrize(
    ("kind", "spec"), FIELDS, ids=lambda part: part.name if isinstance(part, Provider | FieldSpec) else ""
)


@each_kind
def test_it_is_named_and_explained(kind: Provider) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9_]*", kind.name)
    assert kind.title[0].isupper()
    assert kind.doc.endswith(".")
    assert kind.serves
    assert inspect.iscoroutinefunction(kind.test)


@each_kind
def test_its_file_is_small(kind: Provider) -> None:
    source = inspect.getsourcefile(kind.test)
    assert source is not None
    assert lines_of_code(Path(source).read_text(encoding="utf-8")) <= 60


@each_kind
def test_its_example_is_right_and_holds_no_secret(kind: Provider) -> None:
    _, problems = check(kind.config, kind.example)
    assert problems == {}
    secrets = [kind.example[spec.name] for spec in describe(kind.config) if spec.secret and spec.name in kind.example]
    assert all(value.startswith("env:") for value in secrets)


@each_kind
def test_it_says_where_its_secrets_may_go_and_whose_it_is_without_them(kind: Provider) -> None:
    secrets = {spec.name: SECRET for spec in describe(kind.config) if spec.secret}
    config, _ = check(kind.config, {**kind.example, **secrets})
    assert config is not None
    hosts = kind.hosts_of(config)
    assert hosts or not kind.headers_of(config)
    assert check_hosts(list(hosts)) == list(hosts)
    assert SECRET not in str(hosts) + kind.account_of(config)


@each_field
def test_each_field_is_explained_and_its_example_can_be_typed(kind: Provider, spec: FieldSpec) -> None:
    assert kind.config.model_fields[spec.name].title
    assert spec.help.endswith((".", "?"))
    assert spec.example
    others = {name: value for name, value in kind.example.items() if name != spec.name}
    assert spec.name not in check(kind.config, {**others, spec.name: parse_text(spec, spec.example)})[1]


@each_field
@pytest.mark.parametrize("value", [None, 7, "\0", "", [], {}, [None], "x" * 100_000, True])
def test_a_wrong_value_is_a_sentence_never_a_traceback(kind: Provider, spec: FieldSpec, value: object) -> None:
    _, problems = check(kind.config, {**kind.example, spec.name: value})
    assert all(problem and problem[-1] in ".!?" and "Traceback" not in problem for problem in problems.values())
