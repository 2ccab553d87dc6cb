"""A store full of secrets, whose automations do all they can to spread them: real vault, real runner, real programs."""

import hashlib
import hmac
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.error import URLError
from urllib.request import ProxyHandler, Request, build_opener

import pytest

from nomologi_tui.document import from_yaml
from nomologi_tui.model import Automation, Run, RunStatus
from nomologi_tui.settings import load_settings
from nomologi_tui.store import automations, runs
from nomologi_tui.store.vault_key import CREDENTIAL
from nomologi_tui.usecases.automations.automations import switch_on
from nomologi_tui.usecases.connections import connections
from nomologi_tui.usecases.runs.running import run_now
from nomologi_tui.usecases.workspace import Workspace
from tests.leaks.canaries import CANARIES
from tests.leaks.echo import echoing
from tests.ports import free_port
from tests.support import Background, carry_out, environment, wait_until

COMMANDS = (
    ["list"], ["status"], ["doctor"], ["connections", "list", "--json"], ["users", "list"], ["alerts"], ["runs"],
    ["connections", "test", "post"], ["connections", "test", "api key"], ["logs", "--json"], ["why", "called"],
    ["show", "odd-password", "--yaml"], ["show", "called"], ["run", "api-key", "--dry"],
)  # fmt: skip
SPILL = Path(__file__).with_name("spill.py")
HOOK = "token-of-thirty-two-characters--"
BY_BASIC = ("basic password", "pem key", "short password", "odd password")

TOKEN = "{{ steps.fetch.json.token }}"
PERCENT = "{{ steps.fetch.json.token | url_encode }}"

# The steps that each secret goes through; one that fails does not keep the next from trying.
STEPS = """
version: 1
goal: {name}
configuration: {{on_failure: continue, retries: 0}}
when:
- block: manual
what:
- {{block: http_request, name: fetch, config: {{url: "{echo}/say", connection: "{name}"}}}}
- {{block: http_request, name: border, config: {{url: "{echo}/border", connection: "{name}"}}}}
- {{block: http_request, name: chunks, config: {{url: "{echo}/chunks", connection: "{name}"}}}}
- {{block: http_request, name: fails, config: {{url: "{echo}/fails", connection: "{name}"}}}}
- {{block: http_request, name: moves, config: {{url: "{echo}/moves", connection: "{name}"}}}}
- {{block: http_request, name: refuses, config: {{url: "{echo}/refuses", connection: "{name}"}}}}
- {{block: http_request, name: elsewhere, config: {{url: "http://localhost:1/", connection: "{name}"}}}}
- {{block: http_request, name: named, config: {{url: "http://x:{{{{ steps.fetch.json.percent }}}}@127.0.0.1:1/"}}}}
- {{block: http_request, name: host, config: {{url: "http://{token}/"}}}}
- {{block: run_command, name: spill, config: {{command: "{spill} 0 {seen}", stdin: "{token}"}}}}
- {{block: run_command, name: breaks, config: {{command: "cat >&2; exit 3", stdin: "{token}"}}}}
- {{block: run_command, name: shell, config: {{command: "echo {token} | base64 && exit 4"}}}}
- {{block: run_command, name: none, config: {{command: "/nowhere/{token}"}}}}
- {{block: make_text, name: text, config: {{text: "{{{{ steps.fetch.body }}}}{token}{percent}"}}}}
- {{block: pick_value, name: pick, config: {{data: "{token}", path: "a"}}}}
- {{block: copy_file, name: copy, config: {{path: "{token}", to: /tmp}}}}
- {{block: run_automation, name: start, config: {{automation: heard, inputs: {{text: "{{{{ steps.fetch.body }}}}"}}}}}}
- {{block: notify, name: tell, config: {{to: "keyring:alert", message: "{token}"}}}}
- {{block: ask_for_approval, name: ask, config: {{question: "May {token} go on?"}}}}
"""
HEARD = (
    "{version: 1, goal: heard, when: [{block: manual}], what: [{block: make_text, config: {text: '{{ event.text }}'}}]}"
)
CALLED = (
    "{version: 1, goal: called,"
    "when: [{block: webhook, config: {token: HOOK, scheme: github, secret: 'keyring:hook'}}],"
    "what: [{block: make_text, config: {text: '{{ event.body }}'}}]}"
).replace("HOOK", HOOK)


@dataclass
class Haunted:
    """The store after all of it: what the CLI said on the way is in `said`."""

    home: Path
    environ: Mapping[str, str]
    seen: Path  # arguments and environments of processes
    said: list[tuple[str, bytes]] = field(default_factory=list)
    ended: list[Run] = field(default_factory=list)

    def cli(self, *arguments: str, stdin: str = "") -> str:
        """The output of a command line; what it wrote is kept."""
        _, out, err = carry_out(arguments, stdin)
        self.said.append((" ".join(arguments), (out + err).encode("utf-8", "surrogateescape")))
        return out


