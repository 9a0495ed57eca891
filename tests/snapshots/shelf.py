"""The libraries in the pictures: small, invented, and the same in every run."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from paperterm.fulltext.classify import PageKind
from paperterm.library.fetchlog import FetchLog
from paperterm.library.pages import KeptPage
from paperterm.library.pictures import FOLDER, Pictures
from paperterm.model import Day, PaperId, Status
from paperterm.paths import Folders
from paperterm.query.parse import parse
from paperterm.session import Selection, Session, marking
from paperterm.session.fulltext import kept_pages
from paperterm.sources.schedule import evenings
from tests.tui.home import paper

NOW = datetime(2026, 2, 13, 15, tzinfo=UTC)
"""The moment of all pictures: a Friday morning in New York."""

WEDNESDAY, THURSDAY = "2026-02-11", "2026-02-12"
_EARLIER = datetime(2026, 2, 12, 15, tzinfo=UTC)
_FIRST, _LAST = Day(2025, 11, 16), Day(2026, 2, 10)
_EMPTY = Day(2026, 1, 15)
_NOT_FETCHED = {Day(2025, 12, 9), Day(2026, 1, 14)}

SETTINGS = """\
[authors]
followed = ["Noor Haddad"]

[categories]
"cs.CV" = "Vision"
"cs.CL" = "Language"
"cs.LG" = "Learning"
"cs.RO" = "Robotics 🤖"

[topics.Diffusion]
keywords = ["diffusion", "score-based"]
filters = ["image retrieval"]

[topics."Agents & tools"]
keywords = ["agent", ["tool", "language model"]]

[topics."[draft] 蛋白质 folding/design 🧬"]
keywords = ["protein"]

[topics.Tokamaks]
keywords = ["tokamak"]

[views]
"Diffusion of robots" = "diffusion robot"

[export]
folder = "/home/ada/papers"

[fetch]
automatic = false

