# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The cluster's tools, by strict transcripts. What they really say: test_system_tools.py."""

from __future__ import annotations

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
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.model import (
    ABSENT,
    Declaration,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.system import PacemakerSystem
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.tree import write_xml

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
    _rest, system, commit = committing(declared, empty, mon, newer, mon)
    with pytest.raises(Refused, match="san0-vg exists already"):
        system.apply(commit)


def test_what_was_announced_as_harmless_stays_harmless(declared, empty, mon, recorded):
    newer = (QUERY, (0, recorded("empty.xml").replace("<constraints/>", "<constraints><!-- x --></constraints>")))
    stop = (SIMULATE, (0, '<r><actions><rsc_action action="stop" resource="other" node="node1"/></actions></r>'))
    _rest, system, commit = committing(declared, empty, mon, newer, mon, (VERIFY, (0, "")), stop, CHECKS[1])
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
