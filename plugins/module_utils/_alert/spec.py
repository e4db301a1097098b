# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The description of the sinks -> settings, with every problem at once. Users and the file on a node have one shape."""

from __future__ import annotations

import re
import typing as t

from .._core.errors import InvalidInput, Problem
from .model import Mail, Settings, Sink, Snmp, Webhook

Data = t.Mapping[str, t.Any]
Found = t.Iterator[Problem]
LEVELS = ("info", "warning", "critical")
# NET-SNMP-MIB::netSnmpPlaypen, for private use. Who has a number of his own gives that.
OID = ".1.3.6.1.4.1.8072.9999.9999"
_KEYS = {
    "": ({"cluster", "level", "repeat", "mail", "snmp", "webhook"}, ()),
    "mail": ({"relay", "port", "tls", "from", "to", "user", "password"}, ("relay", "from", "to")),
    "snmp": (
        {"manager", "port", "version", "oid", "inform", "community", "user", "auth_password", "privacy_password"},
        ("manager",),
    ),
    "webhook": ({"url", "token"}, ("url",)),
}
_ADDRESS = re.compile(r"[^\s@<>,]+@[^\s@<>,]+")
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.:-]*[A-Za-z0-9])?")
_NUMBERS = re.compile(r"(\.\d+){4,}")
_QUOTABLE = re.compile(r'[^"\\\s]{8,}')
# Scheme, host, port, path.
URL = re.compile(r"(https?)://([A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\])(?::(\d{1,5}))?(/[\x21-\x7e]*)?")
_PORTS = {"none": 25, "starttls": 587, "tls": 465}


def read_settings(given: Data, cluster: str = "") -> Settings:
    """The settings that *given* describes. Raises InvalidInput with all problems."""
    found = list(problems(given))
    if found:
        raise InvalidInput(found)
    sinks: dict[str, Sink] = {}
    if given.get("mail"):
        sinks["mail"] = _mail(given["mail"])
    if given.get("snmp"):
        sinks["snmp"] = _snmp(given["snmp"])
    if given.get("webhook"):
        sinks["webhook"] = Webhook(given["webhook"]["url"], given["webhook"].get("token") or "")
    return Settings(
        given.get("cluster") or cluster, given.get("level") or "info", float(given.get("repeat") or 300), sinks
    )


def settings_file(given: Data, cluster: str) -> dict[str, t.Any]:
    """What the file on the nodes says; empty where there is no sink. Raises InvalidInput with all problems."""
    settings = read_settings(given or {}, cluster)
    return {**given, "cluster": settings.cluster} if settings.sinks else {}


def problems(given: t.Any) -> Found:
    """Everything wrong with *given*; no value of a secret is ever named."""
    yield from _keys(given, "")
    if not isinstance(given, dict):
        return
    if (given.get("level") or "info") not in LEVELS:
        yield Problem("level", f"must be one of {', '.join(LEVELS)}")
    if not _between(given.get("repeat") or 300, 10, 86400):
        yield Problem("repeat", "must be 10 to 86400 seconds")
    for name, judge in (("mail", _mail_problems), ("snmp", _snmp_problems), ("webhook", _webhook_problems)):
        if given.get(name):
            yield from _keys(given[name], name)
            if isinstance(given[name], dict):
                yield from judge(given[name])


def _keys(given: t.Any, path: str) -> Found:
    allowed, required = _KEYS[path]
    if not isinstance(given, dict):
        yield Problem(path, "must be a dictionary")
        return
    for name in sorted(set(given) - allowed):
        yield Problem(f"{path}.{name}".lstrip("."), f"is unknown; there are {', '.join(sorted(allowed))}")
    for name in required:
        if not given.get(name):
            yield Problem(f"{path}.{name}".lstrip("."), "is required")
    if not _between(given.get("port") or 1, 1, 65535):
        yield Problem(f"{path}.port", "must be 1 to 65535")


def _mail_problems(given: Data) -> Found:
    if given.get("tls", "none") not in _PORTS:
        yield Problem("mail.tls", f"must be one of {', '.join(_PORTS)}")
    if given.get("relay") and not _HOST.fullmatch(str(given["relay"])):
        yield Problem("mail.relay", "must be the name or the address of a host")
    for name in ("from", "to"):
        for each in _list(given.get(name)):
            if not _ADDRESS.fullmatch(str(each)):
                yield Problem(f"mail.{name}", f"'{each}' is no mail address")
    if bool(given.get("user")) != bool(given.get("password")):
        yield Problem("mail", "user and password belong together")
    elif given.get("user") and given.get("tls", "none") == "none":
        yield Problem("mail.tls", "must be starttls or tls where there is a password, which would go in plain text")


def _snmp_problems(given: Data) -> Found:
    if given.get("manager") and not _HOST.fullmatch(str(given["manager"])):
        yield Problem("snmp.manager", "must be the name or the address of a host")
    if not _NUMBERS.fullmatch(str(given.get("oid") or OID)):
        yield Problem("snmp.oid", "must be numbers, each after a dot")
    version = str(given.get("version") or "2c")
    needed = {"2c": "community", "3": "user"}.get(version, "")
    if not needed:
        yield Problem("snmp.version", "must be 2c or 3")
    elif not given.get(needed):
        yield Problem(f"snmp.{needed}", f"is required by version {version}")
    if given.get("privacy_password") and not given.get("auth_password"):
        yield Problem("snmp.privacy_password", "needs an auth_password")
    for name in ("auth_password", "privacy_password"):
        if given.get(name) and not _QUOTABLE.fullmatch(str(given[name])):
            yield Problem(f"snmp.{name}", "must have 8 characters or more, without blanks, quotes and backslashes")
    for name in ("community", "user"):
        if re.search(r'["\\\s]', str(given.get(name) or "")):
            yield Problem(f"snmp.{name}", "must be without blanks, quotes and backslashes")


def _webhook_problems(given: Data) -> Found:
    url = str(given.get("url") or "http://none")
    if "@" in url.partition("//")[2].partition("/")[0]:
        yield Problem("webhook.url", "must not have a password in it: give a token")
    elif not URL.fullmatch(url):
        yield Problem("webhook.url", "must be http:// or https://, a host, perhaps a port, and a path")
    if re.search(r"[^\x21-\x7e]", str(given.get("token") or "")):
        yield Problem("webhook.token", "must be printable, without blanks")


def _mail(given: Data) -> Mail:
    tls = given.get("tls") or "none"
    port = int(given.get("port") or _PORTS[tls])
    return Mail(
        given["relay"],
        port,
        tls,
        given["from"],
        tuple(_list(given["to"])),
        given.get("user") or "",
        given.get("password") or "",
    )


def _snmp(given: Data) -> Snmp:
    texts = {name: given.get(name) or "" for name in ("community", "user", "auth_password", "privacy_password")}
    port, version = int(given.get("port") or 162), str(given.get("version") or "2c")
    return Snmp(given["manager"], port, version, given.get("oid") or OID, bool(given.get("inform")), **texts)


def _list(value: t.Any) -> list[str]:
    return [str(each) for each in value] if isinstance(value, (list, tuple)) else [str(value)] if value else []


def _between(value: t.Any, least: float, most: float) -> bool:
    try:
        return least <= float(value) <= most
    except (TypeError, ValueError):
        return False
