# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What can go wrong with a cluster."""

from __future__ import annotations

import typing as t

from .._core.errors import HaStorageError, NotThereYet


class ClusterNotRunning(NotThereYet):
    """Pacemaker is installed on this host, but does not run."""

    def __init__(self) -> None:
        super().__init__("the cluster does not run on this host")


class CibRejected(HaStorageError):
    """crm_verify finds faults in the new configuration; nothing was changed."""

    def __init__(self, complaints: t.Sequence[str]) -> None:
        super().__init__(
            "crm_verify rejects the new configuration: " + "; ".join(complaints), problems=list(complaints)
        )


class CibContended(HaStorageError):
    """Others changed the CIB faster than this host could commit."""

    def __init__(self, attempts: int) -> None:
        super().__init__(f"the CIB changed under each of {attempts} attempts to commit; nothing was changed")
