import pytest

from nomologi_tui.blocks.tools.web.request_form import all_headers, check_expected, check_status, how_to_try, typed_host
from nomologi_tui.errors import BlockError


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("http://Example.com/x", "example.com"),
        ("https://u:p@example.com:8443?x", "example.com"),
        ("http://[::1]:80/{{ x }}", "::1"),
        ("http://a.b", "a.b"),
        ("{{ x }}", ""),
        ("http://{{ x }}.example.com/", ""),
        ("http://localhost{{ x }}/", ""),
        ("http://localhost:{{ x }}/", ""),
        ("http://{{ x }}@localhost/", ""),
        ("http://evil.com\\@127.0.0.1/", ""),
    ],
)
def test_a_host_is_typed_only_when_no_value_has_a_part_in_it(url: str, host: str) -> None:
    assert typed_host(url) == host


@pytest.mark.parametrize("text", ["", "2xx", "200-", "200;300", "999"])
def test_statuses_must_be_numbers(text: str) -> None:
    with pytest.raises(ValueError, match="not statuses"):
        check_expected(text)


def test_a_status_is_expected_by_number_or_range() -> None:
    check_status({"status": 204, "headers": {}}, "200-299,404", "GET", "h")
    check_status({"status": 404, "headers": {}}, "200-299, 404", "GET", "h")
    with pytest.raises(BlockError, match="h answered 500"):
        check_status({"status": 500, "headers": {}}, "200-299", "GET", "h")


def test_a_typed_header_is_not_replaced() -> None:
    headers = all_headers({"content-Type": "a/b", "idempotency-key": "k"}, "x", "text", "other")
    assert headers == {"content-Type": "a/b", "idempotency-key": "k"}


def test_a_line_to_paste_names_a_connection_as_a_shell_reads_it() -> None:
    assert how_to_try("Bob's phone").startswith("Try it: nomologi connections test 'Bob'\"'\"'s phone'. ")
