# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Taking values out of raw mappings while noting every problem with its path."""

from __future__ import annotations

import difflib
import typing as t

from .._core.errors import Problem
from .names import Fault

REQUIRED: t.Any = object()
Check = t.Callable[[str], Fault]


class Fields:
    """One raw mapping at *path*. A value that is missing or wrong comes back as None, with a Problem noted."""

    def __init__(self, raw: t.Any, path: str, problems: list[Problem]) -> None:
        self.path, self.problems = path, problems
        self._known: set[str] = set()
        self.raw: t.Mapping[str, t.Any] = raw if isinstance(raw, dict) else {}
        self._broken = not isinstance(raw, dict)
        if self._broken:
            self.problem("", f"must be a mapping, is {_kind(raw)}")

    def at(self, key: str) -> str:
        """The path of *key*."""
        return f"{self.path}.{key}" if key else self.path

    def problem(self, key: str, message: str) -> None:
        """Notes that *key* is wrong."""
        self.problems.append(Problem(self.at(key), message))

    def text(self, key: str, check: Check | None = None, default: t.Any = REQUIRED) -> t.Any:
        """A string that passes *check*."""
        value = self._take(key, default)
        if value is None or value is default:
            return value
        if isinstance(value, bool) or not isinstance(value, (str, int, float)):
            return self.problem(key, f"must be a string, is {_kind(value)}")
        fault = "must not be empty" if not str(value) else check and check(str(value))
        return self.problem(key, fault) if fault else str(value)

    def choice(self, key: str, choices: t.Sequence[str], default: t.Any = REQUIRED) -> t.Any:
        """One of *choices*."""
        return self.text(
            key, lambda text: None if text in choices else f"'{text}' is none of {', '.join(choices)}", default
        )

    def flag(self, key: str, default: bool) -> t.Any:
        """A boolean; the words that YAML 1.1 and Ansible take for one count, since templates make strings."""
        value = self._take(key, default)
        if isinstance(value, bool) or value is None:
            return value
        words = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
        found = words.get(str(value).strip().lower())
        return self.problem(key, f"must be true or false, is '{value}'") if found is None else found

    def integer(self, key: str, low: int, high: int, default: t.Any = REQUIRED) -> t.Any:
        """A number from *low* to *high*; digits in a string count, since templates make strings."""
        value = self._take(key, default)
        if value is None or value is default:
            return value
        text = str(value).strip()
        if isinstance(value, (bool, float)) or not text.lstrip("-").isdigit():
            return self.problem(key, f"must be a whole number, is '{text}'")
        if not low <= int(text) <= high:
            return self.problem(key, f"{text} is not within {low} to {high}")
        return int(text)

    def fields(self, key: str, optional: bool = False) -> t.Any:
        """The Fields of the mapping below *key*; None where an *optional* one is not given."""
        value = self._take(key, None if optional else REQUIRED)
        if value is None and optional:
            return None
        # What is missing was noted; its own keys would only repeat that.
        return Fields({} if value is None else value, self.at(key), [] if value is None else self.problems)

    def options(self, key: str, nullable: bool = False) -> dict[str, t.Any]:
        """A mapping of scalars, handed on as it is."""
        value = self._take(key, {})
        if value is None or not isinstance(value, dict):
            self.problem(key, f"must be a mapping, is {_kind(value)}")
            return {}
        for name, scalar in value.items():
            if not isinstance(scalar, (str, int, float, bool)) and not (nullable and scalar is None):
                self.problem(f"{key}.{name}", f"must be a string, a number or a boolean, is {_kind(scalar)}")
        return {str(name): scalar for name, scalar in value.items()}

    def texts(self, key: str, check: Check, default: t.Any = REQUIRED) -> t.Any:
        """A tuple of strings that pass *check*; wrong ones are noted and left out."""
        value = self._take(key, default)
        if value is None or value is default:
            return value
        found = []
        for index, item in enumerate(self._list(key, value)):
            fault = check(item) if isinstance(item, str) else f"must be a string, is {_kind(item)}"
            if fault:
                self.problem(f"{key}[{index}]", fault)
            else:
                found.append(item)
        return tuple(found)

    def each(self, key: str, optional: bool = False) -> list[Fields]:
        """The mappings of the list below *key*."""
        value = self._take(key, [] if optional else REQUIRED)
        return items(value, self.at(key), self.problems) if value is not None else []

    def done(self) -> None:
        """Notes every key that nobody asked for, with the nearest known one."""
        for key in self.raw:
            if key in self._known:
                continue
            near = difflib.get_close_matches(str(key), sorted(self._known), 1)
            known = f"did you mean {near[0]}?" if near else f"known are {', '.join(sorted(self._known))}"
            self.problem(str(key), f"is not known here; {known}")

    def _take(self, key: str, default: t.Any) -> t.Any:
        self._known.add(key)
        value = self.raw.get(key)
        if value is not None:
            return value
        if default is REQUIRED:
            if not self._broken:
                self.problem(key, "is required")
            return None
        return default

    def _list(self, key: str, value: t.Any) -> t.Sequence[t.Any]:
        if isinstance(value, (list, tuple)):
            return value
        self.problem(key, f"must be a list, is {_kind(value)}")
        return ()


def items(raw: t.Any, path: str, problems: list[Problem]) -> list[Fields]:
    """The mappings of the list *raw*; a Problem where it is no list."""
    if not isinstance(raw, (list, tuple)):
        problems.append(Problem(path, f"must be a list, is {_kind(raw)}"))
        return []
    return [Fields(item, f"{path}[{index}]", problems) for index, item in enumerate(raw)]


def _kind(value: t.Any) -> str:
    if value is None:
        return "empty"
    kinds = {dict: "a mapping", list: "a list", tuple: "a list", str: "a string", bool: "a boolean"}
    return kinds.get(type(value), "a number" if isinstance(value, (int, float)) else type(value).__name__)
