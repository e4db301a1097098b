# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The constraint that moves a service, and loses its force by itself."""

from __future__ import annotations

import datetime

from .._pacemaker.tree import Element, write_xml


def preference(name: str, service: str, node: str, end: datetime.datetime) -> str:
    """XML of the location constraint *name*: *service* belongs on *node*, until *end* (with a time zone)."""
    rule = Element(
        "rule",
        {"id": f"{name}-rule", "score": "INFINITY", "boolean-op": "and"},
        (
            Element(
                "expression",
                {"id": f"{name}-node", "attribute": "#uname", "operation": "eq", "value": node, "type": "string"},
            ),
            Element("date_expression", {"id": f"{name}-end", "operation": "lt", "end": end.isoformat(" ", "seconds")}),
        ),
    )
    return write_xml(Element("rsc_location", {"id": name, "rsc": service}, (rule,)))


def reference(name: str) -> str:
    """XML that names the constraint *name*, for its removal."""
    return write_xml(Element("rsc_location", {"id": name}))
