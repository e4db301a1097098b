# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 quorate.ha_storage contributors
"""How a node is started: the kernel's command line and the small disk that tells a node who it is."""

import io
import tarfile
import zlib
from pathlib import Path
from typing import Dict, List, Sequence, Tuple

from lab.lib.network import mac, node_end
from lab.lib.topology import CONTROL, DATA_LETTERS, Node, Topology
from lab.lib.traffic import latency

#: The seed (a plain tar archive) and the package repository sit behind the last data disk.
SEED_LETTER = "o"
REPOSITORY_LETTER = "p"
#: The seed among a node's files, and in it what every boot gives to `tc -batch`.
SEED = "seed.tar"
LATENCY = "etc/lab/latency"


def on_one_cpu(lab: str, node: Node, cpus: Sequence[int]) -> List[str]:
    """The words before a command that keep it, and all it starts, on one of ``cpus``; a lab's nodes are spread."""
    # Each page fault, fork and system call of a guest goes from its process to the kernel's and back. Between
    # processors that costs a wake-up each: `python3 -c pass` takes 0.13 s then, and 0.04 s on one (7.2.7).
    return ["taskset", "--cpu-list", str(cpus[(zlib.crc32(lab.encode()) + node.index) % len(cpus)])]


def argv(node: Node, kernel: Dict[str, object], disks: Dict[str, str], uml_dir: str) -> List[str]:
    """The command that runs the node; ``disks`` maps a letter to a file (``letter`` plus r is read-only)."""
    words = [
        str(kernel["binary"]),
        f"umid={node.name}",
        f"uml_dir={uml_dir}",
        f"mem={node.memory_mib}M",
        *(["seccomp=on"] if kernel["seccomp"] else []),
        *(f"ubd{letter}={path}" for letter, path in sorted(disks.items())),
        "root=/dev/ubda",
        "rw",
        "rootfstype=ext4",
        # On one processor, with forks as dear as here, many workers of udev starve whatever else starts.
        "udev.children_max=1",
        "con0=null,fd:1",
        "con=null",
        "ssl=null",
        # A panic ends the process at once: the supervisor, not the kernel's own timer, decides what follows.
        "panic=-1",
    ]
    for place, (network, _rest) in enumerate(node.addresses):
        words.append(
            f"vec{place}:transport=raw,ifname={node_end(node, network)},depth=128,gro=1,mac={mac(node, network)}"
        )
    return words


def disk_letters(node: Node, folder: Path, repository: str) -> Dict[str, str]:
    """Which file is which disk."""
    disks = {"a": str(folder / "root.img")}
    disks.update({letter: str(folder / f"data-{letter}.img") for letter, _rest in zip(DATA_LETTERS, node.data_mib)})
    disks[f"{SEED_LETTER}r"] = str(folder / SEED)
    if repository:
        disks[f"{REPOSITORY_LETTER}r"] = repository
    return disks


def hosts_file(topology: Topology) -> str:
    """/etc/hosts of every node: plain names mean the management (or first) network, NAME-NETWORK the others."""
    lines = ["127.0.0.1 localhost", "::1 localhost ip6-localhost"]
    for node in topology.nodes:
        addresses = {net: address.split("/")[0] for net, address in node.addresses}
        # The lab's own network comes last: a cluster must not use it.
        first = next((net for net in ("mgmt", *addresses) if net in addresses and net != CONTROL), CONTROL)
        lines.append(f"{addresses[first]} {node.name}")
        lines += [f"{address} {node.name}-{net}" for net, address in addresses.items()]
        lines += [f"{node.bmc_address} {node.name}-bmc"] if node.bmc else []
    return "\n".join(lines) + "\n"


def interfaces_file(node: Node) -> str:
    """What the first-boot script applies: hardware address, interface name, address."""
    return "".join(f"{mac(node, net)} {net}0 {address}\n" for net, address in node.addresses)


def seed_files(
    node: Node, topology: Topology, host_key: Tuple[str, str], client_key: str
) -> Dict[str, Tuple[str, int]]:
    """The files that make a copy of the image into this node, with their modes."""
    return {
        "etc/hostname": (f"{node.name}\n", 0o644),
        "etc/hosts": (hosts_file(topology), 0o644),
        "etc/lab/interfaces": (interfaces_file(node), 0o644),
        LATENCY: (latency(topology, node), 0o644),
        "etc/ssh/ssh_host_ed25519_key": (host_key[0], 0o600),
        "etc/ssh/ssh_host_ed25519_key.pub": (host_key[1], 0o644),
        "root/.ssh/authorized_keys": (client_key, 0o600),
    }


def seed_archive(files: Dict[str, Tuple[str, int]]) -> bytes:
    """The seed disk's content: a tar archive owned by root, padded to whole sectors."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.GNU_FORMAT) as archive:
        folder = tarfile.TarInfo("root/.ssh")
        folder.type, folder.mode = tarfile.DIRTYPE, 0o700
        archive.addfile(folder)
        for name, (text, mode) in files.items():
            data = text.encode()
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = len(data), mode
            archive.addfile(entry, io.BytesIO(data))
    return buffer.getvalue()


def reseed(path: Path, name: str, text: str) -> None:
    """The seed disk has other content for the file; its node sees it from the next start."""
    with tarfile.open(path) as archive:
        members = [member for member in archive.getmembers() if member.isfile()]
        files = {each.name: (archive.extractfile(each).read().decode(), each.mode) for each in members}  # type: ignore[union-attr]
    path.write_bytes(seed_archive({**files, name: (text, 0o644)}))
