# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import InvalidInput
from ansible_collections.quorate.ha_storage.plugins.module_utils._host.model import Filesystem, Lun, Wish
from ansible_collections.quorate.ha_storage.plugins.module_utils._host.spec import INFO, SERVICE, read_wish

LUNS = [{"device": "/dev/mapper/a", "multipath": True, "paths": ["/dev/sdb"]}]
MOUNT = {"device": "/dev/vg1/a", "mountpoint": "/a", "type": "ext4", "options": "defaults"}


def read(**params):
    """As ``host_service`` reads them."""
    return read_as(SERVICE, state="started", **params)


def read_as(options, **params):
    defaults = {key: option.get("default") for key, option in options.items()}
    return read_wish({**defaults, "name": "svc1", **params})


def test_both_modules_are_read():
    assert read() == Wish("svc1", started=True) and read_as(INFO) == Wish("svc1")
    given = {"luns": LUNS, "reservation_key": "0x00AB", "vg": "vg1", "tag": "node1", "filesystems": [MOUNT]}
    assert read_as(INFO, units=["a.service"], **given) == Wish(
        "svc1",
        luns=(Lun("/dev/mapper/a", True, ("/dev/sdb",)),),
        key="0xab",
        vg="vg1",
        tag="node1",
        filesystems=(Filesystem("/dev/vg1/a", "/a", "ext4"),),
        units=("a.service",),
    )


def test_nothing_that_takes_from_another_host_is_on_by_default():
    wish = read(luns=LUNS)
    assert not wish.preempt and not wish.take_over_vg


WRONG = [
    ({"reservation_key": "ab", "luns": LUNS}, "reservation_key"),
    ({"reservation_key": "0x0", "luns": LUNS}, "reservation_key"),
    ({"reservation_key": "0x12345678901234567", "luns": LUNS}, "reservation_key"),
    ({"reservation_key": "0x1"}, "reservation_key"),
    ({"tag": "node1"}, "tag"),
    ({"vg": "-a"}, "vg"),
    ({"vg": "vg1", "tag": "node1", "other_tags": ["node1"]}, "other_tags"),
    ({"luns": [{**LUNS[0], "device": "sdb"}]}, "luns[0]"),
    ({"luns": [{**LUNS[0], "paths": ["--help"]}]}, "luns[0]"),
    ({"luns": [{**LUNS[0], "device": "/dev/disk/by-id/dm-name-a", "multipath": True}]}, "luns[0]"),
    ({"luns": LUNS * 2}, "luns"),
    ({"filesystems": [{**MOUNT, "options": "-o x"}]}, "filesystems[0].options"),
    ({"filesystems": [{**MOUNT, "mountpoint": "a"}]}, "filesystems[0].mountpoint"),
    ({"filesystems": [{**MOUNT, "type": "--bind"}]}, "filesystems[0].type"),
    ({"units": ["a"]}, "units"),
    ({"units": ["a.service", "a.service"]}, "units"),
    ({"timeout": 0}, "timeout"),
]


@pytest.mark.parametrize(("params", "path"), WRONG)
def test_what_is_wrong_is_told(params, path):
    with pytest.raises(InvalidInput) as caught:
        read(**params)
    assert path in [problem.path for problem in caught.value.problems]
