# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import dataclasses

from ansible_collections.quorate.ha_storage.plugins.module_utils._drbd import model
from ansible_collections.quorate.ha_storage.plugins.module_utils._drbd.parse import parse_resources
from ansible_collections.quorate.ha_storage.plugins.module_utils._drbd.render import HEADER, masked, quoted, render
from hypothesis import given, settings

from .worlds import resources


@settings(max_examples=40, deadline=None)
@given(resources())
def test_what_is_rendered_is_read_back(resource):
    assert parse_resources(render(resource)) == {resource.name: resource}


def example(dialect, **changed):
    nine = dialect == "9"
    hosts = [model.Host(f"node{n}", f"10.0.0.{n}", 7788, n - 1 if nine else None) for n in (1, 2)]
    volume = model.Volume(0, 3, "/dev/vg0/san0")
    return dataclasses.replace(
        model.Resource("san0", dialect, tuple(hosts), (volume,), "C", "s3cret", "resource-and-stonith"), **changed
    )


def test_fencing_stands_where_the_dialect_wants_it():
    assert "  disk {\n    fencing resource-and-stonith;\n  }" in render(example("8.4"))
    assert "    fencing" in render(example("9")).split("net {")[1].split("}")[0]


def test_node_ids_are_a_matter_of_dialect_9():
    assert "node-id" not in render(example("8.4"))
    assert "node-id 1;" in render(example("9"))


def test_more_than_two_hosts_are_meshed():
    hosts = tuple(model.Host(f"node{n}", f"10.0.0.{n}", 7788, n) for n in range(3))
    assert "connection-mesh {\n    hosts node0 node1 node2;\n  }" in render(example("9", hosts=hosts))


def test_a_section_without_options_is_left_out():
    assert "handlers" not in render(example("8.4"))


def test_an_ipv6_address_has_brackets():
    hosts = (model.Host("a", "fd00::1", 7788), model.Host("b", "fd00::2", 7788))
    assert "address ipv6 [fd00::1]:7788;" in render(example("8.4", hosts=hosts))


def test_quotation_marks_do_not_end_a_token():
    assert quoted('a"b\\c d') == '"a\\"b\\\\c d"'
    assert quoted("plain-1.0") == "plain-1.0"


def test_a_masked_file_differs_in_nothing_but_the_secret():
    resource = example("8.4")
    shown = masked(resource, "SECRET")
    assert "s3cret" not in "\n".join(shown)
    assert "\n".join(shown).replace("SECRET", "s3cret") + "\n" == render(resource)
    assert render(resource).startswith(HEADER)


def test_no_model_shows_its_secret():
    assert "s3cret" not in repr(example("8.4"))
