"""The web page of a view, read with Python's own parser."""

from html.parser import HTMLParser

from paperterm.export import html
from paperterm.model import Entry, Mark
from paperterm.topics import Topic
from tests.building import DAY, NOON, entry, name, paper, view

VOID = {"meta", "link", "br"}
ALLOWED = {
    *("html", "head", "meta", "title", "style", "body", "main", "section", "article"),
    *("h1", "h2", "h3", "p", "a", "blockquote"),
}


class Page(HTMLParser):
    """The elements of a page with their text, and the addresses it links to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.texts: list[tuple[str, str]] = []
        self.links: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ALLOWED
        assert not any(name.startswith("on") for name, _ in attrs)
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append((self.open[-1], data))

    def of(self, tag: str) -> list[str]:
        """The texts of an element."""
        return [text for one, text in self.texts if one == tag]


HOSTILE = '"><script>alert(1)</script><a href="x"> & &x; {0} \x1b[31m'
SEEN = '"><script>alert(1)</script><a href="x"> & &x; {0} [31m'


def page(*entries: Entry, topic: Topic | None = None) -> Page:
    return Page(html.render(view(*entries, topic=topic, day=DAY)))


def test_a_page_has_each_paper_under_its_heading() -> None:
    mark = Mark(name(1)).set_starred(True, NOON).set_tag("x", True, NOON).set_note("a\n\nb", NOON)
    one = paper(
        1, r"On $\alpha$", authors=("A. B",), abstract="So $x^2$.", primary_category="cs.AI"
    )
    shown = page(entry(one, mark), entry(paper(2)), topic=Topic("LLM", ()))
    assert shown.of("h1") == ["LLM · 2026-02-12"] == shown.of("title")
    assert shown.of("h2") == ["cs.AI (1)", "Other papers (1)"]
    assert shown.of("a") == ["On α", "PDF", "Paper 2", "PDF"]
    assert shown.of("blockquote") == ["a\n\nb"]
    assert [shown.of("p")[at] for at in (0, 1, 4)] == ["2 papers", "A. B", "So x²."]
    assert shown.of("p")[3].endswith("2026-02-12 · starred · #x")


def test_a_page_shows_hostile_text_as_text_and_links_to_arxiv_only() -> None:
    mark = Mark(name(1)).set_tag(HOSTILE, True, NOON).set_note(HOSTILE, NOON)
    texts = {"abstract": HOSTILE, "categories": (HOSTILE,), "primary_category": HOSTILE}
    one = entry(paper(1, HOSTILE, authors=(HOSTILE,), **texts), mark)
    shown = page(one, topic=Topic(HOSTILE, ()))
    assert [shown.of(tag)[0] for tag in ("a", "blockquote")] == [SEEN, SEEN]
    assert shown.links == [one.id.abs_url, one.id.pdf_url]