[reader]
animations = false
graphics = "blocks"
"""

_BEFORE = (
    "We study how a diffusion model plans the next steps of a robot arm. On three tasks it is "
    "better than what was known, by 4.1 points on average, and needs half of the samples."
)
_AFTER = (
    "We study how a diffusion model plans the next steps of a robot arm, and prove when it must "
    "fail. On five tasks it is better than what was known, by 3.7 points on average, and needs "
    "half of the samples. Code is at https://github.com/example/arm-plans."
)
_NEWEST: tuple[dict[str, object], ...] = (
    {
        "title": "A Diffusion Model that Plans with $\\pi_\\theta$-Guided Robot Arms",
        "authors": ["Noor Haddad", "Ada Author", "Łukasz Żółć", "Ben Writer"],
        "abstract": _AFTER,
        "categories": ["cs.RO", "cs.LG"],
        "kind": "replace",
        "version": 2,
        "comment": "12 pages, 5 figures; accepted at a workshop. Project: https://example.org/arm.",
        "journal_ref": "Journal of Invented Results 12 (2026) 34-56",
        "doi": "10.1000/invented.34",
    },
    {
        "title": "Language Agents that Learn when not to Use a Tool",
        "abstract": "An agent that calls a tool at every step is slow, and often wrong. We let a "
        "language model decide by the value of what it would learn. " * 4,
        "categories": ["cs.CL", "cs.AI"],
        "kind": "new",
    },
    {
        "title": "Beyond [cls]: Exploring [bold red]Tokens[/bold red] in $[0,1)$ and \\emph{more}",
        "abstract": "Scores are squashed to the interval [0,1) and $\\frac{\\alpha}{2} \\leq "
        "\\mathbb{E}_{x \\sim p}[f(x)]$ holds for all $x \\in \\mathcal{X}$; see "
        "[/] and **[link](this https URL)** with <br/> H&amp;E, x̄ and 1\u2013\u200b2 µm.",
        "categories": ["cs.CV"],
        "kind": "new",
    },
    {
        "title": "蛋白质折叠 of Wide Characters: 関数型プログラミング, 한국어 and "
        "ｆｕｌｌ width in Titles that are Much Longer than any Line of a List",
        "authors": [f"Author {number:02} 李" for number in range(1, 41)],
        "abstract": "A protein 蛋白质 of 120 atoms. 👩\u200d🔬 found 🇩🇪 ❤️ in z\u0301\u0323 algo, "
        "שלום עולם, " + "word " * 120,
        "categories": ["q-bio.BM", "cs.LG"],
        "kind": "cross",
    },
    {
        "title": "Supercalifragilistic" * 12,
        "authors": ["\x1b[31mRed\x1b[0m \x07Bell"],
        "abstract": "https://example.org/" + "a" * 300 + " is a link.\x1b]0;title\x07",
        "categories": ["cs.CV", "cs.XX"],
        "kind": "new",
    },
    {
        "title": "Score-Based Image Retrieval",
        "abstract": "A diffusion model for image retrieval, which the topic leaves out.",
        "categories": ["cs.CV"],
        "kind": "new",
    },
    {"title": "No Abstract, no Author", "authors": [], "abstract": None, "kind": "new"},
)
_FILLING = ("Vision", "Language", "Learning", "Robots", "Sampling", "Search", "Memory")


_WHOLE_PAPER = b"""<html><body><article class="ltx_document">
<h1 class="ltx_title ltx_title_document">Kettles and Robots</h1>
<div class="ltx_authors"><span class="ltx_creator"><span class="ltx_personname">Ada Author</span>
</span></div>
<section id="S1" class="ltx_section"><h2 class="ltx_title ltx_title_section"><span class="ltx_tag"
>1 </span>A robot hears</h2><p class="ltx_p">A robot<span id="n1" class="ltx_note ltx_role_footnote"
><sup class="ltx_note_mark">*</sup><span class="ltx_note_content">Sighs were recorded.</span></span>
hears <em class="ltx_emph">sighs</em> and makes tea, as others did <cite>[<a href="#bib.bib1">1</a>]
</cite> for a value <math alttext="x=y+1"><mi>x</mi></math> of a robot arm that moves slowly.</p>
<table class="ltx_equation ltx_eqn_table"><tr class="ltx_eqn_row"><td class="ltx_eqn_cell">
<math alttext="p(z|s)=a+b" display="block"><mi>p</mi></math></td><td class="ltx_eqn_eqno"><span
class="ltx_tag ltx_tag_equation">(1)</span></td></tr></table>
<div class="ltx_theorem"><h6 class="ltx_title ltx_title_theorem">Theorem 1.</h6>
<p class="ltx_p">No tea is spilled.</p></div></section>
<section id="S2" class="ltx_section"><h2 class="ltx_title ltx_title_section"><span class="ltx_tag"
>2 </span>Kitchens</h2><ul class="ltx_itemize"><li class="ltx_item"><span class="ltx_tag">-</span>
<p class="ltx_p">thirty of them</p></li></ul>
<figure class="ltx_table"><figcaption class="ltx_caption">Table 1: Attempts.</figcaption>
<table class="ltx_tabular"><tr class="ltx_tr"><th class="ltx_td ltx_th ltx_border_tt">Method</th>
<th class="ltx_td ltx_th ltx_border_tt" colspan="2">tea made</th></tr>
<tr class="ltx_tr"><td class="ltx_td ltx_border_t ltx_border_r">a person</td>
<td class="ltx_td ltx_border_t ltx_align_right">92</td>
<td class="ltx_td ltx_border_t">late</td></tr></table></figure>
<figure class="ltx_figure"><img src="2602.00020v1/x1.svg" width="300" height="60" alt="">
<figcaption class="ltx_caption">Figure 1: Tea, from above.</figcaption></figure>
<div class="ltx_listing"><div class="ltx_listingline"><span class="ltx_tag">1</span>
<span class="ltx_text ltx_font_typewriter ltx_lst_keyword">while</span><span
class="ltx_text ltx_font_typewriter"> home: pour()</span></div></div></section>
<section class="ltx_bibliography"><h2 class="ltx_title ltx_title_bibliography">References</h2>
<ul class="ltx_biblist"><li id="bib.bib1" class="ltx_bibitem"><span class="ltx_tag">[1]</span>
<span class="ltx_bibblock">E. Earlier. Tea. arXiv:2602.00001.</span></li></ul></section>
</article></body></html>"""


_TEA = b"""<svg xmlns="http://www.w3.org/2000/svg" width="300" height="60">
<rect width="300" height="60" fill="#8b5a2b"/></svg>"""


def folders() -> Folders:
    """Return folders in the working folder, so that no picture names another one."""
    return Folders(*map(Path, ("config", "data", "cache", "state", "export")))


def session(now: datetime = NOW) -> Session:
    """Return a session of the working folder, with a stopped clock."""
    return Session(folders(), now=lambda: now)


def configure(more: str = "") -> None:
    """Write config.toml; `more` goes into the table [reader]."""
    file = folders().config_file
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(SETTINGS + more, encoding="utf-8")


def fill() -> None:
    """Fill a library in the working folder: three months, with marks."""
    configure()
    _bring([*_old_days(), _earlier_version(), *_filled(WEDNESDAY, 20, 8)], _EARLIER)
    reader = session(_EARLIER)
    old = [
        PaperId(str(line["id"])) for line in _old_days() if str(line["announced"]) < "2026-01-20"
    ]
    reader.mark_ids(old, marking.read(True))
    first = PaperId("2602.00001")
    reader.mark_ids([first], marking.read(True))
    _bring([*_newest(), *_filled(THURSDAY, 40, 26)], NOW)
    reader = session()
    reader.mark_ids([first], marking.star(True))
    reader.mark_ids([first], marking.tag("to-cite"))
    reader.mark_ids([first], marking.tag("robots"))
    reader.mark_ids([first], marking.note("Compare **table 2** with ours.\n\n- ask Ben\n- $x^2$"))
    reader.mark_ids([PaperId("2602.01003")], marking.note("It goes on and on. " * 1_500))
    for number in (2, 4, 41):
        reader.mark_ids([PaperId(f"2602.{number:05}")], marking.queue(True))
    reader.mark_ids([PaperId("2602.00006"), PaperId("2602.00042")], marking.read(True))
    # On a day of which no other picture shows the list.
    pages = kept_pages(reader)
    pages.write(PaperId("2602.00020"), KeptPage(PageKind.PAPER, NOW, _WHOLE_PAPER))
    Pictures(reader.folders.cache / FOLDER).write("2602.00020v1/x1.svg", ".svg", _TEA)
    pages.write(PaperId("2602.00021"), KeptPage(PageKind.STUB, NOW))
    followed = reader.settings.categories
    FetchLog(folders().data).add_day(_EMPTY, "api", followed, Status.ESTIMATED, 0, _EARLIER)


def fill_index() -> None:
    """Read the library into its index, as an earlier reader would have."""
    from paperterm.session.search import find

    find(session(), parse("diffusion"), Selection())


def _bring(lines: list[dict[str, object]], now: datetime) -> None:
    file = Path("brought.jsonl")
    file.write_text("".join(json.dumps(line) + os.linesep for line in lines), encoding="utf-8")
    summary = session(now).import_files([str(file)])
    assert not summary.errors
    file.unlink()


def _earlier_version() -> dict[str, object]:
    title = "A Diffusion Model that Plans for Robot Arms"
    authors = ["Noor Haddad", "Ada Author"]
    return paper(
        1, WEDNESDAY, title=title, authors=authors, abstract=_BEFORE, kind="new", version=1
    )


def _newest() -> Iterator[dict[str, object]]:
    for number, fields in enumerate(_NEWEST, start=1):
        yield paper(number, THURSDAY, **fields)


def _filled(day: str, first: int, papers: int) -> Iterator[dict[str, object]]:
    for number in range(first, first + papers):
        words = (_FILLING[(number + step) % len(_FILLING)] for step in (0, number, number // 3))
        what, how, why = words
        yield paper(
            number,
            day,
            title=f"{what} by {how} for {why}: Part {number}",
            abstract=f"We bring {what.lower()} and {how.lower()} together, with a diffusion model "
            f"of an agent. It needs {number} samples." * (1 + number % 3),
            categories=[("cs.CV", "cs.CL", "cs.LG", "cs.RO")[number % 4]],
            kind=("new", "new", "cross", "replace")[number % 4],
        )


def _old_days() -> Iterator[dict[str, object]]:
    number = 1000
    for day in evenings(_FIRST, _LAST):
        if day not in _NOT_FETCHED and day != _EMPTY:
            papers = 2 + (day.toordinal() * 7) % 5
            yield from _filled(str(day), number, papers)
            number += papers
