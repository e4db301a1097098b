# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Parameters on their way to what is wanted, with everything that is wrong with them. Pure."""

from __future__ import annotations

import typing as t

from .._core.errors import InvalidInput, Problem

Params = t.Mapping[str, t.Any]
Plain = t.TypeVar("Plain")


class Checked:
    """Values out of *params* in their plain form; what is wrong with them is collected."""

    def __init__(self, params: Params) -> None:
        self.params = params
        self.problems: list[Problem] = []

    def plain(self, path: str, value: str, form: t.Callable[[str], Plain], otherwise: Plain) -> Plain:
        """*value* in its plain *form*, or *otherwise* where it has none."""
        try:
            return form(value)
        except ValueError as error:
            self.problems.append(Problem(path, str(error)))
            return otherwise

    def optional(self, name: str, form: t.Callable[[str], Plain]) -> Plain | None:
        """The plain form of a parameter that may be left out."""
        value = self.params[name]
        return None if value is None else self.plain(name, str(value), form, None)

    def items(self, name: str, form: t.Callable[[str], str]) -> tuple[str, ...]:
        """The plain form of each item of a list; the same twice is a problem."""
        found: list[str] = []
        for index, value in enumerate(self.params[name] or ()):
            plain = self.plain(f"{name}[{index}]", value, form, value)
            if plain in found:
                self.problems.append(Problem(f"{name}[{index}]", f"'{value}' is given twice"))
            found.append(plain)
        return tuple(found)

    def want(self, right: bool, path: str, message: str) -> None:
        """*path* is wrong, for the reason *message*, unless it is *right*."""
        if not right:
            self.problems.append(Problem(path, message))

    def done(self) -> None:
        """Raises InvalidInput with everything that is wrong."""
        if self.problems:
            raise InvalidInput(self.problems)
