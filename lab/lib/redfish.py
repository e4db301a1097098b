# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 quorate.ha_storage contributors
"""What a node's BMC says in Redfish: as much of it as tells and changes the power state. Pure."""

import base64
import binascii
import hmac
import json
from typing import Any, Dict, NamedTuple, Optional

ROOT = "/redfish/v1"
SYSTEMS = f"{ROOT}/Systems"
USER = "fence"
RESETS = ("On", "ForceOff", "ForceRestart")


class Answer(NamedTuple):
    """A reply: HTTP status, content (None: without), and what is to be done to the power before it is sent."""

    status: int
    content: Optional[Dict[str, Any]] = None
    reset: str = ""


def system_uri(node: str) -> str:
    """Where the power state of the node is."""
    return f"{SYSTEMS}/{node}"


def action_uri(node: str) -> str:
    """Where the power state is changed."""
    return f"{system_uri(node)}/Actions/ComputerSystem.Reset"


def allowed(header: str, user: str, password: str) -> bool:
    """Whether an Authorization header (HTTP Basic) has these credentials."""
    kind, _rest, words = header.partition(" ")
    try:
        given = base64.b64decode(words, validate=True)
    except (binascii.Error, ValueError):
        return False
    return kind.lower() == "basic" and hmac.compare_digest(given, f"{user}:{password}".encode())


def respond(node: str, powered: bool, method: str, path: str, body: bytes) -> Answer:
    """The answer to one request of somebody who may ask; ``powered``: the node has power now."""
    place = path.rstrip("/") or "/"
    if place == action_uri(node):
        return _reset(body) if method == "POST" else Answer(405, _error("only POST"))
    pages = {ROOT: _root(), SYSTEMS: _systems(node), system_uri(node): _system(node, powered)}
    if place not in pages:
        return Answer(404, _error(f"there is no {place}"))
    return Answer(200, pages[place]) if method == "GET" else Answer(405, _error("only GET"))


def _root() -> Dict[str, Any]:
    return {"@odata.id": ROOT, "Name": "BMC of a node of the lab", "Systems": {"@odata.id": SYSTEMS}}


def _systems(node: str) -> Dict[str, Any]:
    return {"@odata.id": SYSTEMS, "Members@odata.count": 1, "Members": [{"@odata.id": system_uri(node)}]}


def _system(node: str, powered: bool) -> Dict[str, Any]:
    reset = {"target": action_uri(node), "ResetType@Redfish.AllowableValues": list(RESETS)}
    return {
        "@odata.id": system_uri(node),
        "Id": node,
        "Name": node,
        "PowerState": "On" if powered else "Off",
        "Actions": {"#ComputerSystem.Reset": reset},
    }


def _reset(body: bytes) -> Answer:
    try:
        asked = json.loads(body)["ResetType"]
    except (ValueError, KeyError, TypeError):
        return Answer(400, _error("the body has no ResetType"))
    if asked not in RESETS:
        return Answer(400, _error(f"ResetType must be one of {', '.join(RESETS)}"))
    return Answer(204, reset=asked)


def _error(message: str) -> Dict[str, Any]:
    return {"error": {"message": message}}
