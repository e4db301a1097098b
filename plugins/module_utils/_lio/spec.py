# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""From the options of the module lio_target to the desired target; finds all that is wrong at once."""

from __future__ import annotations

import collections
import ipaddress
import re
import typing as t

from .._core.errors import InvalidInput, Problem
from .._site import names
from .model import (
    FOLDER,
    HBA_FILES,
    NO_CHAP,
    Acl,
    Chap,
    Config,
    Discovery,
    Lun,
    Mapping,
    Portal,
    Target,
    Values,
    Wanted,
)

Data = t.Mapping[str, t.Any]
# rtslib 2.1.75 (Debian 12) knows no higher number for an initiator's LUN.
LAST_NUMBER = 255
# Only described initiators may log in; what they are given is writable unless a mapping says otherwise.
TPG_ATTRIBUTES = {
    "generate_node_acls": "0",
    "cache_dynamic_acls": "0",
    "demo_mode_write_protect": "1",
    "prod_mode_write_protect": "0",
}
# As targetcli does: the product id is the backstore's name, and does not change when somebody uses targetcli.
LUN_ATTRIBUTES = {"emulate_model_alias": "1"}
# Where reservations are kept, all are: an initiator that does not ask for it expects them to survive a switchover, too.
KEPT_LUN_ATTRIBUTES = {**LUN_ATTRIBUTES, "force_pr_aptpl": "1"}
_NAME = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$")
_ATTRIBUTE = re.compile(r"^[A-Za-z0-9_]+$")
_SERIAL = re.compile(r"^[A-Za-z0-9-]{1,64}$")
_DEVICE = re.compile(r"^/dev/[^\s,]{1,500}$")
_USER = re.compile(r"^[!-~]{1,255}$")


def wanted(params: Data) -> Wanted:
    """What *params* ask for. Raises InvalidInput with every problem."""
    iqn, config = params["iqn"], None
    problems = _iqn_faults(iqn)
    if params["state"] == "present":
        config, found = _config(params)
        problems += found
    if problems:
        raise InvalidInput(problems)
    return Wanted(
        iqn=iqn,
        config=config,
        saved=params["config"] or _saved_path(iqn),
        live=params["live"],
        take_luns_away=params["allow_remove_luns_in_use"],
        reservations=params["reservations"] or "",
    )


def whatever(iqn: str, saved: str | None) -> Wanted:
    """Only which target is meant, for reading. Raises InvalidInput."""
    problems = _iqn_faults(iqn)
    if problems:
        raise InvalidInput(problems)
    return Wanted(iqn, None, saved or _saved_path(iqn))


def _saved_path(iqn: str) -> str:
    return f"{FOLDER}/{iqn.partition(':')[2] or iqn}.json"


def _iqn_faults(iqn: str) -> list[Problem]:
    fault = names.iqn_fault(iqn)
    return [Problem("iqn", fault)] if fault else []


def _config(params: Data) -> tuple[Config, list[Problem]]:
    problems: list[Problem] = []
    implied = KEPT_LUN_ATTRIBUTES if params["reservations"] else LUN_ATTRIBUTES
    luns = tuple(sorted((_lun(item, implied) for item in params["luns"]), key=lambda lun: lun.number))
    portals = [_portal(item, f"portals[{at}]", problems) for at, item in enumerate(params["portals"])]
    acls = [_acl(item, f"acls[{at}]", params["luns"], problems) for at, item in enumerate(params["acls"])]
    authentication = "1" if any(acl.chap != NO_CHAP for acl in acls) else "0"
    target = Target(
        iqn=params["iqn"],
        portals=tuple(sorted((portal for portal in portals if portal), key=lambda portal: portal.folder)),
        luns=luns,
        acls=tuple(sorted(acls, key=lambda acl: acl.iqn)),
        attributes={**TPG_ATTRIBUTES, "authentication": authentication, **_values(params["attributes"])},
        parameters=_values(params["parameters"], ("No", "Yes")),
    )
    if target.attributes["authentication"] != authentication:
        problems.append(Problem("attributes.authentication", f"contradicts the ACLs, which imply {authentication}"))
    discovery = _discovery(params["discovery_auth"], problems)
    return Config(target, discovery), [*_option_faults(params), *problems]


def _lun(item: Data, implied: Values) -> Lun:
    return Lun(
        name=item["name"],
        number=item["number"],
        device=item["device"],
        serial=item["serial"],
        readonly=item["readonly"],
        attributes={**implied, **_values(item["attributes"])},
    )


def _values(given: Data | None, words: tuple[str, str] = ("0", "1")) -> Values:
    """YAML's numbers and booleans as the kernel writes them."""
    return {
        name: words[value] if isinstance(value, bool) else str(value) for name, value in sorted((given or {}).items())
    }


def _portal(item: Data, path: str, problems: list[Problem]) -> Portal | None:
    try:
        return Portal(str(ipaddress.ip_address(item["ip"].strip("[]"))), item["port"])
    except ValueError:
        problems.append(Problem(f"{path}.ip", f"'{item['ip']}' is not an IP address"))
        return None


def _acl(item: Data, path: str, luns: t.Sequence[Data], problems: list[Problem]) -> Acl:
    chap = _chap(item["chap"], f"{path}.chap", problems)
    if item["luns"] is None:
        mappings = [Mapping(lun["number"], lun["number"]) for lun in luns]
    else:
        found = [_mapping(entry, f"{path}.luns[{at}]", luns, problems) for at, entry in enumerate(item["luns"])]
        mappings = [mapping for mapping in found if mapping]
        problems += _repeated("number", ((f"{path}.luns", mapping.number) for mapping in mappings))
    return Acl(
        item["iqn"], chap, tuple(sorted(mappings, key=lambda mapping: mapping.number)), _values(item["attributes"])
    )


