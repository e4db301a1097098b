# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The plugins under Munin's own programs: munin-run, munin-update, munin-cgi-graph."""

from __future__ import annotations

import json
import pathlib
import sys
import time

import jinja2
import pytest
import yaml
from ansible_collections.quorate.ha_storage.plugins.module_utils._core import pack

from ..plugins.module_utils._munin import targets
from .munin import FakeNode, Munin, pixels

ENGINE = pathlib.Path(pack.__file__).parents[1]
ROLE = ENGINE.parents[1] / "roles/munin"
VARS = yaml.safe_load((ROLE / "vars/main.yml").read_text())
NAME, HOST = "quorate_lio_san0", "node1"
# The program with the folder of the test as the root of its host.
REROOTED = """#!{python} -IS
import sys
sys.path.insert(0, {archive!r})
from ha_storage._core.files import Files
from ha_storage._munin import program, system
sys.exit(program.main([sys.argv[0], {name!r}, *sys.argv[1:]], system.Host(files=Files({root!r}))))
"""


@pytest.fixture
def munin(tmp_path):
    made = Munin(tmp_path / "munin")
    pack.pack(ENGINE, VARS["_munin_subjects"], "_munin.program", tmp_path / "munin.pyz")
    (made.folder / "etc/munin-node.conf").write_text("host_name node1\n")
    return made


@pytest.fixture
def root(tmp_path):
    folder = tmp_path / "root"
    saved = folder / "etc/quorate/targets/san0.json"
    saved.parent.mkdir(parents=True)
    saved.write_text(json.dumps(targets.saved()))
    return folder


def install(munin, root, name):
    plugin = munin.folder / "etc/plugins" / name
    archive = str(munin.folder.parent / "munin.pyz")
    plugin.write_text(REROOTED.format(python=sys.executable, archive=archive, name=name, root=str(root)))
    plugin.chmod(0o755)


def test_munin_run_on_active_standby_and_bare_hosts(munin, root):
    install(munin, root, NAME)
    assert munin.plugin(NAME, "autoconf") == "yes\n" and munin.plugin(NAME, "suggest") == "san0\n"
    standby = munin.plugin(NAME, "config")
    values = [line.split()[1] for line in munin.plugin(NAME).splitlines() if ".value " in line]
    assert values and set(values) == {"U"}
    targets.plant(root)
    assert munin.plugin(NAME, "config") == standby
    assert "total.value 300\n" in munin.plugin(NAME)
    install(munin, munin.folder, "quorate_quorum")
    assert munin.plugin("quorate_quorum", "autoconf").startswith("no (")


def test_the_wrappers_of_the_role_are_plugins_for_munin_and_settings_reach_them(munin, root):
    template = jinja2.Template((ROLE / "templates/plugin.j2").read_text())
    archive = str(munin.folder.parent / "munin.pyz")
    for name in VARS["_munin_plugins"]:
        text = template.render(item=name, ansible_managed="managed", _munin_program=archive)
        capabilities = next(line for line in text.splitlines() if "capabilities=" in line).partition("=")[2].split()
        assert ("suggest" in capabilities) == name.endswith("_") and "autoconf" in capabilities
        plugin = munin.folder / "etc/plugins" / name
        plugin.write_text(text)
        plugin.chmod(0o755)
        assert munin.plugin(name, "autoconf").startswith(("yes", "no ("))
    install(munin, root, NAME)
    text = jinja2.Template((ROLE / "templates/plugin-conf.j2").read_text(), trim_blocks=True).render(
        ansible_managed="managed", munin_node_settings={"quorate_lio_*": {"total_warning": "7"}}
    )
    (munin.folder / "etc/plugin-conf.d/quorate").write_text(text.replace("user root\n", ""))
    assert "total.warning 7\n" in munin.plugin(NAME, "config")


def test_the_master_draws_what_the_plugin_measured(munin, root):
    install(munin, root, NAME)
    targets.plant(root)
    config = munin.plugin(NAME, "config").splitlines()
    samples, now = {}, int(time.time()) // 300 * 300
    for step in range(72):
        # A counter that rises faster and faster: a picture that is empty, or flat, is told from it.
        path = root / targets.ROOT / "iscsi" / targets.IQN / "tpgt_1/lun/lun_1/statistics/scsi_tgt_port/read_mbytes"
        path.write_text(f"{step * step}\n")
        samples[now - (72 - step) * 300] = _values(root)
    with FakeNode(HOST, NAME, config, samples) as node:
        _write_master(munin, node.server_address[1])
        munin.run("usr/share/munin/munin-update", "--nofork", "--config", munin.folder / "etc/munin.conf")
    count, width, height = _drawn(_draw(munin, f"{NAME}_read"))
    assert 400 < width < 800 and 200 < height < 500
    # The mark of the legend has 36; the line of six hours is some 180 high, and softened at its edges.
    assert count > 150


def _values(root):
    """As munin-run would give them, without a start of Perl for each."""
    from ansible_collections.quorate.ha_storage.plugins.module_utils._core.files import Files
    from ansible_collections.quorate.ha_storage.plugins.module_utils._munin import lio, render, system

    host = system.Host(files=Files(str(root)), environ={})
    return list(render.value_lines(NAME, lio.graphs(host, "san0"), lio.values(host, "san0")))


def _write_master(munin, port):
    template = jinja2.Template((ROLE / "templates/munin.conf.j2").read_text(), trim_blocks=True)
    nodes = [{"name": HOST, "address": "127.0.0.1", "port": port}]
    text = template.render(ansible_managed="managed", munin_master_nodes=nodes, munin_master_group="storage")
    text = text.replace("/etc/munin/munin-conf.d", str(munin.folder / "etc/munin-conf.d"))
    (munin.folder / "etc/munin.conf").write_text(text)


def _draw(munin, graph):
    """A PNG, as the web server gets it."""
    environ = {"PATH_INFO": f"/storage/{HOST}/{graph}-day.png", "REQUEST_METHOD": "GET", "QUERY_STRING": ""}
    environ["SCRIPT_NAME"] = "/munin-cgi/munin-cgi-graph"
    said = munin.run("usr/lib/munin/cgi/munin-cgi-graph", **environ, MUNIN_CONFIG=str(munin.folder / "etc/munin.conf"))
    return said[said.index(b"\x89PNG") :]


def _drawn(png):
    """How many pixels are rather green, as Munin's first field is, and how wide and high the picture is."""
    rows = pixels(png)
    green = sum(each[1] > max(each[0], each[2]) + 60 for row in rows for each in row)
    return green, len(rows[0]), len(rows)
