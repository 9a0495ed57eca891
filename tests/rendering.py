"""Write papers in the formats of arXiv's interfaces, independently of the loopback arXiv."""

import textwrap
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from xml.sax.saxutils import escape, quoteattr

from paperterm.model import Kind, Paper, SourcePaper

ATOM = "http://www.w3.org/2005/Atom"
ARXIV = "http://arxiv.org/schemas/atom"
SEARCH = "http://a9.com/-/spec/opensearch/1.1/"
DC = "http://purl.org/dc/elements/1.1/"
OAI = "http://www.openarchives.org/OAI/2.0/"
RULE = "-" * 78


def element(name: str, text: object, **attributes: str) -> str:
    """Return an element; an empty string if it has no text."""
    said = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
    return "" if text is None or text == "" else f"<{name}{said}>{escape(str(text))}</{name}>"


def _described(told: SourcePaper) -> str:
    paper = told.paper
    kind = f" Announce Type: {told.kind} " if told.kind else ""
    return f"arXiv:{paper.id}v{paper.version}{kind}\nAbstract: {_folded(paper.abstract)}"


def _folded(abstract: str | None) -> str:
    """Return paragraphs as arXiv stores them: each on a line of its own, indented by two spaces."""
    return (abstract or "").replace("\n", "\n  ")


def rss(papers: Iterable[SourcePaper], dated: date) -> bytes:
    """Return the daily feed as RSS 2.0."""
    midnight = f"{dated:%a, %d %b %Y} 00:00:00 -0400"
    items = "".join(
        "<item>"
        + element("title", told.paper.title)
        + element("link", f"https://arxiv.org/abs/{told.paper.id}")
        + element("description", _described(told))
        + element("guid", f"oai:arXiv.org:{told.paper.id}v{told.paper.version}", isPermaLink="no")
        + "".join(element("category", category) for category in told.paper.categories)
        + element("pubDate", midnight)
        + element("arxiv:announce_type", told.kind)
        + element("arxiv:DOI", told.paper.doi)
        + element("arxiv:journal_reference", told.paper.journal_ref)
        + element("dc:creator", ", ".join(told.paper.authors))
        + "</item>\n"
        for told in papers
    )
    return (
        f"<?xml version='1.0' encoding='UTF-8'?>\n"
        f'<rss xmlns:arxiv="{ARXIV}" xmlns:dc="{DC}" version="2.0"><channel>\n'
        f"<title>cs.CV updates on arXiv.org</title><link>http://rss.arxiv.org/rss/cs.CV</link>"
        f"<pubDate>{midnight}</pubDate>\n{items}</channel></rss>\n"
    ).encode()


def atom(papers: Iterable[SourcePaper], dated: date) -> bytes:
    """Return the daily feed as Atom."""
    entries = "".join(
        "<entry>"
        + element("id", f"oai:arXiv.org:{told.paper.id}v{told.paper.version}")
        + element("title", told.paper.title)
        + element("summary", _described(told))
        + "".join(f"<category term={quoteattr(name)}/>" for name in told.paper.categories)
        + element("published", f"{dated}T00:00:00-04:00")
        + element("arxiv:announce_type", told.kind)
        + element("arxiv:DOI", told.paper.doi)
        + element("arxiv:journal_reference", told.paper.journal_ref)
        + element("dc:creator", ", ".join(told.paper.authors))
        + "</entry>\n"
        for told in papers
    )
    return (
        f"<?xml version='1.0' encoding='UTF-8'?>\n"
        f'<feed xmlns:arxiv="{ARXIV}" xmlns:dc="{DC}" xmlns="{ATOM}" xml:lang="en-us">'
        f"<id>http://rss.arxiv.org/atom/cs.CV</id><title>cs.CV updates on arXiv.org</title>"
        f"<updated>{dated}T04:00:19.866337+00:00</updated>\n{entries}</feed>\n"
    ).encode()


def page(
    papers: Sequence[SourcePaper], *, total: int | None = None, start: int = 0, per_page: int = 2000
) -> bytes:
    """Return a page of results of the query API."""
    entries = "".join(_entry(told.paper) for told in papers)
    return (
        f"<?xml version='1.0' encoding='UTF-8'?>\n"
        f'<feed xmlns:opensearch="{SEARCH}" xmlns:arxiv="{ARXIV}" xmlns="{ATOM}">'
        f"<id>https://arxiv.org/api/x</id><title>arXiv Query: search_query=all:x</title>"
        f"<updated>2026-04-12T22:45:06Z</updated>"
        f"<opensearch:itemsPerPage>{per_page}</opensearch:itemsPerPage>"
        f"<opensearch:totalResults>{len(papers) if total is None else total}"
        f"</opensearch:totalResults><opensearch:startIndex>{start}</opensearch:startIndex>\n"
        f"{entries}</feed>\n"
    ).encode()


