"""Exports of other programs, recognised by their shape. Read under limits; nothing in them is carried out."""

import json
import re
from typing import Any

from nomologi_tui.adopting import Found, n8n, node_red
from nomologi_tui.adopting import home_assistant as house
from nomologi_tui.document import MAX_SIZE, load
from nomologi_tui.document.parsing import MAX_DEPTH
from nomologi_tui.errors import BadInputError

LARGEST = 4 * MAX_SIZE  # characters of JSON
MOST = 1_000  # automations
_HALF = re.compile(r"\\u[dD][89a-fA-F]")
_HOUSE = re.compile(r"^(?:- |)(?:alias|id|triggers?|use_blueprint|blueprint|automation( [^:\n]*)?):", re.MULTILINE)


def foreign(text: str) -> list[Found] | None:
    """What an export of n8n, Node-RED or Home Assistant holds; None where the text is none.

    Raises BadInputError for one that is too large or can't be read.
    """
    start = text.removeprefix("\ufeff").lstrip()
    if start.startswith(("{", "[")):
        return _json(start)
    if _HOUSE.search(start) and not re.search(r"^version:", start, re.MULTILINE):
        return _house(start)
    return None


def _json(text: str) -> list[Found] | None:
    if '"nodes"' not in text and '"wires"' not in text:
        return None
    if len(text) > LARGEST:
        raise BadInputError("The export is larger than 4 MB.", "Export fewer flows at once.")
    try:
        data = json.loads(text)
        if _HALF.search(text):  # half of a sign, which no file, terminal or database takes
            data = json.loads(json.dumps(data, ensure_ascii=False).encode("utf-8", "replace"))
    except RecursionError:
        raise BadInputError(f"The export is nested more than {MAX_DEPTH} levels deep.") from None
    except ValueError:
        return None
    return _found(data)


def _found(data: Any) -> list[Found] | None:
    if n8n.is_workflow(data):
        return n8n.workflow_found(data)
    if isinstance(data, list) and data and all(n8n.is_workflow(one) for one in data[:MOST]):
        return [found for one in data[:MOST] for found in n8n.workflow_found(one)]
    flows = node_red.flows_in(data)
    return node_red.flows_found(flows) if flows else None


def _house(text: str) -> list[Found] | None:
    """A list stands under one key, so that the strict reader of our documents reads it too."""
    plain = house.without_tags(text)
    data: Any = load(
        f"automation:\n{plain}" if plain.startswith("-") or "\n- " in plain.split("automation:")[0] else plain
    )
    rows = house.automations_of(data)
    if len(rows) > MOST:
        raise BadInputError(f"The file has more than {MOST:,} automations.")
    return [found for one in rows for found in house.automation_found(one)] or None
