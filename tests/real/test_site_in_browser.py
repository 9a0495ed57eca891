"""The site and the page `html` in a real browser: sizes, colours, paper, no scripts, axe-core.

Needs Debian's `chromium` (or another that PAPERTERM_CHROMIUM names), `pip install playwright`, and
for axe-core `npm install axe-core` in the checkout or where PAPERTERM_AXE names `axe.min.js`.
"""

import json
import os
import shutil
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from paperterm.export import exporter
from paperterm.export.view import View
from paperterm.model import Day
from paperterm.session import Selection, Session, marking
from paperterm.session.site import SiteOptions, write_site
from tests.trust import hostile

ROOT = Path(__file__).parents[2]
CHROMIUM = os.environ.get("PAPERTERM_CHROMIUM") or shutil.which("chromium") or ""
AXE = Path(os.environ.get("PAPERTERM_AXE") or ROOT / "node_modules/axe-core/axe.min.js")
DAYS = ["2026-02-10", "2026-02-12", "2026-05-18"]
KINDS = ["index.html", "days/2026-05-18.html", "topics/LLM.html", "starred.html", "export.html"]
LOOKS = [*product(["light", "dark"], [1280, 375])]

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not CHROMIUM, reason="chromium is not installed"),
]


@pytest.fixture
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as driver:
        yield driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])


@pytest.fixture
def site(home: Path, shared: Path, tmp_path: Path) -> Path:
    """A site of real days and hostile papers, with stars, notes and a second person's."""
    session = Session()
    session.import_files([str(shared / "data/days" / day / "papers.jsonl") for day in DAYS])
    papers = tmp_path / "hostile.jsonl"
    papers.write_text("".join(f"{json.dumps(row)}\n" for row in hostile.lines()), "utf-8")
    session.import_files([str(papers)])
    entries = session.entries(Selection.of_day(Day.parse("2026-02-12")))
    session.mark_ids(
        [entry.id for entry in entries][-5:],
        marking.combine([marking.star(True), marking.note("<b>My\nnote")]),
    )
    out = tmp_path / "site"
    people = ((str(session.folders.data), "Ada Lovelace"),)
    write_site(session, out, SiteOptions(starred=True, notes=True, people=people))
    page = exporter("html").render(View(tuple(entries[-100:]), "unread"))
    (out / "export.html").write_bytes(page)
    return out


NEEDS_AXE = pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not installed")


def opened(context: Any, site: Path, path: str) -> tuple[Any, list[str]]:
    """Open a page from its file; return it, and what it said or asked for."""
    page = context.new_page()
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.on("dialog", lambda dialog: told.append(dialog.message))
    page.on("request", lambda asked: told.append(asked.url))
    page.goto((site / path).as_uri())
    return page, [one for one in told if not one.startswith("file:")]


@pytest.mark.parametrize("check", ["fits", pytest.param("has no violation", marks=NEEDS_AXE)])
def test_each_kind_of_page(browser: Any, site: Path, check: str) -> None:
    assert [*site.glob("days/2026-02-12*")], "the hostile papers are of that day"
    others = [f"days/{one.name}" for one in site.glob("days/2026-02-12*")]
    for scheme, width in LOOKS:
        kinds = [*KINDS, *others] if (scheme, width) == LOOKS[-1] else KINDS
        size = {"width": width, "height": 900}
        context = browser.new_context(viewport=size, color_scheme=scheme)
        for path in kinds:
            page, told = opened(context, site, path)
            assert told == [], path
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
            assert check == "fits" or violations(page) == [], path
            page.close()
        context.close()


def violations(page: Any) -> list[str]:
    """What axe-core finds."""
    run = "async (source) => { (0, eval)(source); return await axe.run(); }"
    found = page.evaluate(run, AXE.read_text("utf-8"))
    assert len(found["passes"]) > 10
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found["violations"]]


@NEEDS_AXE
def test_axe_would_find_a_violation(browser: Any, site: Path) -> None:
    (site / "bad.html").write_text("<p style='color: #ccc; background: #fff'>Pale <img src=x>")
    page, _ = opened(browser.new_context(), site, "bad.html")
    with pytest.raises(AssertionError):
        assert violations(page) == []


def test_a_page_is_searched_where_scripts_run_and_read_where_they_do_not(
    browser: Any, site: Path
) -> None:
    page, _ = opened(browser.new_context(), site, "days/2026-02-10.html")
    papers = page.locator("article:visible").count()
    page.get_by_label("Find on this page").fill("DIFFUSION model")
    shown = page.locator("article:visible").all_inner_texts()
    assert 0 < len(shown) < papers
    assert all("diffusion" in text.lower() and "model" in text.lower() for text in shown)
    assert page.locator("section:visible").count() < page.locator("section").count()
    context = browser.new_context(java_script_enabled=False)
    page, _ = opened(context, site, "days/2026-02-10.html")
    assert page.locator("article:visible").count() == papers
    assert page.locator("label:visible").count() == 0


def test_on_paper_it_is_dark_on_light_without_what_is_clicked(browser: Any, site: Path) -> None:
    page, _ = opened(browser.new_context(color_scheme="dark"), site, "starred.html")
    page.emulate_media(media="print", color_scheme="dark")
    style = "getComputedStyle(document.body)"
    assert page.evaluate(f"{style}.backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate(f"{style}.color") == "rgb(0, 0, 0)"
    assert page.locator("nav:visible, label:visible").count() == 0
    assert page.pdf(format="A4").startswith(b"%PDF")
