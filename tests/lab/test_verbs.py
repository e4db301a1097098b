# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 quorate.ha_storage contributors
"""Every verb of the lab on a lab of its own; then a second lab beside it, started by an ordinary user."""

import contextlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

import pytest

PROJECT = pathlib.Path(__file__).resolve().parents[2]
LAB = str(PROJECT / "lab" / "lab")
NAME = f"verbs-{os.getpid()}"
NOBODY = 65534


def call(*words, name=NAME, code=0, timeout=300, env=None, **options):
    """One call of the lab; its output."""
    done = subprocess.run(
        [LAB, "--name", name, *words],
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
        env={**os.environ, **(env or {})},
        **options,
    )
    assert done.returncode == code, f"lab {' '.join(words)}: {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done.stdout if code == 0 else done.stderr


def status(**options):
    return json.loads(call("status", "--json", **options))


def shell(node, line, **options):
    return call("ssh", node, line, **options).strip()


def reaches(node, target):
    """Whether a ping from the node arrives."""
    return shell(node, f"ping -c 2 -i 0.3 -W 1 {target} >/dev/null && echo yes || echo no") == "yes"


def opens(node, target, port):
    """Whether a TCP connection from the node succeeds."""
    code = f"import socket; socket.create_connection(('{target}', {port}), 2)"
    return shell(node, f'python3 -c "{code}" 2>/dev/null && echo yes || echo no') == "yes"


@pytest.fixture(scope="module", autouse=True)
def lab():
    try:
        call("up", "pair", "--memory", "320M", timeout=590)
        yield status()
    finally:
        call("down")


def test_every_node_answers_and_knows_who_it_is(lab):
    assert set(lab["nodes"]) == {"node1", "node2", "arbiter", "initiator"}
    for name, node in lab["nodes"].items():
        assert (node["power"], node["ssh"], node["boots"]) == ("on", True, 1)
        assert shell(name, "hostname") == name
    links = shell("node1", "ip -br -4 addr show").split()
    assert {"lab0", "mgmt0", "repl0", "iscsi0", "10.77.20.11/24"} <= set(links)
    assert shell("node1", "lsblk -bdno SIZE /dev/ubdb") == str(2 << 30)
    assert lab["kernel"]["package"]


def test_the_kernel_has_what_the_collection_needs():
    modules = "drbd iscsi_target_mod target_core_iblock iscsi_tcp dm_thin_pool dm_multipath softdog sch_netem"
    assert shell("node1", f"modprobe -a {modules} && echo loaded") == "loaded"


def test_a_second_up_changes_nothing(lab):
    began = time.monotonic()
    call("up")
    assert time.monotonic() - began < 30
    assert {node["pid"] for node in status()["nodes"].values()} == {node["pid"] for node in lab["nodes"].values()}


def test_an_up_of_something_else_is_refused():
    assert "runs with topology pair, not single" in call("up", "single", code=1)
    assert "runs with release 13, not 12" in call("up", "--release", "12", code=1)


def test_run_keeps_words_apart_and_passes_the_code_on():
    assert call("run", "node1", "--", "printf", "%s|", "a b", "$HOME", "'").strip() == "a b|$HOME|'|"
    call("run", "node1", "--", "sh", "-c", "exit 7", code=7)
    assert "no node 'node9'" in call("run", "node9", "--", "true", code=1)


def test_ansible_reaches_all_by_the_inventory(lab):
    argv = ["ansible", "-i", lab["inventory"], "all", "-m", "ansible.builtin.command", "-a", "uname -n", "-o"]
    done = subprocess.run(argv, capture_output=True, text=True, timeout=120, check=False, cwd="/")
    assert done.returncode == 0, done.stdout + done.stderr
    assert sorted(line.split()[-1] for line in done.stdout.splitlines()) == ["arbiter", "initiator", "node1", "node2"]


