import base64
import hmac
from typing import Any

import pytest

from nomologi_tui.blocks.tools.web.signatures import Signing, harmless_headers, problem_with, sample_headers, signed

NOW = 1_614_265_330.0
STANDARD = {"webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek", "webhook-timestamp": "1614265330"}
GOOD = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
WHSEC = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
SLACK_BODY = (
    "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
    "&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
    "&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
    "&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
)
GITHUB = "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"


def github(signature: str, key: str = "It's a Secret to Everybody", name: str = "x-hub-signature-256") -> str:
    return problem_with(Signing("github", key), {name: signature}, b"Hello, World!", NOW)


def test_githubs_own_example_is_right_in_either_case() -> None:
    assert github(f"sha256={GITHUB}") == ""
    assert github(f"sha256={GITHUB.upper()}") == ""


def test_what_github_did_not_sign_is_refused() -> None:
    assert "missing" in github("sha1=01dc10d0c83e72ed246219cdd91669667fe2ca59", name="x-hub-signature")
    assert "wrong" in github(f"sha256=é{GITHUB[1:]}")
    assert "wrong" in github(GITHUB)
    assert "no secret" in github(f"sha256={GITHUB}", key="")
    assert "wrong" in problem_with(
        Signing("github", "k"), {"x-hub-signature-256": f"sha256={GITHUB}"}, b"Hello, World!", NOW
    )


@pytest.mark.parametrize("signature", [GOOD, f"v1,AAAA v1a,xx {GOOD}"])
def test_standard_webhooks_take_any_of_several_signatures(signature: str) -> None:
    headers = STANDARD | {"webhook-signature": signature}
    assert problem_with(Signing("standard", WHSEC), headers, b'{"test": 2432232314}', NOW) == ""


@pytest.mark.parametrize(
    ("change", "now", "problem"),
    [
        ({}, NOW + 301, "5 minutes"),
        ({}, NOW - 301, "5 minutes"),
        ({"webhook-timestamp": "soon"}, NOW, "5 minutes"),
        ({"webhook-timestamp": "٣"}, NOW, "5 minutes"),
        ({"webhook-id": "other"}, NOW, "wrong"),
        ({"webhook-signature": "v1,é"}, NOW, "wrong"),
    ],
)
def test_a_standard_webhook_is_refused_when_anything_is_off(change: dict[str, str], now: float, problem: str) -> None:
    headers = STANDARD | {"webhook-signature": GOOD} | change
    assert problem in problem_with(Signing("standard", WHSEC), headers, b'{"test": 2432232314}', now)


def test_slacks_own_example_is_right() -> None:
    headers = {
        "x-slack-request-timestamp": "1531420618",
        "x-slack-signature": "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
    }
    signing = Signing("slack", "8f742231b10e8888abcd99yyyzzz85a5")
    assert problem_with(signing, headers, SLACK_BODY.encode(), 1531420618) == ""
    assert "5 minutes" in problem_with(signing, headers, SLACK_BODY.encode(), NOW)


STRIPE = Signing("stripe", "whsec_test_secret")
PAID = b'{"id": "evt_1", "type": "invoice.paid"}'


def sealed(text: str = "", stamp: str = "1614265330") -> str:
    return f"t={stamp},v1={hmac.new(b'whsec_test_secret', f'{text or stamp}.'.encode() + PAID, 'sha256').hexdigest()}"


@pytest.mark.parametrize("header", [sealed(), f"{sealed()},v0=00", f" t=1614265330 , v1={'00' * 32},{sealed()[13:]}"])
def test_stripe_may_send_several_signatures(header: str) -> None:
    assert problem_with(STRIPE, {"stripe-signature": header}, PAID, NOW) == ""


@pytest.mark.parametrize(
    ("header", "problem"),
    [
        ("", "5 minutes"), (sealed()[13:], "5 minutes"), (sealed(stamp="soon"), "5 minutes"),
        (sealed(stamp="1614265000"), "5 minutes"), (sealed(text="1614265331"), "wrong"), (sealed()[:-2], "wrong"),
        (sealed().replace("v1", "v0"), "wrong"), ("t=1614265330,v1=é", "wrong"), ("t=1614265330,v1=", "wrong"),
    ],
)  # fmt: skip
def test_what_stripe_did_not_sign_now_is_refused(header: str, problem: str) -> None:
    assert problem in problem_with(STRIPE, {"stripe-signature": header}, PAID, NOW)
    assert "stripe-signature is missing" in problem_with(STRIPE, {}, PAID, NOW)


def test_a_secret_that_is_only_a_prefix_is_no_empty_key() -> None:
    headers = STANDARD | {"webhook-signature": "v1,"}
    right = hmac.new(b"", b"msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.x", "sha256").digest()
    headers["webhook-signature"] += base64.b64encode(right).decode()
    assert "wrong" in problem_with(Signing("standard", "whsec_"), headers, b"x", NOW)


def test_the_digest_is_the_one_of_rfc_4231() -> None:
    digest = signed(Signing("hmac", "\x0b" * 20, "x"), {}, b"Hi There")
    assert digest.hex() == "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"


@pytest.mark.parametrize("scheme", ["none", "standard", "github", "slack", "stripe", "hmac"])
def test_a_sample_is_right_by_its_own_scheme(scheme: str) -> None:
    signing = Signing(scheme, "a secret", "X-Sign")
    assert problem_with(signing, sample_headers(signing, b"x", NOW), b"x", NOW) == ("")


def test_hmac_takes_hex_and_base64() -> None:
    headers: dict[str, Any] = {"x-sign": "sDRMYdjbOFNcqK/OrwvxK4gdwgDJgz2nJuk3bC4yz/c="}
    assert problem_with(Signing("hmac", "\x0b" * 20, "X-Sign"), headers, b"Hi There", NOW) == ""


def test_later_steps_see_no_credentials() -> None:
    headers = {"cookie": "c", "authorization": "a", "x-sign": "s", "x-slack-signature": "s", "accept": "x"}
    assert harmless_headers(Signing("hmac", "k", "X-Sign"), headers) == {"accept": "x"}
