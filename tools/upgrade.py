# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""``tell FOLDER INVENTORIES``: what a collection is to its users. ``compare OLD NEW``: what of it an upgrade breaks."""

from __future__ import annotations

import ast
import json
import pathlib
import re
import sys
import typing as t

import yaml

Data = t.Dict[str, t.Any]


def tell(folder: pathlib.Path, inventories: pathlib.Path) -> Data:
    """Interface of the installed collection, and the sites of *inventories* as it expands them."""
    return {
        "playbooks": sorted(path.stem for path in folder.glob("playbooks/*.yml")),
        "modules": {path.stem: options(path) for path in folder.glob("plugins/modules/*.py")},
        "filters": sorted(path.stem for path in folder.glob("plugins/filter/*.py")),
        "roles": {path.parts[-3]: role(path) for path in folder.glob("roles/*/meta/argument_specs.yml")},
        "moved": moved(folder),
        "sites": {path.name: site(path) for path in inventories.iterdir() if (path / "hosts.yml").is_file()},
    }


def options(path: pathlib.Path) -> Data:
    """``{option: {type, required, choices}}`` of a module, by its documentation; those of fragments are left out."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "DOCUMENTATION":
            return simple(yaml.safe_load(ast.literal_eval(node.value)).get("options") or {})
    return {}


def role(path: pathlib.Path) -> Data:
    """The same of a role's variables."""
    return simple(yaml.safe_load(path.read_text(encoding="utf-8"))["argument_specs"]["main"].get("options") or {})


def simple(given: Data) -> Data:
    """What a caller depends on."""
    return {
        name: {
            "type": each.get("type", "str"),
            "required": bool(each.get("required")),
            "choices": sorted(map(str, each.get("choices", []))),
        }
        for name, each in given.items()
    }


def moved(folder: pathlib.Path) -> list[str]:
    """Names that meta/runtime.yml redirects, or tells the end of."""
    routing = yaml.safe_load((folder / "meta/runtime.yml").read_text(encoding="utf-8")).get("plugin_routing") or {}
    return sorted(name for kind in routing.values() for name in kind)


def site(inventory: pathlib.Path) -> Data:
    """The expanded site of an inventory, with its placeholders for secrets filled in."""
    from ansible_collections.quorate.ha_storage.plugins.filter.site import site as expanded

    values: Data = {}
    texts = [path.read_text(encoding="utf-8") for path in sorted((inventory / "group_vars/all").glob("*.yml"))]
    for text in texts:
        values.update(yaml.safe_load(text) or {})
    filled = [re.sub(r"{{ (\w+) }}", lambda found: str(values.get(found[1], found[0])), text) for text in texts]
    for text in filled:
        values.update(yaml.safe_load(text) or {})
    return expanded(values["ha_storage_services"], values["ha_storage_cluster"], values.get("ha_storage_volume_groups"))


def compare(old: Data, new: Data) -> list[str]:
    """What is broken, a line each."""
    gone = set(new["moved"])
    found = [f"playbook {name} is gone" for name in old["playbooks"] if name not in new["playbooks"]]
    found += [f"filter {name} is gone" for name in old["filters"] if name not in {*new["filters"], *gone}]
    for kind in ("modules", "roles"):
        for name, given in old[kind].items():
            if name not in new[kind]:
                found += [] if name in gone else [f"{name} of {kind} is gone"]
            else:
                found += [f"{name}: {line}" for line in options_broken(given, new[kind][name])]
    for name, given in old["sites"].items():
        found += [f"inventory {name}: {line}" for line in values_changed(given, new["sites"][name], "")]
    return found


def options_broken(old: Data, new: Data) -> t.Iterator[str]:
    """Calls that worked, and would not any more."""
    for name, given in old.items():
        now = new.get(name)
        if now is None:
            yield f"{name} is gone"
        elif now["type"] != given["type"]:
            yield f"{name} was {given['type']}, is {now['type']}"
        elif now["choices"] and set(given["choices"] or now["choices"]) - set(now["choices"]):
            yield f"{name} does not take {', '.join(sorted(set(given['choices']) - set(now['choices'])))} any more"
    for name, now in new.items():
        if now["required"] and not old.get(name, {}).get("required"):
            yield f"{name} has become required"


def values_changed(old: t.Any, new: t.Any, path: str) -> t.Iterator[str]:
    """Values that were derived otherwise: a disk, a port or an id would be another one. New keys are none."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key, value in old.items():
            yield from values_changed(value, new.get(key), f"{path}.{key}" if path else key)
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for index, (was, now) in enumerate(zip(old, new)):
            yield from values_changed(was, now, f"{path}[{index}]")
    elif old != new:
        yield f"{path} was {old!r}, is {new!r}"


def main(verb: str, *paths: str) -> int:
    """0 unless something is broken."""
    if verb == "tell":
        json.dump(tell(*map(pathlib.Path, paths)), sys.stdout)
        return 0
    old, new = (json.loads(pathlib.Path(path).read_text(encoding="utf-8")) for path in paths)
    broken = compare(old, new)
    for line in broken:
        print(f"  broken: {line}", file=sys.stderr)
    counted = [len(old["modules"]), len(old["roles"]), len(old["playbooks"]), len(old["sites"])]
    print("  {} modules, {} roles, {} playbooks, {} inventories compared".format(*counted))
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