def test_cut_and_heal_a_link():
    call("cut", "node1", "repl")
    assert not reaches("node2", "node1-repl")
    assert reaches("node2", "node1-iscsi")
    assert status()["cuts"] == ["node1 on repl"]
    call("heal", "node1", "repl")
    assert reaches("node2", "node1-repl")


def test_an_isolated_node_can_still_be_watched():
    call("cut", "node1")
    assert not reaches("node2", "node1")
    assert shell("node1", "hostname") == "node1"
    assert "healed: node1 on mgmt, node1 on repl, node1 on iscsi" in call("heal")
    assert reaches("node2", "node1")


def test_cut_and_heal_a_site():
    call("cut", "site:a", "iscsi")
    assert not reaches("initiator", "node1-iscsi")
    assert reaches("initiator", "node2-iscsi")
    call("cut", "site:a")
    assert not reaches("arbiter", "node1")
    call("heal", "site:a")
    assert reaches("arbiter", "node1")
    assert reaches("initiator", "node1-iscsi")
    assert status()["cuts"] == []


def test_cut_and_heal_a_port():
    assert opens("node2", "node1-repl", 22)
    call("cut", "node1", "tcp/22")
    assert not opens("node2", "node1-repl", 22)
    assert reaches("node2", "node1-repl")
    assert status()["cuts"] == ["node1 tcp/22"]
    call("kill", "node1")
    assert "still cut: node1 tcp/22 (node1 is off)" in call("heal", code=1)
    call("start", "node1")
    assert not opens("node2", "node1-repl", 22)
    call("heal", "node1", "tcp/22")
    assert opens("node2", "node1-repl", 22)
    assert "is no port" in call("cut", "node1", "tcp/x", code=1)


def test_freeze_and_thaw():
    boot = shell("node2", "cat /proc/sys/kernel/random/boot_id")
    call("freeze", "node2")
    assert not reaches("node1", "node2")
    assert "node2 is frozen\n  lab/lab thaw node2" in call("ssh", "node2", "true", code=1)
    assert status()["nodes"]["node2"]["power"] == "frozen"
    call("thaw", "node2")
    assert shell("node2", "cat /proc/sys/kernel/random/boot_id") == boot


def test_kill_and_start():
    boots = status()["nodes"]["node2"]["boots"]
    shell("node2", "echo kept >/root/kept; sync")
    call("kill", "node2")
    time.sleep(2)
    node = status()["nodes"]["node2"]
    assert (node["power"], node["ssh"]) == ("off", False)
    assert "node2 is off\n  lab/lab start node2" in call("run", "node2", "--", "true", code=1)
    call("start", "node2")
    assert shell("node2", "cat /root/kept") == "kept"
    assert status()["nodes"]["node2"]["boots"] == boots + 1


def test_replace():
    boots = status()["nodes"]["node2"]["boots"]
    shell("node2", "echo old >/root/kept; echo old >/dev/ubdb; sync")
    call("cut", "node2", "tcp/22")
    call("replace", "node2")
    assert shell("node2", "hostname; ls /root/kept 2>/dev/null; head -c 4 /dev/ubdb | tr -d '\\0'") == "node2"
    assert reaches("node1", "node2") and opens("node1", "node2-repl", 22)
    found = status()
    assert (found["nodes"]["node2"]["boots"], found["cuts"]) == (boots + 1, [])
    assert "no node 'node9'" in call("replace", "node9", code=1)


def test_a_watchdog_ends_the_node_and_the_lab_restarts_it():
    boots = status()["nodes"]["node2"]["boots"]
    shell("node2", "modprobe -r softdog; modprobe softdog soft_margin=2; (echo 1 >/dev/watchdog1; sleep 60) >&- 2>&- &")
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        node = status()["nodes"]["node2"]
        if node["boots"] > boots and node["ssh"]:
            break
        time.sleep(1)
    assert (node["boots"], node["ssh"]) == (boots + 1, True)


def test_logs():
    text = call("logs", "node2")
    assert "frozen" in text
    assert "(power off)" in text
    assert "Linux version" in text
    assert "== node1: events.log" in call("logs")
    call("logs", "node9", code=1)


