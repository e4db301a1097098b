# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""States of SMF services, as ``svcs`` tells them."""

from __future__ import annotations

import re

from .._core.errors import Unparsable
from .._core.runner import Runner

NOT_INSTALLED = "not installed"
_STATE = re.compile(r"(online|offline|disabled|maintenance|degraded|uninitialized)\*?")


def service_state(run: Runner, fmri: str) -> str:
    """The state of a service, or ``not installed`` where there is none. Raises ToolMissing, Unparsable."""
    result = run(("svcs", "-H", "-o", "state", fmri), ok=(0, 1))
    if result.rc and "match any instances" in result.stderr:
        return NOT_INSTALLED
    return parse_state(result.stdout)


def parse_state(text: str) -> str:
    """``svcs -H -o state``: one word; a star marks a transition and is left out. Raises Unparsable."""
    found = _STATE.fullmatch(text.strip())
    if found is None:
        raise Unparsable("svcs", "state", repr(text.strip()))
    return found.group(1)
