# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""libiscsi's conformance tests against the service address, on a LUN that nobody else uses: they destroy its data.

What fails, and why, is in docs/design/iscsi-conformance.md.
"""

from __future__ import annotations

import re

import pytest

URL = "iscsi://10.77.30.50:3260/iqn.2026-11.com.example:san0/5"
NAMES = "-i iqn.2026-11.com.example:conformance-1 -I iqn.2026-11.com.example:conformance-2"
FAILED = re.compile(r"^Suite (\w+), Test (\w+) had failures", re.MULTILINE)
RAN = re.compile(r"^ +tests +\d+ +(\d+) ", re.MULTILINE)
FAMILIES = ("SCSI", "iSCSI")
KNOWN = {
    *(f"Verify{size} {test}" for size in (10, 16) for test in ("VerifyProtect", "Dpo", "Mismatch")),
    *(f"iSCSIResiduals WriteVerify{size}Residuals" for size in (10, 16)),
}


@pytest.fixture(name="judge", scope="module")
def _judge(initiator, service):
    """Runs a family of tests (SCSI has those of reservations); returns how many ran, and which failed."""
    initiator.check_output("apt-get install --yes --quiet libiscsi-bin")
    chap = next(each["chap"] for each in service["initiators"] if each["iqn"].endswith("conformance-1"))
    secret = f"LIBISCSI_CHAP_USERNAME={chap['user']} LIBISCSI_CHAP_PASSWORD={chap['password']}"

    def judge(family):
        said = initiator.run(f"{secret} timeout 300 iscsi-test-cu --dataloss --normal {NAMES} -t {family} {URL}").stdout
        return int(RAN.search(said)[1]), {" ".join(names) for names in FAILED.findall(said)}

    return judge


def test_the_same_result_before_and_after_a_switchover(judge, playbook):
    before = {family: judge(family) for family in FAMILIES}
    playbook("switchover.yml", "-e", "switchover_service=san0")
    after = {family: judge(family) for family in FAMILIES}
    assert before == after
    ran, failed = sum(each[0] for each in before.values()), set().union(*(each[1] for each in before.values()))
    assert ran > 200 and failed <= KNOWN, failed - KNOWN