def _mapping(entry: Data, path: str, luns: t.Sequence[Data], problems: list[Problem]) -> Mapping | None:
    meant = str(entry["lun"])
    for lun in luns:
        if meant in (lun["name"], str(lun["number"])):
            number = lun["number"] if entry["number"] is None else entry["number"]
            problems += _number_faults(f"{path}.number", number)
            return Mapping(number, lun["number"], entry["write_protect"])
    problems.append(Problem(f"{path}.lun", f"there is no LUN '{meant}'"))
    return None


def _discovery(item: Data | None, problems: list[Problem]) -> Discovery | None:
    if item is None:
        return None
    if not item["enabled"]:
        return Discovery(False)
    return Discovery(True, _chap(item, "discovery_auth", problems))


def _chap(item: Data | None, path: str, problems: list[Problem]) -> Chap:
    if item is None:
        return NO_CHAP
    chap = Chap(*(item[key] or "" for key in ("user", "password", "mutual_user", "mutual_password")))
    problems += _credential_faults(path, "user", chap.user, "password", chap.password)
    if chap.mutual_user or chap.mutual_password:
        problems += _credential_faults(path, "mutual_user", chap.mutual_user, "mutual_password", chap.mutual_password)
        if chap.password == chap.mutual_password:
            problems.append(Problem(f"{path}.mutual_password", "must differ from the password (RFC 7143, 9.2.1)"))
    return chap


def _credential_faults(path: str, user_key: str, user: str, key: str, password: str) -> t.Iterator[Problem]:
    if not _USER.match(user):
        yield Problem(f"{path}.{user_key}", "must be 1 to 255 printable characters without spaces")
    fault = names.chap_secret_fault(password)
    if fault:
        yield Problem(f"{path}.{key}", fault)
    # The kernel takes a value that begins with NULL as "no value".
    for name, value in ((user_key, user), (key, password)):
        if value.startswith("NULL"):
            yield Problem(f"{path}.{name}", "must not begin with NULL, which the kernel takes as no value")


def _option_faults(params: Data) -> t.Iterator[Problem]:
    if not params["portals"]:
        yield Problem("portals", "at least one is needed")
    yield from _repeated("portal", (("portals", (item["ip"], item["port"])) for item in params["portals"]))
    for at, item in enumerate(params["portals"]):
        if not 0 < item["port"] < 65536:
            yield Problem(f"portals[{at}].port", f"{item['port']} is not a port")
    for at, item in enumerate(params["luns"]):
        yield from _lun_faults(f"luns[{at}]", item)
    for key in ("name", "number", "device"):
        yield from _repeated(key, ((f"luns[{at}].{key}", item[key]) for at, item in enumerate(params["luns"])))
    digits = ((f"luns[{at}].serial", names.hex_digits(item["serial"])[:25]) for at, item in enumerate(params["luns"]))
    yield from _repeated("serial (its first 25 hexadecimal digits make the NAA)", digits)
    yield from _acl_faults(params["acls"])
    for key in ("attributes", "parameters"):
        yield from _value_faults(key, params[key])


def _acl_faults(acls: t.Sequence[Data]) -> t.Iterator[Problem]:
    for at, item in enumerate(acls):
        fault = names.initiator_fault(item["iqn"])
        if fault:
            yield Problem(f"acls[{at}].iqn", fault)
        yield from _value_faults(f"acls[{at}].attributes", item["attributes"])
    yield from _repeated("initiator", ((f"acls[{at}].iqn", item["iqn"]) for at, item in enumerate(acls)))
    without = [f"acls[{at}]" for at, item in enumerate(acls) if item["chap"] is None]
    if without and len(without) != len(acls):
        yield Problem(
            ", ".join(without), "has no chap, but another ACL has: a portal group asks all initiators or none"
        )


def _lun_faults(path: str, item: Data) -> t.Iterator[Problem]:
    if not _NAME.match(item["name"]) or item["name"] in HBA_FILES:
        yield Problem(f"{path}.name", f"'{item['name']}' is not a name; use letters, digits and . _ : -")
    yield from _number_faults(f"{path}.number", item["number"])
    if not _DEVICE.match(item["device"]) or ".." in item["device"]:
        yield Problem(f"{path}.device", f"'{item['device']}' is not a path below /dev")
    if not _SERIAL.match(item["serial"]) or len(names.hex_digits(item["serial"])) < 25:
        yield Problem(f"{path}.serial", "must have at least 25 hexadecimal digits; write a UUID")
    yield from _value_faults(f"{path}.attributes", item["attributes"])
    if "emulate_write_cache" in (item["attributes"] or {}):
        yield Problem(f"{path}.attributes.emulate_write_cache", "cannot be set: the kernel takes it from the device")


def _number_faults(path: str, number: int) -> t.Iterator[Problem]:
    if not 0 <= number <= LAST_NUMBER:
        yield Problem(path, f"{number} is not a LUN number, 0 to {LAST_NUMBER}")


def _value_faults(path: str, given: Data | None) -> t.Iterator[Problem]:
    for name, value in (given or {}).items():
        if not _ATTRIBUTE.match(str(name)) or not isinstance(value, (str, int)) or "\n" in str(value):
            yield Problem(f"{path}.{name}", "must be a name with a number, a text or a boolean")


def _repeated(what: str, values: t.Iterable[tuple[str, t.Any]]) -> t.Iterator[Problem]:
    places: dict[t.Any, list[str]] = collections.defaultdict(list)
    for path, value in values:
        places[value].append(path)
    for value, paths in places.items():
        if len(paths) > 1:
            yield Problem(", ".join(dict.fromkeys(paths)), f"the same {what} twice: {value}")
