"""Where the links of a page lead."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from paperterm.fulltext.document import Kind
from paperterm.fulltext.flow import Look
from paperterm.text import clean

_SCHEMES = ("http", "https", "mailto")
_OWN_HOSTS = ("arxiv.org", "www.arxiv.org", "browse.arxiv.org", "ar5iv.org", "ar5iv.labs.arxiv.org")
_DOI = re.compile(r"10\.[0-9]{4,9}/\S+")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_HOST = re.compile(r"(?:www\.|[\w-]+\.(?:com|org|net|edu|io|gov)/)\S*", re.ASCII)


def internal(href: str) -> str:
    """Return the id that an address leads to on its own page, or an empty string.

    Old pages have links to themselves with their whole address.
    """
    before, mark, name = href.strip().partition("#")
    if not mark or not name:
        return ""
    if before:
        try:
            parts = urlsplit(before)
        except ValueError:
            return ""
        if parts.hostname not in _OWN_HOSTS or not parts.path.startswith("/html/"):
            return ""
    name = unquote(name)
    return name if name.isprintable() else ""


def outside(href: str) -> str:
    """Return an address to open; empty unless it is of the web or of mail.

    Authors leave out the scheme of DOIs, mail and some hosts; other relative addresses lead to
    files that arXiv does not have.
    """
    href = clean(href).replace(" ", "%20")
    if _DOI.fullmatch(href):
        return f"https://doi.org/{href}"
    if _MAIL.fullmatch(href):
        return f"mailto:{href}"
    try:
        parts = urlsplit(href)
    except ValueError:
        return ""
    if parts.scheme in _SCHEMES:
        return href if parts.netloc or parts.scheme == "mailto" else ""
    return f"https://{href}" if _HOST.fullmatch(href) else ""


def linked(look: Look, href: str | None, known: frozenset[str]) -> Look:
    """Return how the text of a link looks; as before if it leads nowhere."""
    if not href:
        return look
    name = internal(href)
    if name:
        if name not in known:
            return look
        kind = Kind.CITE if name.startswith("bib") else Kind.REF
        return look._replace(kind=kind, target=f"#{name}")
    address = outside(href)
    return look._replace(kind=Kind.LINK, target=address) if address else look
