# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The cluster's tools: strict transcripts, and the real ones of this host on a CIB in a file."""

from __future__ import annotations

import dataclasses
import os

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.converge import bring
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import DeadlineExceeded, Refused
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.runner import Result
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.errors import (
    CibContended,
    CibRejected,
    ClusterNotRunning,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.merge import merged
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.model import (
    ABSENT,
    Action,
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

NOTHING_HAPPENS = "<r><actions/></r>"
MON, QUERY = "crm_mon --one-shot --inactive --output-as=xml", "cibadmin --query"
VERIFY, SIMULATE = "crm_verify --xml-pipe --verbose", "crm_simulate --xml-pipe --simulate --output-as=xml"
DIFF, PATCH = "crm_diff --original FILE --new FILE", "cibadmin --patch --sync-call --xml-pipe"
CHECKS = [(VERIFY, (0, "")), (SIMULATE, (0, NOTHING_HAPPENS)), (SIMULATE, (0, NOTHING_HAPPENS))]
COMMIT = [(DIFF, (1, "<diff/>")), (PATCH, (0, ""))]


class Transcript:
    """Answers the commands in *lines* in their order and no other."""

    def __init__(self, *lines):
        self.lines, self.fed, self.modes = list(lines), [], []

    def __call__(self, argv, *, stdin="", timeout=30, ok=(0,)):
        self.modes += [os.stat(word).st_mode & 0o777 for word in argv if word.startswith("/")]
        said = " ".join("FILE" if word.startswith("/") else word for word in argv)
        assert self.lines, f"nothing more was to be run, but: {said}"
        expected, (rc, stdout, *stderr) = self.lines.pop(0)
        assert said == expected
        assert rc in ok
        self.fed.append((said, stdin))
        return Result(rc, stdout, "".join(stderr))


@pytest.fixture
def mon(recorded):
    return MON, (0, recorded("crm_mon-2.1.5.xml"))


@pytest.fixture
def query(recorded):
    return QUERY, (0, recorded("empty.xml"))


def patient(run, wait=30):
    """A system that waits, but does not sleep long."""
    system = PacemakerSystem(runner=run, wait=wait)
    system.interval = 0.01
    return system


def test_a_cluster_that_does_not_run_is_not_there_yet():
    with pytest.raises(ClusterNotRunning):
        PacemakerSystem(runner=Transcript((MON, (102, "")))).read()
    assert PacemakerSystem().absent() is ABSENT


def test_a_cluster_without_a_dc_is_waited_for(query, mon):
    run = Transcript((MON, (102, "")), (MON, (0, "<r/>")), mon, query)
    assert patient(run).read().state.dc
    assert run.lines == []


def test_a_cluster_without_a_dc_is_an_error_when_the_time_is_over():
    run = Transcript((MON, (0, "<r/>")), (MON, (0, "<r/>")))
    with pytest.raises(DeadlineExceeded, match="the election of a DC"):
        patient(run, wait=0.01).read()


def test_the_first_commit(declared, recorded, mon, query):
    """Verified, simulated with and without, committed as a patch, and read again."""
    run = Transcript(mon, query, *CHECKS, mon, query, *COMMIT, mon, (QUERY, (0, recorded("running.xml"))))
    system = PacemakerSystem(runner=run, nodes=["node1", "node2"])
    outcome = bring(system, declared, system.plan, check_mode=False)
    assert len(outcome.plan.operations) == 1 and run.lines == []
    assert run.modes == [0o600, 0o600]
    assert "stonith-watchdog-timeout" in dict(run.fed)[VERIFY]
    assert dict(run.fed)[PATCH] == (
        '<diff><version><source admin_epoch="0" epoch="5" num_updates="3" />'
        '<target admin_epoch="0" epoch="6" num_updates="0" /></version></diff>'
    )


def test_check_mode_stops_before_the_commit(declared, mon, query):
    run = Transcript(mon, query, *CHECKS)
    system = PacemakerSystem(runner=run)
    assert bring(system, declared, system.plan, check_mode=True).plan.operations
    assert run.lines == []


def test_nothing_is_asked_about_a_plan_that_is_empty_or_refused(declared, running):
    system = PacemakerSystem(runner=Transcript())
    assert system.plan(running, declared).operations == ()
    assert system.plan(running, Declaration("quorate")).refusals
    assert system.plan(ABSENT, declared).operations


def test_nodes_that_must_be_online_are_waited_for(declared, empty, recorded):
    alone = recorded("crm_mon-2.1.5.xml").replace('name="node2" id="2" online="true"', 'name="node2" online="false"')
    system = PacemakerSystem(runner=Transcript(*CHECKS, (MON, (0, alone))), nodes=["node1", "node2"])
    commit = system.plan(empty, declared).operations[0]
    with pytest.raises(DeadlineExceeded, match="all nodes online: node1, node2"):
        system.apply(commit)


def test_a_stop_is_waited_for(running, recorded, mon):
    state = recorded("crm_mon-2.1.5.xml")
    gone = state.replace('active="true"', 'active="false"')
    run = Transcript(*CHECKS[1:], mon, (QUERY, (0, write_xml(running.root))), *COMMIT, mon, (MON, (0, gone)))
    system = patient(run)
    stop = system.plan(running, Declaration("quorate", stop_removed=True)).operations[0]
    system.apply(stop)
    assert run.lines == []


def committing(declared, empty, *lines):
    """A system that has planned and is to be told *lines* now, and the commit."""
    run = Transcript(*CHECKS, *lines)
    system = PacemakerSystem(runner=run)
    return run, system, system.plan(empty, declared).operations[0]


def test_a_commit_that_was_overtaken_is_tried_again_on_the_new_version(declared, empty, mon, query, recorded):
    newer = (QUERY, (0, recorded("empty.xml").replace('num_updates="3"', 'num_updates="4"')))
    run, system, commit = committing(declared, empty, mon, query, COMMIT[0], (PATCH, (103, "")), newer, COMMIT[1])
    system.apply(commit)
    assert run.lines == [] and 'num_updates="4"' in run.fed[-1][1]


def test_contention_ends_after_ten_attempts(declared, empty, mon, query):
    overtaken = (PATCH, (103, ""))
    run, system, commit = committing(declared, empty, mon, query, COMMIT[0], overtaken, *[query, overtaken] * 9)
    assert system.wait == 0
    with pytest.raises(CibContended):
        system.apply(commit)
    assert run.lines == []


def test_a_busy_cluster_is_tried_for_the_waiting_time(declared, empty, mon, query):
    overtaken = (PATCH, (103, ""))
    last = [query, COMMIT[1]]
    run, system, commit = committing(declared, empty, mon, query, COMMIT[0], overtaken, *[query, overtaken] * 19, *last)
    system.wait = 60
    system.apply(commit)
    assert run.lines == []


def test_a_configuration_that_changed_meanwhile_is_planned_anew(declared, empty, mon, recorded):
    taken = '<resources><primitive id="san0-vg" class="ocf" provider="pacemaker" type="Dummy"/></resources>'
    newer = (QUERY, (0, recorded("empty.xml").replace("<resources/>", taken)))
    _, system, commit = committing(declared, empty, mon, newer, mon)
    with pytest.raises(Refused, match="san0-vg exists already"):
        system.apply(commit)


def test_what_was_announced_as_harmless_stays_harmless(declared, empty, mon, recorded):
    newer = (QUERY, (0, recorded("empty.xml").replace("<constraints/>", "<constraints><!-- x --></constraints>")))
    stop = (SIMULATE, (0, '<r><actions><rsc_action action="stop" resource="other" node="node1"/></actions></r>'))
    _, system, commit = committing(declared, empty, mon, newer, mon, (VERIFY, (0, "")), stop, CHECKS[1])
    with pytest.raises(Refused, match="would stop other on node1"):
        system.apply(commit)


def test_what_crm_verify_rejects_is_not_committed(declared, empty, recorded):
    complaint = (VERIFY, (78, "", recorded("crm_verify-dup-2.1.5.txt")))
    with pytest.raises(CibRejected, match="is duplicate of"):
        PacemakerSystem(runner=Transcript(complaint, (VERIFY, (0, "")))).plan(empty, declared)


def test_what_was_wrong_before_is_no_reason(declared, empty, recorded):
    complaint = (VERIFY, (78, "", recorded("crm_verify-nofence-3.0.0.txt")))
    system = PacemakerSystem(runner=Transcript(complaint, complaint, *CHECKS[1:]))
    assert system.plan(empty, declared).operations
    assert system.complaints[0].startswith("Resource start-up disabled")


# From here on the real tools of this host (Debian: pacemaker-cli-utils), on a CIB in a file.


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


def test_real_tools_take_the_site_and_a_second_run_changes_nothing(cib, declared):
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


def test_real_tools_foresee_a_restart(cib, declared):
    cib("running.xml")
    changed = with_target(declared, attributes={"config": "/etc/other.json", "iqn": "iqn.2026-11.com.example:san0"})
    with pytest.raises(Refused, match="restart san0-ip on node1, restart san0-target on node1"):
        run_really(changed, allow_disturbing=False)
    (commit,) = run_really(changed).operations
    assert commit.disturbs_io


def test_real_tools_see_no_harm_in_a_new_monitor_interval(cib, declared):
    file = cib("running.xml")
    changed = with_target(declared, actions=(Action("monitor", "15s", {"timeout": "20s"}),))
    run_really(changed, allow_disturbing=False)
    assert parse_resource(present(file)["san0-target"]).actions == (Action("monitor", "15s", {"timeout": "20s"}),)


def test_real_tools_reject_what_pacemaker_would_not_run(cib, declared):
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


def test_real_tools_let_everything_go_with_the_last_resource(cib):
    """Without stonith-enabled=false crm_verify asks for a fence device, even for nothing."""
    file = cib("empty.xml")
    dummy = Primitive("a", "ocf:pacemaker:Dummy")
    run_really(Declaration("me", {"stonith-enabled": "false"}, resources=(dummy,)))
    assert run_really(Declaration("me")).operations
    assert present(file) == {} and "stonith-enabled" not in file.read_text()


def test_real_tools_keep_what_others_made(cib, declared, recorded):
    file = cib("running.xml")
    foreign = "".join(write_xml(each) for each in read_xml(recorded("foreign.xml"), "test").children)
    file.write_text(file.read_text().replace("<constraints>", "<constraints>" + foreign))
    changed = dataclasses.replace(declared, properties={**declared.properties, "cluster-recheck-interval": "5min"})
    assert run_really(changed).operations
    assert 'id="cli-prefer-san0"' in file.read_text() and "drbd-fence-by-handler-san0-expr-14" in file.read_text()


def test_real_tools_refuse_a_patch_for_another_version(cib):
    """The compare-and-swap itself."""
    file = cib("empty.xml")
    system = PacemakerSystem()
    old = system.read()
    patch = system._patch(old.root, merged(old.configuration, Declaration("me", {"stonith-enabled": "false"})))
    file.write_text(file.read_text().replace('num_updates="3"', 'num_updates="4"'))
    assert not system._swapped(patch_for(patch, old.root))
    assert system._swapped(patch_for(patch, system.read().root))
    assert 'name="stonith-enabled"' in file.read_text()


def test_real_tools_let_everything_be_owned(cib):
    cib("empty.xml")
    dummy = Primitive("a", "ocf:pacemaker:Dummy")
    everything = Declaration("me", {"stonith-enabled": "false"}, {"x": "1"}, {"timeout": "9s"}, (dummy,))
    assert run_really(everything).operations
    assert run_really(Declaration("me")).operations
    assert run_really(Declaration("me")).operations == ()
