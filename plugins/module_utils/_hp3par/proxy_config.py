# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The variables of the role hp3par_proxy -> the document that its program reads."""

from __future__ import annotations

import hashlib
import typing as t

Data = t.Mapping[str, t.Any]


def proxy_config(variables: Data, folder: str) -> dict[str, t.Any]:
    """The document; of tokens it has the hashes only.

    variables -- cli, arrays, clients, rules, limits and identifier_is_enough of the role
    folder -- where the password files are, as ``ARRAY.pwf``
    """
    return {
        "cli": variables["cli"],
        "open": variables["identifier_is_enough"],
        "arrays": {array["name"]: f"{folder}/{array['name']}.pwf" for array in variables["arrays"]},
        "clients": {client["id"]: _proof(client) for client in variables["clients"]},
        "rules": [dict(rule) for rule in variables["rules"]],
        "limits": dict(variables["limits"]),
    }


def _proof(client: Data) -> dict[str, str]:
    token, certificate = client.get("token") or "", client.get("certificate") or ""
    hashed = {"token_sha256": hashlib.sha256(token.encode()).hexdigest()} if token else {}
    return {**hashed, **({"certificate": certificate} if certificate else {})}
