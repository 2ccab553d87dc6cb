"""Fields that nodes of n8n set: in the data that flows on, and in the body of a request."""

from collections.abc import Iterable, Mapping
from typing import Any

from nomologi_tui.adopting.flow import Given, Node, NotTakenError, Piece
from nomologi_tui.adopting.n8n_values import json_text, text


def edit_fields(node: Node, given: Given, name: str) -> Piece:  # noqa: ARG001 - as each of them is called
    """It makes no step: what it sets stands where it is used."""
    own = node.settings
    if own.get("mode", "manual") != "manual" or own.get("duplicateItem") is True:
        raise NotTakenError("its fields come from an expression")
    values: dict[str, str] = {}
    for field, value in _assigned(own):
        if not field or "." in field or isinstance(value, dict | list):
            raise NotTakenError(f"its field “{field[:40]}” holds others")
        values[field] = text(value, given)
    if _keeps_the_rest(own) and given.last:
        values = {**({"": given.last} if isinstance(given.last, str) else given.last), **values}
    return Piece(gives=values)


def _keeps_the_rest(own: Mapping[str, Any]) -> bool:
    """Whether other fields pass through; older ones did so unless told."""
    if "assignments" in own or "fields" in own:
        return own.get("includeOtherFields") is True or own.get("include") == "all"
    return own.get("keepOnlySet") is not True


def _assigned(own: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Names and values, in the form of each generation of the node."""
    new, middle, old = (own.get(key) for key in ("assignments", "fields", "values"))
    if isinstance(new, dict):
        return [(str(one.get("name", "")), one.get("value")) for one in _rows(new.get("assignments"))]
    if isinstance(middle, dict):
        return [
            (str(one.get("name", "")), next((value for key, value in one.items() if key.endswith("Value")), ""))
            for one in _rows(middle.get("values"))
        ]
    kinds = old.values() if isinstance(old, dict) else ()
    return [(str(one.get("name", "")), one.get("value")) for rows in kinds for one in _rows(rows)]


def _rows(found: Any) -> Iterable[Mapping[str, Any]]:
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def pairs_in(own: Mapping[str, Any], what: str) -> list[tuple[str, Any]]:
    """Names and values of headers, query or body, as newer or older nodes hold them."""
    new, old = own.get(f"{what}Parameters"), own.get(f"{what}ParametersUi")
    rows = new.get("parameters") if isinstance(new, dict) else old.get("parameter") if isinstance(old, dict) else None
    return [(str(one.get("name", "")), one.get("value")) for one in _rows(rows)]


def body_of(own: Mapping[str, Any], given: Given) -> dict[str, Any]:
    """The body of a request, JSON as text or of fields; empty where it has none."""
    pairs, old = pairs_in(own, "body"), own.get("bodyParametersJson")
    if not own.get("sendBody", bool(pairs or old or own.get("jsonBody"))):
        return {}
    kind = own.get("contentType", own.get("bodyContentType", "json"))
    if kind == "json" and (own.get("specifyBody") == "json" or old):
        return {"body": text(own.get("jsonBody", old), given)}
    if kind != "json" or own.get("specifyBody", "keypair") != "keypair" or not pairs:
        raise NotTakenError("its body is neither JSON as text nor JSON of fields")
    fields = [f"{json_text(name, Given())}: {json_text(value, given)}" for name, value in pairs]
    return {"body": f"{{ {', '.join(fields)} }}"}