@contextlib.contextmanager
def somebody_elses_lab():
    """A lab folder of an ordinary user, with a copy of what was built already; ends its lab."""
    # Not pytest's folder: that one belongs to root alone, and every other run of pytest sees to it.
    # An ordinary user can have a second lab, but nobody else's; the other tests show the rest then.
    if os.geteuid():
        yield {"name": "other"}
        call("down", name="other")
        return
    with tempfile.TemporaryDirectory(prefix="quorate-lab-") as folder:
        yield from _lab_of_nobody(pathlib.Path(folder))


def _lab_of_nobody(tmp_path):
    sys.path.insert(0, str(PROJECT))
    from lab.lib import image, kernel, state

    call("build", "--image", "warm")
    mine, theirs = state.base() / "cache", tmp_path / "lab" / "cache"
    shutil.copytree(mine / "kernel", theirs / "kernel", symlinks=True)
    entry = json.loads((mine / "kernel" / "kernel.json").read_text(encoding="utf-8"))
    entry.update(binary=str(theirs / "kernel/usr/bin/linux.uml"), modules=str(theirs / "kernel/usr/lib/uml/modules"))
    (theirs / "kernel" / "kernel.json").write_text(json.dumps(entry), encoding="utf-8")
    if kernel.glibc() < kernel.NEEDED_GLIBC:
        kernel.relink(theirs / "kernel", theirs / "kernel/usr/bin/linux.uml")
    disk = image.location(mine, "13", "warm", entry)
    subprocess.run(["cp", "--sparse=always", str(disk), str(theirs)], check=True, timeout=120)
    subprocess.run(["chown", "-R", f"{NOBODY}:{NOBODY}", str(tmp_path)], check=True, timeout=60)
    python = "/usr/bin/python3" if os.access("/usr/bin/python3", os.X_OK) else sys.executable
    env = {"LAB_DIR": str(tmp_path / "lab"), "HOME": str(tmp_path), "LAB_PYTHON": python}
    options = {"name": "other", "env": env, "user": NOBODY, "group": NOBODY, "extra_groups": []}
    try:
        yield options
    finally:
        call("down", **options)


def test_two_labs_side_by_side_one_by_an_ordinary_user():
    before = {name: node["pid"] for name, node in status()["nodes"].items()}
    with somebody_elses_lab() as other:
        call("up", "single", "--memory", "320M", **other)
        theirs = status(**other)
        assert os.stat(f"/proc/{theirs['nodes']['node1']['pid']}").st_uid == NOBODY
        # The same address in both, yet another machine.
        marks = [shell("node1", "cat /proc/sys/kernel/random/boot_id", **extra) for extra in ({}, other)]
        assert marks[0] != marks[1]
        assert shell("node1", "modprobe drbd && echo loaded", **other) == "loaded"
        call("cut", "node1", **other)
        assert reaches("node2", "node1")
        call("kill", "node1", **other)
        assert status()["nodes"]["node1"]["ssh"]
    assert {name: node["pid"] for name, node in status()["nodes"].items()} == before


def test_down_leaves_nothing(tmp_path):
    env = {"LAB_DIR": str(tmp_path / "lab")}
    (tmp_path / "lab").mkdir()
    (tmp_path / "lab" / "cache").symlink_to(pathlib.Path(status()["ssh_config"]).parents[2] / "cache")
    call("up", "single", "--memory", "256M", name="short", env=env)
    report = status(name="short", env=env)
    pids = [node["pid"] for node in report["nodes"].values()]
    call("down", name="short", env=env)
    assert not [pid for pid in pids if pathlib.Path(f"/proc/{pid}").exists()]
    assert not pathlib.Path(report["run_folder"]).exists()
    assert not pathlib.Path(report["inventory"]).exists()
    assert status(name="short", env=env)["up"] is False
    assert "== node1: events.log" in call("logs", name="short", env=env)
