# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""`make screenshot`: the picture of the status page in the README, of the example site in the middle of a resync."""

from __future__ import annotations

import pathlib
import sys
import tempfile

TOP = pathlib.Path(__file__).resolve().parent.parent
SAMPLE = TOP / "tests/unit/plugins/module_utils/_status"
PICTURE = TOP / "docs/images/status.png"
sys.path[:0] = [str(TOP / ".collections"), str(SAMPLE)]


def main() -> int:
    """0 when the picture is there."""
    import sample
    from ansible_collections.quorate.ha_storage.plugins.module_utils._status.page import status_page
    from ansible_collections.quorate.ha_storage.plugins.module_utils._status.render import status_html
    from playwright.sync_api import sync_playwright

    text = status_html(status_page(sample.told(done={"san1": 43.2})))
    PICTURE.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = pathlib.Path(folder) / "status.html"
        path.write_text(text, encoding="utf-8")
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1080, "height": 1330})
        # The sample has a fixed time, and so has the picture.
        page.clock.set_fixed_time(sample.NOW)
        page.goto(path.as_uri())
        page.screenshot(path=PICTURE)
        browser.close()
    print(f"{PICTURE.relative_to(TOP)}: {PICTURE.stat().st_size // 1024} KiB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
