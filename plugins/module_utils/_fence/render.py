# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The constraint, and the changes of the CIB that place and remove it.

It is to the letter the one of DRBD's own ``crm-fence-peer.sh``, so that its ``crm-unfence-peer.sh``, and whoever else
looks for ``drbd-fence-``, finds it.
"""

from __future__ import annotations

from .._pacemaker.render import patch_for
from .._pacemaker.tree import Element

_PATH = "/cib/configuration/constraints"


def constraint_id(resource: str, clone: str) -> str:
    """The id of the constraint."""
    return f"drbd-fence-by-handler-{resource}-{clone}"


def constraint(resource: str, clone: str, node: str) -> Element:
    """No other node than *node* may be promoted."""
    prefix = f"drbd-fence-by-handler-{resource}"
    expression = Element(
        "expression",
        {"attribute": "#uname", "operation": "ne", "value": node, "id": f"{prefix}-expr-{clone}"},
    )
    # Pacemaker 2.1 and later say Promoted, and still take the old word, which alone DRBD's script compares with.
    rule = Element("rule", {"role": "Master", "score": "-INFINITY", "id": f"{prefix}-rule-{clone}"}, (expression,))
    return Element("rsc_location", {"rsc": clone, "id": constraint_id(resource, clone)}, (rule,))


def placing(cib: Element, new: Element) -> Element:
    """The patch that adds the constraint *new*, for exactly the version of *cib*."""
    position = str(len(cib.first("configuration").first("constraints").children))
    change = Element("change", {"operation": "create", "path": _PATH, "position": position}, (new,))
    return patch_for(_patch(change), cib)


def removing(cib: Element, name: str) -> Element:
    """The patch that removes the constraint with the id *name*, for exactly the version of *cib*."""
    path = f"{_PATH}/rsc_location[@id='{name}']"
    return patch_for(_patch(Element("change", {"operation": "delete", "path": path})), cib)


def _patch(change: Element) -> Element:
    return Element("diff", {"format": "2"}, (Element("version"), change))
