# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Package names that exist, by distribution, so that a typing error in a role's vars does not wait for a user's node.

Debian 12 and 13: looked up in their package lists in November 2026; the lab installs them for real. Enterprise Linux
cannot run in the lab: its names are those of BaseOS, AppStream and HighAvailability as linux-system-roles.ha_cluster
uses them, and of ELRepo for DRBD. A role that needs another package adds it here, after looking it up.
"""

from __future__ import annotations

_DEBIAN = {
    "apache2",
    "corosync",
    "corosync-qdevice",
    "corosync-qnetd",
    "drbd-utils",
    "e2fsprogs",
    "fence-agents",
    "iproute2",
    "iputils-arping",
    "kmod",
    "libcgi-fast-perl",
    "libnss3-tools",
    "lsscsi",
    "lvm2",
    "multipath-tools",
    "munin",
    "munin-node",
    "open-iscsi",
    "openssl",
    "pacemaker",
    "pacemaker-cli-utils",
    "procps",
    "python3",
    "python3-aiohttp",
    "python3-apt",
    "resource-agents",
    "rrdtool",
    "sbd",
    "sg3-utils",
    "snmp",
    "targetcli-fb",
    "thin-provisioning-tools",
}
_ENTERPRISE_LINUX = {
    "corosync",
    "corosync-qdevice",
    "corosync-qnetd",
    "e2fsprogs",
    "device-mapper-multipath",
    "device-mapper-persistent-data",
    "drbd9x-utils",
    "fence-agents-all",
    "iproute",
    "iputils",
    "iscsi-initiator-utils",
    "kmod",
    "kmod-drbd9x",
    "lsscsi",
    "lvm2",
    "net-snmp-utils",
    "nss-tools",
    "openssl",
    "pacemaker",
    "pacemaker-cli",
    "pcs",
    "procps-ng",
    "python3",
    "resource-agents",
    "sbd",
    "sg3_utils",
    "targetcli",
}
PACKAGES = {
    "Debian_12": _DEBIAN,
    "Debian_13": _DEBIAN,
    "RedHat_8": _ENTERPRISE_LINUX,
    "RedHat_9": _ENTERPRISE_LINUX,
    "RedHat_10": _ENTERPRISE_LINUX,
}
