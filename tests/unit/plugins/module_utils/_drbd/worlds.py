# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A host in memory on which DRBD resources can be made, with a peer that follows; and what hypothesis draws."""

from __future__ import annotations

import dataclasses
import re

from ansible_collections.quorate.ha_storage.plugins.module_utils._drbd import model
from ansible_collections.quorate.ha_storage.plugins.module_utils._drbd.parse import installed_volumes
from ansible_collections.quorate.ha_storage.plugins.module_utils._drbd.plan import MODE, backing_has_grown
from ansible_collections.quorate.ha_storage.plugins.module_utils._drbd.spec import desired_from
from hypothesis import strategies as st

DEFAULTS = {
    "name": "san0",
    "state": "up",
    "hosts": [{"name": "node1", "address": "10.77.20.11"}, {"name": "node2", "address": "10.77.20.12"}],
    "port": 7788,
    "volumes": [{"number": 0, "minor": 0, "disk": "/dev/vg0/san0"}],
    "protocol": "C",
    "secret": "top secret",
    "fencing": "resource-and-stonith",
    "dialect": "auto",
    "max_peers": None,
    "initial_sync": "none",
    "sync_source": None,
    "peers_with_data": [],
    "full_sync_from_peer": False,
    "use_existing_metadata": False,
    "destroy_existing_metadata": False,
    "destroy_existing_data": False,
    "resize": False,
    "wait": None,
}
GIB = 1 << 30
VOLUME = model.Volume(0, 0, "/dev/vg0/san0")


def params(**changed):
    """Parameters of a module run."""
    return {**DEFAULTS, **changed}


def desired(**changed):
    """The desired state for parameters that differ from the usual in *changed*."""
    return desired_from(params(**changed))


def blank(**changed):
    """A host with the tools, the module and blank devices."""
    return model.Current("node1", "8.4", disks=((0, model.Disk("/dev/vg0/san0", size=GIB)),), **changed)


def live(disk="UpToDate", peer_disk="UpToDate", *, connection="Connected", role="Secondary", size=GIB, **changed):
    """A running resource with one volume and one peer."""
    replication = "Established" if connection == "Connected" else "Off"
    peer = model.Peer(
        "peer", connection, "Secondary", (model.PeerVolume(0, changed.pop("replication", replication), peer_disk),)
    )
    return model.Live("san0", role, volumes=(model.LiveVolume(0, 0, disk, size),), peers=(peer,), **changed)


class World:
    """Carries out operations on a Current; anything that drbdmeta or the kernel would reject is an assertion."""

    def __init__(self, current, wanted, peer_disk="Inconsistent"):
        self.current, self.wanted, self.peer_disk = current, wanted, peer_disk
        self.running = ""

    def change(self, **changed):
        self.current = dataclasses.replace(self.current, **changed)

    def read(self):
        pending = ("net-options",) if self.current.live and self.running != self.current.text else ()
        if self.current.live and any(not self.current.live.attached(v.number) for v in self.wanted.volumes):
            pending += ("attach",)
        self.change(pending=pending)
        return self.current

    def apply(self, action):
        name = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", type(action).__name__).lower()
        getattr(self, name)(action)

    def set_disk(self, volume, **changed):
        disks = dict(self.current.disks)
        disks[volume.number] = dataclasses.replace(disks[volume.number], **changed)
        self.change(disks=tuple(sorted(disks.items())))

    def write_file(self, action):
        self.change(text=action.text, mode=MODE, installed=installed_volumes(action.text, self.wanted.name))

    def remove_file(self, _action):
        self.change(text=None, mode=None, installed=())

    def load_module(self, _action):
        self.change(module_loaded=True)

    def wipe_data(self, action):
        self.set_disk(action.volume, signature="")

    def wipe_metadata(self, action):
        self.set_disk(action.volume, metadata=None)

    def create_metadata(self, action):
        disk = self.current.disk(action.volume.number)
        assert disk.metadata is None and not disk.signature and not disk.busy, "drbdmeta would refuse"
        self.set_disk(action.volume, metadata=model.Metadata(action.dialect, True))

    def adjust(self, _action):
        assert self.current.module_loaded and self.current.text
        self.running = self.current.text
        disks = [self.current.disk(volume.number) for volume in self.wanted.volumes]
        assert all(disk.metadata and disk.metadata.dialect == self.current.dialect for disk in disks), "cannot attach"
        fresh = all(disk.metadata.fresh for disk in disks)
        state = "Inconsistent" if fresh else "UpToDate"
        if self.current.live is None:
            self.up(state, self.peer_disk)
            self.change(fresh=fresh)
        elif not self.current.live.attached(0):
            # Whoever ran without its disk has fallen behind its peer with it: a resync comes first.
            attached = [dataclasses.replace(volume, disk_state="Inconsistent") for volume in self.current.live.volumes]
            self.change(live=dataclasses.replace(self.current.live, volumes=tuple(attached)), fresh=fresh)

    def up(self, state, peer_state):
        volumes = self.wanted.volumes
        peer = model.Peer(
            "peer",
            "Connected",
            "Secondary",
            tuple(model.PeerVolume(v.number, "Established", peer_state) for v in volumes),
        )
        sizes = {v.number: self.current.disk(v.number).size - (1 << 18) for v in volumes}
        self.change(
            live=model.Live(
                self.wanted.name,
                "Secondary",
                volumes=tuple(model.LiveVolume(v.number, v.minor, state, sizes[v.number]) for v in volumes),
                peers=(peer,),
            )
        )

    def first_sync(self, _action):
        peers = [volume for peer in self.current.live.peers for volume in peer.volumes]
        # A peer that is not connected yet is taken to be a blank one that comes.
        assert all(volume.disk_state in ("Inconsistent", "DUnknown") for volume in peers), "the peer has data"
        assert self.current.live.role != "Primary"
        assert self.current.fresh
        self.up("UpToDate", "UpToDate")

    def demote(self, _action):
        self.change(left_primary=False)

    def resize(self, _action):
        grown = [
            dataclasses.replace(volume, size=self.current.disk(volume.number).size - (1 << 18))
            for volume in self.current.live.volumes
        ]
        self.change(live=dataclasses.replace(self.current.live, volumes=tuple(grown)))
        assert not any(backing_has_grown(self.current.disk(v.number), v.size, 1) for v in grown)

    def down(self, _action):
        assert self.current.live.role != "Primary"
        self.change(live=None, pending=())
        for volume in self.wanted.volumes or self.current.installed:
            if volume.number in dict(self.current.disks):
                self.set_disk(volume, metadata=model.Metadata(self.current.dialect, False))


