# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module parameters of zfs_role."""

from __future__ import annotations

import pytest
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import InvalidInput
from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.handover import STATES
from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.spec_role import ROLE, read_role


def read(**given):
    params = ArgumentSpecValidator(dict(ROLE)).validate({"datasets": [{"source": "a", "target": "b"}], **given})
    assert not params.error_messages
    return read_role(params.validated_parameters, 7)


@pytest.mark.parametrize("state", STATES)
def test_nothing_is_vouched_for_or_left_behind_unless_it_is_said(state):
    found = read(state=state)
    assert (found.state, found.wanted.pairs, found.wanted.now) == (state, (("a", "b"),), 7)
    assert not (found.other_is_down or found.leave_unsent or found.overrule_epoch or found.abandon_unfinished)


@pytest.mark.parametrize(
    "option, field",
    [("vouch_other_is_down", "other_is_down"), *((name, name) for name in ("leave_unsent", "overrule_epoch"))],
)
def test_each_consent_means_itself(option, field):
    found = read(state="primary", **{option: True})
    fields = ("other_is_down", "leave_unsent", "overrule_epoch", "abandon_unfinished")
    assert [name for name in fields if getattr(found, name)] == [field]


def test_wrong_names_are_told_at_once():
    with pytest.raises(InvalidInput) as caught:
        read(state="primary", datasets=[{"source": "-", "target": "-x"}])
    assert len(caught.value.problems) == 2
