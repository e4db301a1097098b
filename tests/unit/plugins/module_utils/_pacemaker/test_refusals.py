# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Why a declaration is not carried out."""

from __future__ import annotations

import dataclasses

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.merge import merged
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.model import (
    Cluster,
    Constraint,
    Declaration,
    Group,
    Primitive,
    State,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.refusals import (
    foreign_constraints,
    refusals,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.tree import Element, read_xml

DUMMY = "ocf:pacemaker:Dummy"


def cluster(resources, constraints="", owned=(), active=()):
    refs = "".join(f'<obj_ref id="{each}"/>' for each in owned)
    tags = f'<tags><tag id="me-owned">{refs}</tag></tags>' if owned else ""
    text = f"""<cib><configuration><crm_config/><resources>{resources}</resources>
      <constraints>{constraints}</constraints>{tags}</configuration></cib>"""
    return Cluster(read_xml(text, "test"), State(True, active=dict.fromkeys(active, ("n1", "n2"))))


def primitive(name):
    return f'<primitive id="{name}" class="ocf" provider="pacemaker" type="Dummy"/>'


def said(current, declared):
    return [str(each) for each in refusals(current, declared, merged(current.configuration, declared))]


A = Declaration("me", resources=(Primitive("a", DUMMY),))


def test_a_running_site_and_its_foreign_constraints_are_fine(with_foreign, declared):
    assert refusals(with_foreign, declared, merged(with_foreign.configuration, declared)) == ()


def test_somebody_elses_resource_is_taken_over_only_when_told_so():
    current = cluster(primitive("a"))
    assert said(current, A) == [
        "a exists already and was not made by the owner me (choose another id, or take it over with adopt=true)"
    ]
    assert said(current, dataclasses.replace(A, adopt=True)) == []


def test_an_id_of_another_kind_of_thing_is_never_taken_over():
    pair = '<primitive id="b"><meta_attributes id="a"/></primitive>'
    assert said(cluster(pair), dataclasses.replace(A, adopt=True)) == [
        "the id a is taken by a <meta_attributes> of the CIB (choose another id)"
    ]


def test_ours_is_not_pulled_out_of_somebody_elses_group():
    current = cluster(f'<group id="g">{primitive("a")}{primitive("b")}</group>', owned=["a"])
    expected = ["a lies in g, which the owner me did not make (take it out of g first)"]
    assert said(current, A) == expected
    assert said(current, Declaration("me", adopt=True)) == expected


def test_a_group_does_not_go_with_what_others_put_into_it():
    current = cluster(f'<group id="g">{primitive("a")}{primitive("b")}</group>', owned=["a", "g"])
    assert said(current, Declaration("me")) == [
        "the removal would take b away, which the owner me did not make (take b out of its group or clone first)"
    ]
    assert said(current, Declaration("me", resources=(Primitive("a", DUMMY), Group("g", ("a",))))) == []


@pytest.mark.parametrize(
    "constraint",
    [
        '<rsc_location id="c" rsc="a" node="n" score="1"/>',
        '<rsc_colocation id="c" rsc="b" with-rsc="a"/>',
        '<rsc_order id="c"><resource_set id="s"><resource_ref id="a"/></resource_set></rsc_order>',
    ],
)
def test_what_somebody_elses_constraint_is_about_does_not_go(constraint):
    current = cluster(primitive("a") + primitive("b"), constraint, owned=["a"])
    assert said(current, Declaration("me"))[0].startswith("the constraint c is about a, which does not exist")


def test_a_constraint_needs_its_resources():
    location = Constraint("l", "location", {"rsc": "nix", "node": "n", "score": "1"})
    assert said(cluster(""), Declaration("me", constraints=(location,))) == [
        "the constraint l is about nix, which does not exist or is to be removed"
        " (declare nix, or remove the constraint first)"
    ]


def test_what_is_active_is_removed_only_when_it_may_be_stopped():
    current = cluster(primitive("a"), owned=["a"], active=["a"])
    assert said(current, Declaration("me")) == [
        "a is active on n1, n2 and not declared any more"
        " (stop it first, or have it stopped and removed with stop_removed=true)"
    ]
    assert said(current, Declaration("me", stop_removed=True)) == []


def test_foreign_constraints_are_those_of_others(with_foreign, declared):
    found = [each.id for each in foreign_constraints(with_foreign.configuration, declared)]
    assert found == ["cli-prefer-san0", "drbd-fence-by-handler-san0-san0-drbd-clone"]
    assert foreign_constraints(Element("configuration"), declared) == ()
