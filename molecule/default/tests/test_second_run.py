# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A run in check mode with a diff, once the site is built: it reports no change and no secret."""

from __future__ import annotations

import pytest

SECRETS = ("labsecret-12x", "labsecret-34y", "lab-only-replication-secret")


@pytest.fixture(scope="module", name="checked")
def _checked(playbook):
    return playbook("site.yml", "--check", "--diff", "-vv")


def test_no_host_would_be_changed(checked, recap):
    counts = recap(checked.stdout)
    assert counts == dict.fromkeys(["arbiter", "initiator", "node1", "node2"], (0, 0, 0)), checked.stdout[-6000:]


def test_no_secret_is_printed(checked):
    assert not [secret for secret in SECRETS if secret in checked.stdout + checked.stderr]
