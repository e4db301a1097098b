# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.hints import hint

from . import views


@pytest.mark.parametrize(
    "view, said",
    [
        (None, "hp3par_rcg_info"),
        (views.view(None, "P"), "hp3par_rcg_info"),
        (views.view("S", ""), "repair the management"),
        (views.view("P", "PR", status=views.STOPPED), "state=recovered"),
        (views.view("S", "SR"), "an operator has to decide"),
        (views.view("PR", "S"), "-local -natural"),
        (views.view("PR", "SR", status=views.STOPPED), "state=recovered"),
        (views.view("P", "S", status=views.STOPPED), "state=started"),
        (views.view("P", "S"), "run it again"),
    ],
)
def test_the_way_on(view, said):
    assert said in hint(view)
