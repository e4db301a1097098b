# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The constraint that moves a service, and loses its force by itself."""

from __future__ import annotations

import datetime

from .._pacemaker.tree import Element, write_xml


def preference(id: str, service: str, node: str, end: datetime.datetime) -> str:
    """XML of the location constraint *id*: *service* belongs on *node*, until *end* (with a time zone)."""
    rule = Element(
        "rule",
        {"id": f"{id}-rule", "score": "INFINITY", "boolean-op": "and"},
        (
            Element(
                "expression",
                {"id": f"{id}-node", "attribute": "#uname", "operation": "eq", "value": node, "type": "string"},
            ),
            Element("date_expression", {"id": f"{id}-end", "operation": "lt", "end": end.isoformat(" ", "seconds")}),
        ),
    )
    return write_xml(Element("rsc_location", {"id": id, "rsc": service}, (rule,)))


def reference(id: str) -> str:
    """XML that names the constraint *id*, for its removal."""
    return write_xml(Element("rsc_location", {"id": id}))
