# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 quorate.ha_storage contributors
"""What the lab raises when it cannot go on."""


class LabError(Exception):
    """A problem the user can act on: the text says what is wrong and what to do."""

    def __init__(self, text: str, hint: str = "") -> None:
        super().__init__(text if not hint else f"{text}\n  {hint}")
        self.text = text
        self.hint = hint