def _entry(paper: Paper) -> str:
    authors = "".join(f"<author>{element('name', name)}</author>" for name in paper.authors)
    return (
        "<entry>"
        + element("id", f"http://arxiv.org/abs/{paper.id}v{paper.version}")
        + element("title", paper.title)
        + element("updated", _stamp(paper.updated))
        + element("summary", "  " + _folded(paper.abstract) + "\n")
        + "".join(f"<category term={quoteattr(name)}/>" for name in paper.categories)
        + element("published", _stamp(paper.published))
        + element("arxiv:comment", paper.comment)
        + element("arxiv:journal_ref", paper.journal_ref)
        + element("arxiv:doi", paper.doi)
        + f"<arxiv:primary_category term={quoteattr(paper.primary_category or '')}/>"
        + authors
        + "</entry>\n"
    )


def oai(papers: Iterable[SourcePaper], token: str = "") -> bytes:
    """Return an answer to ListRecords in the format arXivRaw."""
    records = "".join(
        f"<record><header>{element('identifier', f'oai:arXiv.org:{told.paper.id}')}"
        f"<datestamp>2026-04-12</datestamp></header>"
        f'<metadata><arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/">{_raw(told.paper)}</arXivRaw>'
        f"</metadata></record>\n"
        for told in papers
    )
    return (
        f"<?xml version='1.0' encoding='UTF-8'?>\n"
        f'<OAI-PMH xmlns="{OAI}"><responseDate>2026-04-13T00:00:00Z</responseDate>'
        f'<request verb="ListRecords">http://oaipmh.arxiv.org/oai</request><ListRecords>\n'
        f"{records}<resumptionToken>{escape(token)}</resumptionToken></ListRecords></OAI-PMH>\n"
    ).encode()


def _raw(paper: Paper) -> str:
    versions = "".join(
        f'<version version="v{number}"><date>{_mailed(time)}</date></version>'
        for number, time in ((1, paper.published), (paper.version, paper.updated))
        if time and (number != 1 or time == paper.published)
    )
    return (
        element("id", paper.id)
        + versions
        + element("title", paper.title)
        + element("authors", " and ".join(paper.authors))
        + element("categories", " ".join(paper.categories))
        + element("comments", paper.comment)
        + element("journal-ref", paper.journal_ref)
        + element("doi", paper.doi)
        + element("abstract", "  " + _folded(paper.abstract) + "\n")
    )


def mailing(papers: Iterable[SourcePaper], sent: str = "Thu, 12 Mar 26 00:36:02 GMT") -> bytes:
    """Return a plain-text mailing."""
    head = f"Date: {sent}\nSubject: cs.CV daily Subj-class mailing\n\n{RULE}\n{RULE}\n"
    tail = "%%%---" * 13 + "\nFor subscribe options to combined archives,\n"
    return (head + "".join(_mailed_paper(told) for told in papers) + tail).encode()


def _mailed_paper(told: SourcePaper) -> str:
    paper, kind = told
    cross = " (*cross-listing*)" if kind in (Kind.CROSS, Kind.REPLACE_CROSS) else ""
    if kind in (Kind.REPLACE, Kind.REPLACE_CROSS):
        when = f"replaced with revised version {_mailed(paper.updated)}   (25kb,D)"
    else:
        when = f"Date: {_mailed(paper.published)}   (14kb)"
    fields = {
        "Title": paper.title,
        "Authors": ", ".join(paper.authors),
        "Categories": " ".join(paper.categories),
        "Comments": paper.comment,
        "Journal-ref": paper.journal_ref,
        "DOI": paper.doi,
    }
    lines = [
        textwrap.fill(
            f"{name}: {text}",
            79,
            subsequent_indent="  ",
            break_long_words=False,
            break_on_hyphens=False,
        )
        for name, text in fields.items()
        if text
    ]
    abstract = f"\\\\\n  {_folded(paper.abstract)}\n" if paper.abstract else ""
    head = "\n".join(lines)
    return (
        f"\\\\\narXiv:{paper.id}{cross}\n{when}\n\n{head}\n{abstract}"
        f"\\\\ ( https://arxiv.org/abs/{paper.id} ,  14kb)\n{RULE}\n"
    )


def _stamp(time: datetime | None) -> str:
    return f"{time:%Y-%m-%dT%H:%M:%SZ}" if time else ""


def _mailed(time: datetime | None) -> str:
    return f"{time:%a, %d %b %Y %H:%M:%S} GMT" if time else ""