printable = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=12)
names = st.text("abz09-.", max_size=4).map("n{}".format)
sections = st.dictionaries(st.sampled_from(["al-extents", "timeout", "use-rle", "x"]), printable, max_size=3).map(
    lambda values: tuple(sorted(values.items()))
)
ADDRESSES = ["10.0.0.1", "10.0.0.2", "192.168.255.254", "fd00::1", "fd00:1:2:3:4:5:6:7"]


@st.composite
def resources(draw):
    """Any resource that can be rendered."""
    dialect = draw(st.sampled_from(["8.4", "9"]))
    count = draw(st.integers(2, 2 if dialect == "8.4" else 4))
    addresses = draw(st.permutations(ADDRESSES))[:count]
    host_names = draw(st.lists(names, min_size=count, max_size=count, unique=True))
    hosts = [
        model.Host(name, address, draw(st.integers(1, 65535)), at if dialect == "9" else None)
        for at, (name, address) in enumerate(zip(host_names, addresses))
    ]
    numbers = draw(st.lists(st.integers(0, 9), min_size=1, max_size=3, unique=True))
    return model.Resource(
        name=draw(names),
        dialect=dialect,
        hosts=tuple(hosts),
        volumes=tuple(model.Volume(n, draw(st.integers(0, 999)), "/dev/" + draw(names)) for n in numbers),
        protocol=draw(st.sampled_from("ABC")),
        secret=draw(printable),
        fencing=draw(st.sampled_from(["", "resource-and-stonith"])),
        **{kind: draw(sections) for kind in ("net", "disk", "options", "handlers")},
    )


@st.composite
def disks(draw):
    """What a device may carry."""
    metadata = st.builds(model.Metadata, st.sampled_from(["8.4", "9"]), st.booleans())
    return model.Disk(
        "/dev/vg0/san0",
        exists=draw(st.sampled_from([True, True, True, False])),
        busy=draw(st.sampled_from([False, False, False, True])),
        size=GIB,
        signature=draw(st.sampled_from(["", "", "ext4", "several signatures"])),
        metadata=draw(st.none() | metadata),
    )


@st.composite
def situations(draw):
    """A host and what is wanted of it."""
    flags = ("full_sync_from_peer", "use_existing_metadata", "destroy_existing_metadata", "destroy_existing_data")
    wanted = desired(
        state=draw(st.sampled_from(["present", "up", "up", "up", "absent"])),
        initial_sync=draw(st.sampled_from(["none", "full", "skip"])),
        sync_source=draw(st.sampled_from(["node1", "node2"])),
        peers_with_data=draw(st.sampled_from([[], [], ["node2"]])),
        resize=draw(st.booleans()),
        **{flag: draw(st.booleans()) for flag in flags},
    )
    text = draw(st.none() | st.just("resource san0 { volume 0 { device minor 0; disk /dev/vg0/san0; } }"))
    installed = (VOLUME,) if text else ()
    disk = draw(disks())
    current = model.Current(
        "node1",
        "8.4",
        module_loaded=draw(st.booleans()),
        text=text,
        mode=draw(st.sampled_from([0o600, 0o644])),
        installed=installed,
        disks=((0, disk),),
        left_primary=draw(st.booleans()),
    )
    running = draw(
        st.none()
        | st.builds(
            live,
            st.sampled_from(["UpToDate", "Inconsistent", "Diskless"]),
            st.sampled_from(["UpToDate", "Inconsistent", "DUnknown"]),
            role=st.sampled_from(["Primary", "Secondary"]),
            size=st.sampled_from([GIB // 2, GIB - (1 << 18)]),
        )
    )
    if running:
        fresh = draw(st.booleans())
        state = running.volumes[0].disk_state
        attached_metadata = model.Metadata("8.4", fresh) if state != "Diskless" else disk.metadata
        disk = dataclasses.replace(disk, exists=True, busy=False, metadata=attached_metadata)
        fresh_and_blank = fresh and state == "Inconsistent"
        peer_blank = running.peers[0].volumes[0].disk_state == "Inconsistent"
        current = dataclasses.replace(
            current, live=running, disks=((0, disk),), module_loaded=True, fresh=fresh_and_blank and peer_blank
        )
    return current, wanted