@pytest.fixture(scope="package")
def haunted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Haunted]:
    folder = tmp_path_factory.mktemp("leaks")
    (folder / CREDENTIAL).write_text(CANARIES["vault passphrase"])
    environ = {
        "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere", "CREDENTIALS_DIRECTORY": str(folder), "NOMOLOGI_USER": "ada",
        "NOMOLOGI_PASSWORD": CANARIES["user password"], "NOMOLOGI_WEBHOOK_PORT": str(free_port()),
        "CANARY": CANARIES["env secret"],
    }  # fmt: skip
    house = Haunted(folder / "home", environ, folder / "seen")
    with pytest.MonkeyPatch.context() as patch, echoing() as echo:
        for name, value in environment(house.home, **environ).items():
            patch.setenv(name, value)
        house.cli("doctor", "--make-vault", stdin=CANARIES["vault passphrase"] + "\n")
        house.cli("users", "password", stdin=CANARIES["user password"] + "\n")
        ws = Workspace(load_settings(), password_of=lambda _login: CANARIES["user password"])
        _haunt(house, ws, echo)
        ws.close()
        for arguments in [*COMMANDS, *(["trace", str(run.id), "--json"] for run in house.ended[::3])]:
            house.cli(*arguments)
        house.cli("replay", str(house.ended[-1].id), "--yes", "--wait")
        yield house


def _haunt(house: Haunted, ws: Workspace, echo: str) -> None:
    ws.secrets.put("keyring:hook", CANARIES["signing secret"])
    ws.secrets.put("keyring:alert", f"json://127.0.0.1:1/{CANARIES['keyring secret']}")
    _connect(ws, echo)
    spill = f"{sys.executable} {SPILL}"
    made = [_made(ws, HEARD), _made(ws, CALLED)]
    named = ("api key", "bearer token", "env secret", *BY_BASIC)
    made += [
        _made(ws, STEPS.format(token=TOKEN, percent=PERCENT, name=name, echo=echo, spill=spill, seen=house.seen))
        for name in named
    ]
    switch_on(ws, made[1])
    with Background(house.home, "runner", environ=house.environ) as runner:
        runner.err.wait_for(lambda line: "ctrl+c" in line)
        started = [run_now(ws, one) for one in made[2:]]
        called = _call(house)
        house.ended = [_ended(ws, number) for number in [*started, called]]
        runner.stop()
        house.said.append(("runner", "\n".join([*runner.out.all, *runner.err.all]).encode()))


def _connect(ws: Workspace, echo: str) -> None:
    def add(kind: str, label: str, **values: object) -> None:
        connections.add(ws, ws.providers.get(kind), label, values)

    hosts = [echo]
    add("api_key", "api key", key=CANARIES["api key"], hosts=hosts)
    add("bearer", "bearer token", token=CANARIES["bearer token"], hosts=hosts)
    add("bearer", "env secret", token="env:CANARY", hosts=hosts)
    for name in BY_BASIC:
        add("basic", name, username="ada", password=CANARIES[name], hosts=hosts)
    server = {"imap_host": "127.0.0.1", "imap_port": 1, "imap_security": "none"}
    add("mailbox", "post", address="ada@example.com", password=CANARIES["mailbox password"], **server)


def _made(ws: Workspace, text: str) -> Automation:
    wanted = replace(from_yaml(text, ws.registry), user_id=ws.user.id)
    return ws.store.write(automations.create, wanted, ws.clock.now())


def _call(house: Haunted) -> int:
    """The run of a signed request that tells the secret that it is signed with."""
    status = json.loads(house.cli("show", "called", "--json"))
    secret, address = CANARIES["signing secret"], status["steps"][0]["url"]
    body = json.dumps({"secret": secret, "twice": [secret.encode().hex(), {secret: 1}]}).encode()
    signature = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    headers = {"X-Hub-Signature-256": f"sha256={signature}", "X-GitHub-Delivery": f"id-{secret}", "X-Secret": secret}
    request = Request(f"{address}?key={secret}", body, headers)  # noqa: S310 - our own address
    wait_until(lambda: _posted(request))
    return int(json.loads(house.cli("runs", "called", "--json"))[0]["id"])


def _posted(request: Request) -> bool:
    try:
        with build_opener(ProxyHandler({})).open(request, timeout=20) as answer:
            return bool(answer.status == 202)
    except URLError:  # it does not listen yet
        return False


def _ended(ws: Workspace, number: int) -> Run:
    def over() -> Run | None:
        found = ws.store.read(runs.get, ws.user.id, number)
        return found if found.status.finished or found.status is RunStatus.WAITING else None

    look: Callable[[], Run | None] = over
    found = wait_until(look, 60)
    assert found is not None
    return found
