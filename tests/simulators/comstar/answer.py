# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a command says, and where: the real ones are not careful about it, and neither may be who reads them."""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass
class Answer:
    """Standard output, standard error and the exit code."""

    program: str = ""
    rc: int = 0
    stdout: str = ""
    stderr: str = ""

    def say(self, text: str) -> None:
        """A line on standard output."""
        self.stdout += text + "\n"

    def complain(self, text: str, rc: int = 1) -> Answer:
        """``program: text`` on standard error (section 5), and an exit code."""
        self.stderr += f"{self.program}: {text}\n"
        self.rc = rc
        return self

    def usage(self, text: str) -> Answer:
        """A usage error: on standard output, followed by the usage block, exit code 1 (section 3)."""
        self.stdout += text + "\nUsage: " + self.program + " -?,-V,--help\n"
        self.rc = 1
        return self
