# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The page in a browser, on a telephone and on a screen, in light and in dark."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._status.page import status_page
from ansible_collections.quorate.ha_storage.plugins.module_utils._status.render import status_html
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from . import sample

BROKEN = {"done": {"san1": 43.2}, "fencing": False}
SITES = {
    "well": sample.told,
    "broken": lambda: {**sample.told(**BROKEN), "voted": {}},
    "large": lambda: sample.told(sample.many(12, 8)),
    "silent": lambda: {**sample.told(), "asked": {}, "measured": {}, "voted": {}},
}


@pytest.fixture(name="browser", scope="module")
def _browser():
    """Debian's Chromium. Its sandbox wants a user namespace, which containers of a CI do not give."""
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield made
        made.close()


@pytest.fixture(name="visit")
def _visit(browser, tmp_path):
    """Opens the page of a site; closes it, and fails if it asked for anything or complained."""
    pages, said, asked = [], [], []

    def visit(site, width=1180, scheme="light"):
        path = tmp_path / "status.html"
        path.write_text(status_html(status_page(SITES[site]())), encoding="utf-8")
        page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(path.as_uri())
        pages.append(page)
        return page

    yield visit
    for page in pages:
        page.close()
    assert said == []
    assert [url for url in asked if not url.startswith("file:") or not url.endswith("status.html")] == []


@pytest.mark.parametrize("site", SITES)
@pytest.mark.parametrize(("width", "scheme"), [(1180, "light"), (1180, "dark"), (360, "light")])
def test_it_is_accessible_and_fits(visit, site, width, scheme):
    page = visit(site, width, scheme)
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    found = Axe().run(page).response
    problems = [(each["id"], [node["html"][:200] for node in each["nodes"]]) for each in found["violations"]]
    assert problems == [] and len(found["passes"]) > 10
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_letters_of_the_drawings_can_be_read_on_a_telephone(visit):
    page = visit("well", 360)
    sizes = page.evaluate(
        """[...document.querySelectorAll("svg text")].map(each => {
        const svg = each.ownerSVGElement;
        const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
        return parseFloat(getComputedStyle(each).fontSize) * scale})"""
    )
    assert len(sizes) > 20 and min(sizes) >= 9


def test_no_letter_of_the_drawing_leaves_its_box(visit):
    page = visit("broken")
    wide = page.evaluate(
        """[...document.querySelectorAll("svg.topology g")].flatMap(group => {
        const box = group.querySelector("rect").getBoundingClientRect();
        return [...group.querySelectorAll("text")].filter(text => {
            const own = text.getBoundingClientRect();
            return own.left < box.left || own.right > box.right}).map(text => text.textContent)})"""
    )
    assert wide == []


def test_light_and_dark_differ(visit):
    ground = "getComputedStyle(document.body).backgroundColor"
    assert visit("well").evaluate(ground) != visit("well", scheme="dark").evaluate(ground)


def test_it_tells_its_age(visit):
    stamp = visit("well").locator("header time")
    assert "ago" in stamp.text_content() and "old" in stamp.get_attribute("class")
    assert stamp.get_attribute("datetime") == sample.told()["at"]
