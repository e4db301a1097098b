# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import dataclasses
import json

from ansible_collections.quorate.ha_storage.plugins.module_utils._vmfs.model import Partition, Volume, fingerprint

VOLUME = Volume(Partition(1, 0, 9), "5.58", "naa.1", "dev", 9, 1, "name")


def test_identity():
    assert VOLUME.identity == "name" and dataclasses.replace(VOLUME, uuid="u").identity == "u"
    assert dataclasses.replace(VOLUME, name="").identity == "dev"


def test_the_fingerprint_is_the_same_after_json_and_another_for_each_field():
    facts = VOLUME.facts()
    assert fingerprint(json.loads(json.dumps(facts))) == fingerprint(facts)
    for name in facts:
        assert fingerprint({**facts, name: "other"}) != fingerprint(facts)
