# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole way with Pacemaker's own tools, on a CIB in a file (Debian: pacemaker-cli-utils)."""

from __future__ import annotations

import dataclasses

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.converge import bring
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import Refused
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.errors import CibRejected
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.merge import merged
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.model import (
    Action,
    Alert,
    Declaration,
    Primitive,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.parse import (
    parse_resource,
    resource_elements,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.render import patch_for
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.system import PacemakerSystem
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.tree import read_xml, write_xml


@pytest.fixture
def cib(monkeypatch, tmp_path, recorded):
    """Makes the CIB of the tools be a copy of a fixture."""

    def lies_at(name):
        file = tmp_path / "cib.xml"
        file.write_text(recorded(name))
        file.chmod(0o600)
        monkeypatch.setenv("CIB_file", str(file))
        return file

    return lies_at


def run_really(declared, **options):
    system = PacemakerSystem()
    return bring(system, declared, system.plan, check_mode=False, **options).plan


def present(file):
    return resource_elements(read_xml(file.read_text(), "file").first("configuration"))


def with_target(declared, **changed):
    resources = [
        dataclasses.replace(each, **changed) if each.id == "san0-target" else each for each in declared.resources
    ]
    return dataclasses.replace(declared, resources=tuple(resources))


def test_take_the_site_and_a_second_run_changes_nothing(cib, declared):
    file = cib("empty.xml")
    assert run_really(declared).operations
    assert list(present(file)) == [
        *["ipmi1", "san0-drbd-clone", "san0-drbd"],
        *["san0", "san0-vg", "san0-target", "san0-ip"],
    ]
    text = file.read_text()
    assert run_really(declared).operations == ()
    assert file.read_text() == text
    assert 'name="have-watchdog"' in text and 'name="cluster-name"' in text


def test_foresee_a_restart(cib, declared):
    cib("running.xml")
    changed = with_target(declared, attributes={"config": "/etc/other.json", "iqn": "iqn.2026-11.com.example:san0"})
    with pytest.raises(Refused, match="restart san0-ip on node1, restart san0-target on node1"):
        run_really(changed, allow_disturbing=False)
    (commit,) = run_really(changed).operations
    assert commit.disturbs_io


def test_see_no_harm_in_a_new_monitor_interval(cib, declared):
    file = cib("running.xml")
    changed = with_target(declared, actions=(Action("monitor", "15s", {"timeout": "20s"}),))
    run_really(changed, allow_disturbing=False)
    assert parse_resource(present(file)["san0-target"]).actions == (Action("monitor", "15s", {"timeout": "20s"}),)


def test_reject_what_pacemaker_would_not_run(cib, declared):
    file = cib("running.xml")
    before = file.read_text()
    unfenced = tuple(each for each in declared.resources if each.id != "ipmi1")
    constraints = tuple(each for each in declared.constraints if each.values.get("rsc") != "ipmi1")
    system = PacemakerSystem()
    wanted = dataclasses.replace(
        declared, properties={"stonith-enabled": "true"}, resources=unfenced, constraints=constraints, stop_removed=True
    )
    with pytest.raises(CibRejected, match="no STONITH resources"):
        system.plan(system.read(), wanted)
    assert file.read_text() == before


def test_let_everything_go_with_the_last_resource(cib):
    """Without stonith-enabled=false crm_verify asks for a fence device, even for nothing."""
    file = cib("empty.xml")
    dummy = Primitive("a", "ocf:pacemaker:Dummy")
    run_really(Declaration("me", {"stonith-enabled": "false"}, resources=(dummy,)))
    assert run_really(Declaration("me")).operations
    assert present(file) == {} and "stonith-enabled" not in file.read_text()


def test_keep_what_others_made(cib, declared, recorded):
    file = cib("running.xml")
    foreign = "".join(write_xml(each) for each in read_xml(recorded("foreign.xml"), "test").children)
    file.write_text(file.read_text().replace("<constraints>", "<constraints>" + foreign))
    changed = dataclasses.replace(declared, properties={**declared.properties, "cluster-recheck-interval": "5min"})
    assert run_really(changed).operations
    assert 'id="cli-prefer-san0"' in file.read_text() and "drbd-fence-by-handler-san0-expr-14" in file.read_text()


def test_refuse_a_patch_for_another_version(cib):
    """The compare-and-swap itself."""
    file = cib("empty.xml")
    system = PacemakerSystem()
    old = system.read()
    patch = system._patch(old.root, merged(old.configuration, Declaration("me", {"stonith-enabled": "false"})))
    file.write_text(file.read_text().replace('num_updates="3"', 'num_updates="4"'))
    assert not system._swapped(patch_for(patch, old.root))
    assert system._swapped(patch_for(patch, system.read().root))
    assert 'name="stonith-enabled"' in file.read_text()


def test_let_everything_be_owned(cib):
    cib("empty.xml")
    dummy = Primitive("a", "ocf:pacemaker:Dummy")
    everything = Declaration("me", {"stonith-enabled": "false"}, {"x": "1"}, {"timeout": "9s"}, (dummy,))
    assert run_really(everything).operations
    assert run_really(Declaration("me")).operations
    assert run_really(Declaration("me")).operations == ()


def test_an_alert_is_what_the_schema_allows_and_goes_again(cib):
    file = cib("empty.xml")
    alert = Alert("tell", "/usr/bin/true", frozenset({"nodes", "resources"}), {"x": "1"}, {"timeout": "15s"})
    declared = Declaration("me", alerts=(alert,))
    assert run_really(declared).operations and not run_really(declared).operations
    assert '<alert id="tell" path="/usr/bin/true">' in file.read_text()
    assert run_really(Declaration("me")).operations and "tell" not in file.read_text()


def test_a_whole_configuration_is_replaced_by_a_former_one(cib, declared):
    file = cib("empty.xml")
    before = read_xml(file.read_text(), "file").first("configuration")
    run_really(declared)
    PacemakerSystem().replace(lambda _present: before)
    assert present(file) == {} and read_xml(file.read_text(), "file").first("configuration") == before
