# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The page as text; test_style.py looks at it in a browser."""

from __future__ import annotations

import base64
import hashlib
import re

from ansible_collections.quorate.ha_storage.plugins.module_utils._status.page import status_page
from ansible_collections.quorate.ha_storage.plugins.module_utils._status.render import status_html

from . import sample
from .test_markup import read

EVIL = "<img src=x onerror=alert(1)>"


def test_the_largest_site_stays_below_300_kb():
    told = sample.told(sample.many(64, 256))
    told["measured"] = dict.fromkeys(sample.NODES, sample.measured(sample.history() * 20, sample.drills()))
    assert len(status_html(status_page(told)).encode()) < 300_000


def test_everything_broken_at_once_is_still_a_page_of_that_size():
    told = {**sample.told(sample.many(64, 256), instances=(), quorum=False), "voted": {}}
    text = status_html(status_page(told))
    assert "Something is down" in text and len(text.encode()) < 300_000


def test_nothing_is_fetched():
    text = status_html(status_page(sample.told()))
    assert re.findall(r"""(?:src|href|action|url)\s*[=(]\s*["']?([^"')\s]+)""", text) == ["data:,"]
    assert "http:" not in text and "https:" not in text and "@import" not in text
    (script,) = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    assert base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() in text


def test_what_hosts_tell_is_text():
    told = sample.told()
    told["asked"]["node1"]["results"][0]["cluster"]["failures"] = [EVIL]
    told["asked"]["node1"]["results"][0]["target"]["sessions"] = [f"iqn.2026-11.com.example:{EVIL}"]
    told["initiators"][EVIL] = {}
    text = status_html(status_page(told))
    elements = read(text).found
    assert "img" not in {name for name, _attributes in elements} and "&lt;img" in text
    assert [each for _name, attributes in elements for each in attributes if each.startswith("on")] == []


def test_a_site_without_a_cluster_and_one_that_is_silent():
    assert "Topology" not in status_html(status_page({"at": "2026-11-23T15:30:00+00:00", "zfs": sample.zfs()}))
    silent = {**sample.told(), "asked": {}, "measured": {}, "voted": {}, "initiators": {}}
    assert "Something is down" in status_html(status_page(silent))
