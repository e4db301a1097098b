# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""LVM in memory: it understands the commands that ``render`` makes, and no others."""

from __future__ import annotations

import dataclasses

from ansible_collections.quorate.ha_storage.plugins.module_utils._lvm.model import Device, Group, Storage, Volume

EXTENT = 4 << 20


def after(storage: Storage, operations) -> Storage:
    """*storage* after all *operations*."""
    for operation in operations:
        name, *arguments = operation.action
        storage = _COMMANDS[name](storage, arguments)
    return storage


def _devices(storage, paths, **changes):
    known = {device.path for device in storage.devices}
    assert set(paths) <= known
    return tuple(
        dataclasses.replace(device, **changes) if device.path in paths else device for device in storage.devices
    )


def _counted(group: Group, devices) -> Group:
    size = sum(device.pv_size for device in devices if device.vg == group.name)
    used = sum(volume.size for volume in group.volumes)
    assert used <= size
    return dataclasses.replace(group, size=size, free=size - used)


def _pvcreate(storage, arguments):
    (device,) = [device for device in storage.devices if device.path == arguments[0]]
    assert device.real
    assert device.readable
    assert device.signature is None
    assert device.vg is None
    return dataclasses.replace(storage, devices=_devices(storage, arguments, vg=""))


def _take(storage, vg, paths):
    for device in storage.devices:
        if device.path in paths:
            assert device.vg == ""
            storage = dataclasses.replace(
                storage, devices=_devices(storage, [device.path], vg=vg, pv_size=device.usable)
            )
    return storage


def _vgcreate(storage, arguments):
    on = True
    if arguments[0] == "--setautoactivation":
        on, arguments = arguments[1] == "y", arguments[2:]
    assert not storage.groups
    storage = _take(storage, arguments[0], arguments[1:])
    return dataclasses.replace(storage, groups=(_counted(Group(arguments[0], 0, 0, EXTENT, on), storage.devices),))


def _changed(storage, **changes):
    group = dataclasses.replace(storage.groups[0], **changes)
    return dataclasses.replace(storage, groups=(_counted(group, storage.devices),))


def _vgextend(storage, arguments):
    return _changed(_take(storage, arguments[0], arguments[1:]))


def _pvresize(storage, arguments):
    (device,) = [device for device in storage.devices if device.path == arguments[0]]
    return _changed(dataclasses.replace(storage, devices=_devices(storage, arguments, pv_size=device.usable)))


def _vgchange(storage, arguments):
    assert arguments[0] == "--setautoactivation"
    return _changed(storage, autoactivation=arguments[1] == "y")


def _lvcreate(storage, arguments):
    (group,) = storage.groups
    kind, size, _name, name, vg = arguments[5:]
    assert vg == group.name
    assert group.volume(name) is None
    if kind == "--extents":
        number, of = size.split("%")
        bytes_made = (group.free if of == "FREE" else group.size) * int(number) // 100 // EXTENT * EXTENT
        assert bytes_made
    else:
        bytes_made = -(-int(size.rstrip("b")) // EXTENT) * EXTENT
    return _changed(storage, volumes=(*group.volumes, Volume(name, bytes_made, active=True)))


def _lvextend(storage, arguments):
    (group,) = storage.groups
    _size, size, path = arguments
    volume = group.volume(path.split("/")[1])
    assert int(size.rstrip("b")) > volume.size
    others = [other for other in group.volumes if other != volume]
    return _changed(storage, volumes=(*others, dataclasses.replace(volume, size=int(size.rstrip("b")))))


def _lvremove(storage, arguments):
    (group,) = storage.groups
    volume = group.volume(arguments[1].split("/")[1])
    assert not volume.open
    return _changed(storage, volumes=tuple(other for other in group.volumes if other != volume))


def _vgremove(storage, arguments):
    (group,) = storage.groups
    assert not group.volumes
    paths = [device.path for device in storage.devices if device.vg == group.name]
    return Storage((), _devices(storage, paths, vg="", pv_size=0))


def _pvremove(storage, arguments):
    return dataclasses.replace(storage, devices=_devices(storage, arguments, vg=None))


_COMMANDS = {
    "pvcreate": _pvcreate,
    "vgcreate": _vgcreate,
    "vgextend": _vgextend,
    "pvresize": _pvresize,
    "vgchange": _vgchange,
    "lvcreate": _lvcreate,
    "lvextend": _lvextend,
    "lvremove": _lvremove,
    "vgremove": _vgremove,
    "pvremove": _pvremove,
}


def blank(path: str, usable: int = 1 << 30) -> Device:
    """A blank device."""
    return Device(path, real=path, readable=True, usable=usable)
