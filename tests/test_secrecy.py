import pytest

from nomologi_tui.secrecy import hidden_under, looks_secret, secrets_of, secrets_under

GITHUB = "ghp_" + "a1" * 18


@pytest.mark.parametrize(
    ("text", "found"),
    [('curl -H "Authorization: Bearer abcdef1234567890" https://x', ["abcdef1234567890"]),
     ("curl https://ada:hunter2@host/x", ["hunter2"]), ("mysql --password=hunter22 db", ["hunter22"]),
     ("wget 'https://api.example/y?token=abcdefghij&x=1'", ["abcdefghij"]), (f"a {GITHUB} b", [GITHUB]),
     ("https://hooks.slack.com/services/T000/B000/" + "x" * 20, ["T000/B000/" + "x" * 20]),
     ("-----BEGIN RSA PRIVATE KEY-----\nabc", ["-----BEGIN RSA PRIVATE KEY-----\nabc"])],
)  # fmt: skip
def test_secrets_are_known_by_their_shape(text: str, found: list[str]) -> None:
    assert list(secrets_of(text)) == found
    assert looks_secret(text)


@pytest.mark.parametrize(
    "text",
    ["basic research paper", "the bearer of news", "mysql --password=$PW db", "rsync -a x ada@host:/y", "see http://a:80/",
     "Bearer {{ event.token }}", "curl https://ada:{{ event.x }}@host", "the password: it is wrong", "task-sk-1"],
)  # fmt: skip
def test_what_only_speaks_of_one_is_none(text: str) -> None:
    assert list(secrets_of(text)) == []


def test_a_name_makes_a_value_one_unless_it_stands_elsewhere() -> None:
    assert secrets_under("Authorization", "Bearer abc12345") == ["Bearer abc12345", "abc12345"]
    headers = {"X-Api-Key": "env:KEY", "Cookie": "{{ event.x }} abcdefgh", "X-Token": "yes", "Accept": "text/html"}
    assert list(secrets_of({"headers": headers})) == []
    assert hidden_under("cookie", "x") == "[hidden]"
    assert hidden_under("accept", "x") == "x"
