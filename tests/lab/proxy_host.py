# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The role hp3par_proxy on a node of the lab, with simulated arrays behind a stand-in for the InForm program."""

from __future__ import annotations

import json
import pathlib
import typing as t

from ansible_collections.quorate.ha_storage.bench.node import TOP
from ansible_collections.quorate.ha_storage.tests.lab.relocation import Site
from hp3par import keys

NODE, ADDRESS, TOKEN = "arrays", "10.77.10.21", "a-token-of-node1"
UNIT = "hp3par-proxy.service"
SIDES = (("hp3par1", "svc1"), ("hp3par2", "svc1.r12345"))
ARRAYS = """
import json, os, socketserver, sys
sys.path.insert(0, "/opt/simulator")
from hp3par.control import control
from hp3par.pair import new_pair

class Request(socketserver.StreamRequestHandler):
    def handle(self):
        reply = control(PAIR, json.loads(self.rfile.readline()))
        self.wfile.write(json.dumps(reply).encode() + b"\\n")

PAIR = new_pair("3par-3.3")
os.umask(0)
socketserver.UnixStreamServer("/run/arrays.socket", Request).serve_forever()
"""
CLI = """#!/bin/sh
HP3PAR_SIMULATOR=/run/arrays.socket exec python3 -B /opt/simulator/hp3par/client.py "$@"
"""
ASK = """
import json, ssl, sys, urllib.parse, urllib.request
fields = json.loads(sys.argv[1])
token = fields.pop("token", "{token}")
request = urllib.request.Request("https://{address}:8443/api/cmd/", urllib.parse.urlencode(fields).encode())
request.add_header("Authorization", "Bearer " + token)
context = ssl.create_default_context(cafile="/root/proxy.pem")
print(urllib.request.urlopen(request, context=context, timeout=20).read().decode())
"""


def set_up(site: Site, folder: pathlib.Path) -> tuple[bool, bool]:
    """The proxy runs, and its first client trusts it; whether each of two runs of the playbook changed something."""
    site.sh(NODE, "mkdir -p /opt/simulator /opt/hp_3par_cli/bin")
    site.put(TOP / "tests/simulators/hp3par", "/opt/simulator/", NODE)
    site.sh(NODE, "cat > /opt/simulator/arrays.py", stdin=ARRAYS)
    site.sh(NODE, "cat > /opt/hp_3par_cli/bin/cli; chmod 755 /opt/hp_3par_cli/bin/cli", stdin=CLI)
    site.sh(NODE, "systemd-run --quiet --unit=arrays python3 -B /opt/simulator/arrays.py")
    whole = folder / "server.key"
    keys.certificate(whole, ADDRESS)
    certificate = whole.read_text().partition("-----BEGIN PRIVATE KEY")[0]
    site.sh("node1", "cat > /root/proxy.pem", stdin=certificate)
    site.sh("node1", "cat > /root/ask.py", stdin=ASK.format(address=ADDRESS, token=TOKEN))
    (folder / "password").write_text("not a password\n")
    rule = {"service": "svc1", "client": "node1", "take_over": True}
    variables = {
        "hp3par_proxy_certificate": str(whole),
        "hp3par_proxy_key": str(whole),
        "hp3par_proxy_arrays": [{"name": array, "password_file": str(folder / "password")} for array, _group in SIDES],
        "hp3par_proxy_clients": [{"id": "node1", "token": TOKEN}],
        "hp3par_proxy_rules": [{**rule, "array": array, "groups": [group]} for array, group in SIDES],
    }
    runs = [site.playbook(TOP / "playbooks/hp3par_proxy.yml", folder, **variables) for _again in range(2)]
    first, second = (any(task["hosts"].get(NODE, {}).get("changed") for task in run) for run in runs)
    return first, second


def ask(site: Site, **fields: str) -> dict[str, t.Any]:
    """The answer to a request of node1, by its own certificate store and Python's own client."""
    given = {"array": "hp3par1", "path": "svc1", "uuid": "node1", **fields}
    return json.loads(site.on("node1", 'read -r given; python3 /root/ask.py "$given"', stdin=json.dumps(given)).stdout)


def by_proxy(array: str) -> dict[str, t.Any]:
    """An array, as the modules take it."""
    return {
        "name": array,
        "transport": "proxy",
        "url": f"https://{ADDRESS}:8443",
        "service": "svc1",
        "client_id": "node1",
        "token": TOKEN,
        "ca_path": "/root/proxy.pem",
        "timezone": "Europe/Paris",
    }


def pair() -> dict[str, t.Any]:
    """The options that modules for the group have in common, with the first array as the local one."""
    (here, group), (there, peer) = SIDES
    return {"name": group, "peer_name": peer, "array": by_proxy(here), "peer": by_proxy(there)}
