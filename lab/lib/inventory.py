# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 quorate.ha_storage contributors
"""The two files that connect everything else to a lab: an ssh_config and an Ansible inventory. Pure."""

import json
from pathlib import Path
from typing import Any, Dict

from lab.lib import redfish
from lab.lib.image import digest
from lab.lib.topology import CONTROL, Node, Topology

MARK = "# Written by lab/lab up: changes are lost. Site variables belong in group_vars/."


def ssh_config(topology: Topology, python: str, proxy: str, socket: str, key: str, known_hosts: str) -> str:
    """What `ssh -F` needs to reach every node."""
    lines = [
        MARK,
        f"Host {' '.join(node.name for node in topology.nodes)}",
        "  User root",
        f'  IdentityFile "{key}"',
        "  IdentitiesOnly yes",
        f'  UserKnownHostsFile "{known_hosts}"',
        "  GlobalKnownHostsFile /dev/null",
        "  StrictHostKeyChecking yes",
        "  CheckHostIP no",
        "  LogLevel ERROR",
        # The default exchange costs a node's slow processor 0.1 s more a session.
        "  KexAlgorithms curve25519-sha256",
        "  ServerAliveInterval 5",
        "  ServerAliveCountMax 3",
        f'  ProxyCommand "{python}" -I -S "{proxy}" "{socket}" %h %p',
        "  ProxyUseFdpass yes",
    ]
    for node in topology.nodes:
        address = node.control.split("/")[0]
        lines += [f"Host {node.name}", f"  HostName {address}", f"  HostKeyAlias {node.name}"]
    return "\n".join(lines) + "\n"


def host_variables(node: Node, config: str) -> Dict[str, Any]:
    """Connection facts of a node, nothing else."""
    variables = {
        "ansible_host": node.name,
        "ansible_user": "root",
        "ansible_python_interpreter": "/usr/bin/python3",
        "ansible_ssh_common_args": f"-F {config}",
        # Ansible names its shared connections after host and user only: two labs would answer for each other.
        "ansible_control_path": f"%(directory)s/qlab-{digest(config)}-%%h",
        "lab_networks": {net: address.split("/")[0] for net, address in node.addresses if net != CONTROL},
        "lab_data_devices": node.data_devices,
    }
    if node.bmc:
        variables["lab_bmc"] = _bmc(node, Path(config).parent)
    return variables


def _bmc(node: Node, folder: Path) -> Dict[str, str]:
    return {
        "address": node.bmc_address,
        "system": redfish.system_uri(node.name),
        "user": redfish.USER,
        # The password itself stays in its own file, which only its owner may read.
        "password": f"{{{{ lookup('ansible.builtin.file', '{folder}/bmc/password') }}}}",
    }


def inventory(topology: Topology, config: str) -> str:
    """hosts.yml (JSON is YAML: one value a line, quoted as JSON, needs no library)."""
    groups: Dict[str, Dict[str, Any]] = {}
    for node in topology.nodes:
        for group in node.groups or ("lab_nodes",):
            groups.setdefault(group, {})[node.name] = host_variables(node, config)
    lines = ["---", MARK, "all:", "  children:"]
    for group, hosts in groups.items():
        lines += [f"    {group}:", "      hosts:"]
        for name, variables in hosts.items():
            lines.append(f"        {name}:")
            lines += [f"          {key}: {json.dumps(value)}" for key, value in variables.items()]
    return "\n".join(lines) + "\n"
