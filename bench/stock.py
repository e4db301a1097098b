# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The stock agents in place of ours, on the same nodes, volumes and replication, as such clusters are built by hand."""

from __future__ import annotations

import typing as t
from xml.etree import ElementTree
from xml.sax.saxutils import quoteattr

from pair import ADDRESS, CHAP, CLONE, INITIATOR, IQN, LOGIN, NAME, NODES, PORT, PREFIX, Pair

VG, GROUP, LAST = f"vg_{NAME}", "stock", "IPaddr2"
# Long enough for a slow targetcli: nothing shall fail, and nobody be fenced.
SLOW = "180s"
TIMED_OUT = 124
DRBD_META = {"promotable": "true", "promoted-max": "1", "clone-max": "2", "clone-node-max": "1", "notify": "true"}
SYSTEM_ID = r"sed -i 's/^\s*#\? *system_id_source = .*/system_id_source = \"uname\"/' /etc/lvm/lvm.conf"

# Does {what}; prints the nanoseconds until the last resource of the group is started on {node}.
TIMED = """
begun=$(date +%s%N)
{what} >/dev/null || exit 1
timeout {limit} sh -c '
until crm_mon --one-shot --output-as=xml --resource {last} | grep -A1 "role=.Started." | grep -q "name=.{node}."
do sleep 0.5; done' && echo "$(($(date +%s%N) - begun))"
"""


def primitive(name: str, agent: str, attributes: t.Mapping[str, object], *operations: t.Mapping[str, str]) -> str:
    """The XML of a resource."""
    pairs = "".join(
        f'<nvpair id="{name}-{key}" name="{key}" value={quoteattr(str(value))}/>' for key, value in attributes.items()
    )
    _ocf, provider, kind = agent.split(":")
    return (
        f'<primitive id="{name}" class="ocf" provider="{provider}" type="{kind}">'
        f'<instance_attributes id="{name}-attributes">{pairs}</instance_attributes>'
        f"<operations>{''.join(_operation(name, each) for each in operations)}</operations></primitive>"
    )


def _operation(name: str, options: t.Mapping[str, str]) -> str:
    words = " ".join(f'{key}="{value}"' for key, value in options.items())
    return f'<op id="{name}-{options["name"]}-{options.get("role", "any")}" {words}/>'


def _operations(interval: str = "30s") -> list[dict[str, str]]:
    return [
        {"name": "start", "interval": "0", "timeout": SLOW},
        {"name": "stop", "interval": "0", "timeout": SLOW},
        {"name": "monitor", "interval": interval, "timeout": SLOW},
    ]


def clone() -> str:
    """DRBD by LINBIT's agent, with notifications."""
    monitors = [
        {"name": "monitor", "interval": "29s", "timeout": SLOW, "role": "Promoted"},
        {"name": "monitor", "interval": "31s", "timeout": SLOW, "role": "Unpromoted"},
    ]
    changes = [{"name": name, "interval": "0", "timeout": SLOW} for name in ("start", "stop", "promote", "demote")]
    meta = "".join(f'<nvpair id="stock-meta-{key}" name="{key}" value="{value}"/>' for key, value in DRBD_META.items())
    drbd = primitive("drbd", "ocf:linbit:drbd", {"drbd_resource": NAME}, *changes, *monitors)
    return f'<clone id="stock-clone"><meta_attributes id="stock-meta">{meta}</meta_attributes>{drbd}</clone>'


def group(luns: int) -> str:
    """Volume group, target, so many LUNs, and last the address: first to go, last to come, as with our agent."""
    target = {
        "implementation": "lio-t",
        "iqn": IQN,
        "portals": f"{ADDRESS}:{PORT}",
        "allowed_initiators": INITIATOR,
        "incoming_username": CHAP["user"],
        "incoming_password": CHAP["password"],
    }
    members = [
        primitive(
            "LVM-activate", "ocf:heartbeat:LVM-activate", {"vgname": VG, "vg_access_mode": "system_id"}, *_operations()
        ),
        primitive("iSCSITarget", "ocf:heartbeat:iSCSITarget", target, *_operations()),
        *(
            primitive(
                f"iSCSILogicalUnit-{number}",
                "ocf:heartbeat:iSCSILogicalUnit",
                {"implementation": "lio-t", "target_iqn": IQN, "lun": number, "path": f"/dev/{VG}/lun{number}"},
                *_operations(),
            )
            for number in range(luns)
        ),
        primitive(LAST, "ocf:heartbeat:IPaddr2", {"ip": ADDRESS, "cidr_netmask": PREFIX}, *_operations()),
    ]
    return f'<group id="{GROUP}">{"".join(members)}</group>'


CONSTRAINTS = (
    f'<constraints><rsc_colocation id="stock-with" rsc="{GROUP}" with-rsc="stock-clone" with-rsc-role="Promoted" '
    'score="INFINITY"/>'
    f'<rsc_order id="stock-after" first="stock-clone" first-action="promote" then="{GROUP}" then-action="start"/>'
    "</constraints>"
)


class Stock:
    """The service of *pair*, run by the stock agents, on *node*."""

    def __init__(self, pair: Pair) -> None:
        self.pair = pair
        self.node = NODES[0]

    def take_over(self, limit: float) -> float | None:
        """Our agents are gone; the seconds until the stock ones had the service up, or None: longer than *limit*."""
        self.pair.on("initiator", f"{LOGIN} --logout")
        here = self.pair.on("node1", f"crm_resource --resource {NAME} --locate --quiet").stdout.strip()
        for node in NODES:
            self.pair.on(node, SYSTEM_ID)
        self.pair.on(here, f"vgchange --yes --systemid {here} {VG}")
        for name in (NAME, CLONE):
            self._tell(f"crm_resource --resource {name} --meta --set-parameter target-role --parameter-value Stopped")
        self._tell("crm_resource --wait --timeout=120s")
        configuration = ElementTree.fromstring(self._tell("cibadmin --query --scope configuration"))
        for new in (f"<resources>{clone()}{group(self.pair.luns)}</resources>", CONSTRAINTS):
            element = ElementTree.fromstring(new)
            configuration.find(element.tag)[:] = list(element)
        self._tell("cat > /run/stock.xml", stdin=ElementTree.tostring(configuration, "unicode"))
        # DRBD's scores say where it is promoted: on either node.
        seconds = self._timed("cibadmin --replace --scope configuration --xml-file /run/stock.xml", ".*", limit)
        if seconds is not None:
            self.node = self._tell(f"crm_resource --resource {LAST} --locate --quiet").strip()
        return seconds

    def move(self, limit: float) -> float | None:
        """The seconds until the service was up on the other node; None: longer than *limit*."""
        to = NODES[1 - NODES.index(self.node)]
        seconds = self._timed(f"crm_resource --move --resource {GROUP} --node {to}", to, limit)
        self._tell(f"crm_resource --clear --resource {GROUP}")
        self.node = to
        return seconds

    def _timed(self, what: str, node: str, limit: float) -> float | None:
        line = TIMED.format(what=what, node=node, last=LAST, limit=limit)
        done = self.pair.on("node1", line, timeout=limit + 60, check=False)
        if done.returncode not in (0, TIMED_OUT):
            raise RuntimeError(f"{what}: {done.stderr}")
        return int(done.stdout) / 1e9 if done.returncode == 0 else None

    def _tell(self, line: str, stdin: str = "") -> str:
        return self.pair.on("node1", line, stdin=stdin).stdout
