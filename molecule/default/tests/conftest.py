# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The four hosts of the lab, and the site that they were built from."""

from __future__ import annotations

import contextlib
import json
import os
import pathlib
import re
import signal
import subprocess
import time

import pytest
from testinfra.utils.ansible_runner import AnsibleRunner

INVENTORY = str(pathlib.Path(os.environ["MOLECULE_INVENTORY_FILE"]).parent)
TOP = pathlib.Path(__file__).resolve().parents[3]
RUNNER = AnsibleRunner(INVENTORY)
TARGET, PORTAL = "iqn.2026-11.com.example:san0", "10.77.30.50:3260"
RECORDS, KEPT = "/var/lib/iscsi/nodes", "/run/nodes-of-the-role"
PROBE = "/run/io_probe.py"
LEDGER = "--ledger /run/io_probe.ledger"
RECAP = re.compile(r"^(\S+)\s+: ok=\d+\s+changed=(\d+)\s+unreachable=(\d+)\s+failed=(\d+)", re.MULTILINE)
DISKS = f"/dev/disk/by-path/ip-{PORTAL}-iscsi-{TARGET}-lun-?"


def pytest_collection_modifyitems(config, items):
    """The tests in long/, a quarter of an hour, are chosen by LONG=1: molecule names every file that it finds."""
    long = [item for item in items if item.path.parent.name == "long" and not os.environ.get("LONG")]
    config.hook.pytest_deselected(items=long)
    items[:] = [item for item in items if item not in long]


@pytest.fixture(scope="session", name="hosts")
def _hosts():
    return {name: RUNNER.get_host(name) for name in ("node1", "node2", "arbiter", "initiator")}


@pytest.fixture(scope="session", name="nodes")
def _nodes(hosts):
    return [hosts["node1"], hosts["node2"]]


@pytest.fixture(scope="session", name="initiator")
def _initiator(hosts):
    return hosts["initiator"]


@pytest.fixture(scope="session", name="places")
def _places(nodes):
    """A function that tells where the service runs now, and which node is the standby."""

    def find():
        located = nodes[0].check_output("crm_resource --resource san0 --locate 2>/dev/null")
        here = re.search(r": *(\S+)", located)[1]
        return here, ({"node1", "node2"} - {here}).pop()

    return find


@pytest.fixture(scope="session", name="service")
def _service():
    """The only service, as the inventory describes it."""
    shown = subprocess.run(
        ["ansible-inventory", "-i", INVENTORY, "--host", "node1"], capture_output=True, text=True, check=True, cwd=TOP
    )
    return json.loads(shown.stdout)["ha_storage_services"][0]


def command(name, *options):
    """What runs a playbook of the collection, for subprocess."""
    argv = ["ansible-playbook", "-i", INVENTORY, f"playbooks/{name}", *options]
    # Molecule forces colours, which stand between a word and its number.
    plain = {key: value for key, value in os.environ.items() if "COLOR" not in key}
    return {"args": argv, "text": True, "cwd": TOP, "env": plain}


@pytest.fixture(scope="session", name="playbook")
def _playbook():
    """Runs a playbook of the collection and returns what it said; fails where it fails."""

    def run(name, *options, check=True):
        done = subprocess.run(**command(name, *options), capture_output=True, timeout=1800, check=False)
        assert not check or done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
        return done

    return run


@pytest.fixture(scope="session", name="recap")
def _recap():
    """A function that reads what a run of a playbook said: by host, (changed, unreachable, failed)."""

    def read(said):
        return {host: tuple(map(int, counts)) for host, *counts in RECAP.findall(said)}

    return read


@pytest.fixture(scope="session", name="killed")
def _killed(tmp_path_factory):
    """Runs a playbook until a function says that it is time, and kills it then; returns what it said."""

    def run(name, *options, when):
        path = tmp_path_factory.mktemp("killed") / "said"
        with open(path, "w", encoding="utf-8") as said:
            running = subprocess.Popen(
                **command(name, *options), stdout=said, stderr=subprocess.STDOUT, start_new_session=True
            )
            try:
                deadline = time.monotonic() + 600
                while not when() and running.poll() is None and time.monotonic() < deadline:
                    time.sleep(1)
                assert running.poll() is None and time.monotonic() < deadline, path.read_text()[-6000:]
            finally:
                # With the processes that it has started, none of which leaves the session.
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(running.pid, signal.SIGKILL)
                running.wait()
        return path.read_text()

    return run


@pytest.fixture(name="lab")
def _lab():
    """Runs a verb of the lab; in the end every link is whole."""

    def run(*words, timeout=60):
        subprocess.run([TOP / "lab/lab", *words], check=True, capture_output=True, timeout=timeout)

    yield run
    run("heal")


@pytest.fixture(name="writes")
def _writes(initiator):
    """Writes to every LUN until the function is called, which returns the figures of writing and of reading back."""
    initiator.check_output("rm -f /run/io_probe.end")
    script = (TOP / "roles/iscsi_initiator/files/io_probe.py").read_text(encoding="utf-8")
    initiator.check_output(f"cat > {PROBE} <<'PROBE'\n{script}\nPROBE")
    options = f"{LEDGER} --until /run/io_probe.end --destroys-data-on {DISKS}"
    initiator.check_output(f"nohup python3 {PROBE} {options} >/run/io_probe.out 2>&1 & echo $! >/run/io_probe.pid")

    def result():
        initiator.check_output(
            "touch /run/io_probe.end; while kill -0 $(cat /run/io_probe.pid) 2>/dev/null; do sleep 0.2; done"
        )
        written = json.loads(initiator.check_output("cat /run/io_probe.out"))
        return written, json.loads(initiator.check_output(f"python3 {PROBE} {LEDGER} --verify"))

    yield result
    initiator.run("touch /run/io_probe.end")


@pytest.fixture(scope="session", name="second_initiator")
def _second_initiator(initiator):
    """A context in which the host may log in under a second name; in the end it has gone."""

    @contextlib.contextmanager
    def second():
        record = f"iscsiadm -m node -T {TARGET} -p {PORTAL} -I second"

        def login(name, user, password):
            interface = "iscsiadm -m iface -I second"
            initiator.check_output(f"{interface} -o new")
            initiator.check_output(f"{interface} -o update -n iface.initiatorname -v {name}")
            initiator.check_output(f"{record} -o new")
            for key, value in (("authmethod", "CHAP"), ("username", user), ("password", password)):
                initiator.check_output(f"{record} -o update -n node.session.auth.{key} -v {value}")
            initiator.check_output(f"{record} -o update -n node.session.initial_login_retry_max -v 1")
            return initiator.run(f"timeout 60 {record} --login")

        # iscsiadm turns the real record into a folder for both interfaces, and deletes it along with the second's.
        initiator.check_output(f"rm -rf {KEPT} && cp -a {RECORDS} {KEPT}")
        try:
            yield login
        finally:
            initiator.run(f"timeout 60 {record} --logout")
            initiator.check_output(f"rm -rf {RECORDS} && cp -a {KEPT} {RECORDS}")
            initiator.run("iscsiadm -m iface -I second -o delete")

    return second
