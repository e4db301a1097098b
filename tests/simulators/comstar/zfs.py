# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The little of zfs and zpool that volumes under logical units need. The hidden property is not in ``get all``."""

from __future__ import annotations

from .answer import Answer
from .sbd import PROPERTY, Refused, size_of
from .state import Dataset, System


def zpool(system: System, argv: list[str]) -> Answer:
    """``zpool get version POOL``: a pool with feature flags has none."""
    answer = Answer("zpool")
    pool = argv[-1]
    if pool not in system.datasets:
        return answer.complain(f"cannot open '{pool}': no such pool")
    answer.say("NAME  PROPERTY  VALUE    SOURCE")
    answer.say(f"{pool}  version   -        default")
    return answer


def zfs(system: System, argv: list[str]) -> Answer:
    """``list``, ``get``, ``set`` and ``create``."""
    answer = Answer("zfs")
    name = argv[-1]
    if argv[1] == "create":
        return _create(system, argv[2:], answer)
    if argv[1:] == ["list", "-H", "-p", "-t", "volume", "-o", "name,volsize"]:
        volumes = {each: found.volsize for each, found in system.datasets.items() if found.volsize}
        answer.stdout = "".join(f"{each}\t{size}\n" for each, size in volumes.items())
        return answer
    dataset = system.datasets.get(name)
    if dataset is None:
        return answer.complain(f"cannot open '{name}': dataset does not exist")
    if argv[1] == "get":
        _get(dataset, argv, answer)
    elif argv[1] == "set":
        key, _equals, value = argv[2].partition("=")
        _set(dataset, key, value)
    elif argv[1] == "list":
        answer.say("NAME   USED  AVAIL  REFER  MOUNTPOINT")
        answer.say(f"{name}  0B  1T  0B  -")
    return answer


def _set(dataset: Dataset, key: str, value: str) -> None:
    if key == "volsize":
        dataset.volsize = size_of(value)
    else:
        dataset.properties[key] = value


def _create(system: System, words: list[str], answer: Answer) -> Answer:
    dataset, name, parents = Dataset(), words.pop(), False
    try:
        while words:
            word = words.pop(0)
            parents = parents or word == "-p"
            if word == "-V":
                dataset.volsize = size_of(words.pop(0))
            elif word == "-b":
                dataset.properties["volblocksize"] = str(size_of(words.pop(0)))
            elif word == "-o":
                key, _equals, value = words.pop(0).partition("=")
                dataset.properties[key] = value
            elif word == "-s":
                dataset.properties["refreservation"] = "0"
    except Refused:
        return answer.complain(f"cannot create '{name}': bad volume size")
    if name in system.datasets:
        return answer.complain(f"cannot create '{name}': dataset already exists")
    parts = name.split("/")
    above = ["/".join(parts[:depth]) for depth in range(1, len(parts))]
    if any(each not in system.datasets for each in (above if not parents else above[:1])):
        return answer.complain(f"cannot create '{name}': parent does not exist")
    for each in above:
        system.datasets.setdefault(each, Dataset())
    system.datasets[name] = dataset
    return answer


def _get(dataset: Dataset, argv: list[str], answer: Answer) -> None:
    columns, asked = argv[argv.index("-o") + 1].split(","), argv[-2].split(",")
    values = {key: value for key, value in dataset.properties.items() if key != PROPERTY or asked != ["all"]}
    if dataset.volsize:
        values["volsize"] = str(dataset.volsize)
    names = list(values) if asked == ["all"] else asked
    for name in names:
        row = {"property": name, "value": values.get(name, "-"), "source": "local" if name in values else "-"}
        answer.say("\t".join(row[column] for column in columns))
