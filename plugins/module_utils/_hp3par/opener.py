# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""HTTPS for programs that run without Ansible: what ``web.Web`` uses of ``ansible.module_utils.urls.open_url``."""

from __future__ import annotations

import ssl
import typing as t
import urllib.request


def open_url(
    url: str,
    *,
    method: str,
    data: bytes | None,
    headers: dict[str, str],
    timeout: float,
    validate_certs: bool,
    ca_path: str | None,
    client_cert: str | None,
    client_key: str | None,
) -> t.Any:
    """The response. Raises urllib.error.URLError, HTTPError among them."""
    context = ssl.create_default_context(cafile=ca_path)
    if not validate_certs:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    if client_cert:
        context.load_cert_chain(client_cert, client_key)
    # Arrays are asked directly, whatever proxy the environment names.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context))
    return opener.open(urllib.request.Request(url, data=data, headers=headers, method=method), timeout=timeout)
