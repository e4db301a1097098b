# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keys and certificates of a running pair, made anew each time."""

from __future__ import annotations

import datetime
import ipaddress
import pathlib

import asyncssh
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


def ssh_key(path: pathlib.Path) -> asyncssh.SSHKey:
    """A key, written to *path* (0600)."""
    key = asyncssh.generate_private_key("ssh-ed25519")
    path.touch(mode=0o600)
    key.write_private_key(str(path))
    return key


def known_hosts(path: pathlib.Path, entries: list[tuple[int, asyncssh.SSHKey]]) -> None:
    """A file with the host key of each (port, key)."""
    lines = [f"[127.0.0.1]:{port} {key.export_public_key().decode().strip()}\n" for port, key in entries]
    path.write_text("".join(lines))


def certificate(path: pathlib.Path, host: str = "127.0.0.1") -> None:
    """A certificate for the address *host* that is its own authority, and behind it its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "simulated arrays")])
    now = datetime.datetime.now(datetime.timezone.utc)
    address = x509.IPAddress(ipaddress.ip_address(host))
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path.touch(mode=0o600)
    path.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
