"""Where a connection's secrets may go."""

import httpx
import pytest

from nomologi_tui.blocks.tools.web.bound import check_hosts, is_bound, shown_origin

HOSTS = ["api.github.com", "http://nas.local:8123", "https://[::1]:8443", "bücher.example"]


@pytest.mark.parametrize(
    "url",
    ["https://api.github.com/user?x=1", "https://API.GitHub.com:443/", "http://nas.local:8123/api", "https://[::1]:8443",
     "https://bücher.example/", "https://xn--bcher-kva.example/"],
)  # fmt: skip
def test_the_same_origin_is_bound(url: str) -> None:
    assert is_bound(url, HOSTS)


@pytest.mark.parametrize(
    "url",
    ["http://api.github.com/", "https://api.github.com:8443/", "https://api.github.com.evil.example/",
     "https://evil.example/api.github.com", "https://api.github.com@evil.example/", "https://evil.example#@api.github.com",
     "https://evil.example?@api.github.com", "https://sub.api.github.com",
     "http://nas.local/", "https://nas.local:8123/", "ftp://api.github.com/", "//api.github.com/", "", "api.github.com",
     "https://", "https://[::1", "https://api.github.com./"],
)  # fmt: skip
def test_anything_else_is_not(url: str) -> None:
    assert not is_bound(url, HOSTS)


@pytest.mark.parametrize(
    "url",
    ["https://api.github.com\\.evil.example/", "https://api.github.com%2eevil.example/", "https://a@api.github.com@b/",
     "https://evil.example\\@api.github.com/", "https://evil.example%40api.github.com/", "https:\\\\api.github.com"],
)  # fmt: skip
def test_a_strange_address_is_judged_by_where_it_is_sent(url: str) -> None:
    try:
        host = httpx.Request("GET", url).url.host
    except httpx.InvalidURL:
        host = ""
    assert is_bound(url, HOSTS) is (host == "api.github.com")


@pytest.mark.parametrize(
    "host", ["", "a b", "https://x/path", "user@x", "ftp://x", "x:port", "*.x y", "{{ x }}", "x#y"]
)
def test_what_is_no_host_is_a_sentence(host: str) -> None:
    with pytest.raises(ValueError, match="is not a host"):
        check_hosts([host])


def test_a_sentence_about_an_address_holds_no_password() -> None:
    assert shown_origin("https://ada:geheim@x.example:99/secret?key=1") == "https://x.example:99"
    assert shown_origin("nonsense") == "this address"
