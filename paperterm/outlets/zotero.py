"""Zotero: an item of the type preprint for each paper, with its tags, its note and the PDF's link.

Since Zotero 10, its local interface may write, once the user consents in a dialog. Older versions,
and 10.0.3, which fails to create items, take them by the interface of the browser's connector.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Any

import httpx

from paperterm.errors import SourceError
from paperterm.export import View
from paperterm.export.citation import doi, year
from paperterm.library.ledger import SENT_TO_ZOTERO, Ledger, Rows
from paperterm.model import Entry, Paper, PaperId
from paperterm.model.marks import ZOTERO_TAG
from paperterm.model.names import Name, names_of
from paperterm.outlets import Sent, Setup
from paperterm.sources.zotero import ITEMS, address, ask, client, json_of, references
from paperterm.text import clean, clean_lines
from paperterm.text.typeset import typeset

_AT_ONCE = 25
_CONNECTOR = "/connector/saveItems"
_ALREADY = 409
"""The connector's status for a session that it knows."""


def send(view: View, setup: Setup) -> Sent:
    """Send the papers that are not in Zotero yet, and were not sent before."""
    ledger = Ledger(setup.data, SENT_TO_ZOTERO, setup.report)
    done = ledger.rows()
    with client() as http:
        outgoing = [entry for entry in view.entries if entry.id not in done]
        new = _Sending(http, ledger, setup).send(outgoing) if outgoing else 0
    return Sent(new, len(view.entries) - new, f"Zotero at {address()}")


class _Sending:
    """Sends papers, and remembers each as soon as Zotero has it.

    Args:
        http: The client.
        ledger: Where it is remembered.
        setup: What is known of the user.
    """

    def __init__(self, http: httpx.Client, ledger: Ledger, setup: Setup) -> None:
        self._http = http
        self._ledger = ledger
        self._tell = setup.tell

    def send(self, entries: list[Entry]) -> int:
        """Send papers, by the local interface if that is on; return how many Zotero lacked.

        Raises:
            SourceError: Zotero is not running, or refuses.
            DiskError: What was sent cannot be remembered.
        """
        left = lacking = list({entry.id: entry for entry in entries}.values())
        if self._can_read():
            there = {one.ref.id for one in references(self._http, self._tell)}
            self._remember(entry.id for entry in entries if entry.id in there)
            lacking = [entry for entry in left if entry.id not in there]
            left = self._by_interface(lacking)
        saved: list[PaperId] = []
        try:
            for at, entry in enumerate(left):
                self._by_connector(entry)
                saved.append(entry.id)
                if at % _AT_ONCE == 0:
                    self._tell(f"Zotero: {at + 1:,} of {len(left):,} papers sent")
        finally:
            self._remember(saved)
        return len(lacking)

    def _can_read(self) -> bool:
        answer = ask(self._http, "GET", f"{ITEMS}/top", params={"format": "json", "limit": 1})
        return answer.is_success

    def _by_interface(self, entries: list[Entry]) -> list[Entry]:
        """Create items by the local interface; return the papers that it does not take."""
        for at in range(0, len(entries), _AT_ONCE):
            some = entries[at : at + _AT_ONCE]
            answer = ask(self._http, "POST", ITEMS, json=[_item(entry) for entry in some])
            if answer.status_code == 403:
                hint = "allow it in Zotero's dialog, and send again"
                raise SourceError("Zotero", "does not let paperterm add items", hint)
            keys = _created(answer)
            made = [(entry, keys[nth]) for nth, entry in enumerate(some) if nth in keys]
            self._remember(entry.id for entry, _ in made)
            children = [child for entry, key in made for child in _children(entry, key)]
            if children and not ask(self._http, "POST", ITEMS, json=children).is_success:
                problem = "saved papers without their notes and links"
                raise SourceError("Zotero", problem, "update it, and send the others again")
            if len(made) < len(some):
                others = {entry.id for entry, _ in made}
                there = {one.ref.id for one in references(self._http)}  # despite the error
                self._remember(there.intersection(entry.id for entry in some))
                return [one for one in entries[at:] if one.id not in others | there]
            self._tell(f"Zotero: {at + len(some):,} of {len(entries):,} papers sent")
        return []

    def _by_connector(self, entry: Entry) -> None:
        url = entry.paper.id.abs_url
        # One session per paper: Zotero refuses one that it knows, as after a stop.
        content = {
            "sessionID": f"paperterm-{entry.id}",
            "uri": url,
            "items": [_connector_item(entry)],
        }
        headers = {"X-Zotero-Connector-API-Version": "3"}
        answer = ask(self._http, "POST", _CONNECTOR, json=content, headers=headers)
        if not answer.is_success and answer.status_code != _ALREADY:
            hint = "in Zotero, select a library that you can edit, and send again"
            raise SourceError("Zotero", f"refused {entry.id} ({answer.status_code})", hint)

    def _remember(self, ids: Iterable[PaperId]) -> None:
        new: Rows = {id_: {} for id_ in ids}
        self._ledger.change(lambda rows: new | rows)


def _created(answer: httpx.Response) -> dict[int, str]:
    """Return the keys of created items by their place in the request; none if none was created."""
    if not answer.is_success:
        return {}
    try:
        rows = json_of(answer, dict).get("success")
    except SourceError:
        return {}
    if not isinstance(rows, dict):
        return {}
    return {int(at): str(key) for at, key in rows.items() if str(at).isdecimal() and key}


def _item(entry: Entry) -> dict[str, Any]:
    paper = entry.paper
    return {
        "itemType": "preprint",
        "title": typeset(paper.title),
        "creators": [_creator(name) for name in names_of(paper.authors)],
        "abstractNote": typeset(paper.abstract or ""),
        "repository": "arXiv",
        "archiveID": f"arXiv:{paper.id}",
        "date": f"{paper.published:%Y-%m-%d}" if paper.published else year(paper),
        "DOI": doi(paper) or f"10.48550/arXiv.{paper.id}",
        "url": paper.id.abs_url,
        "extra": _extra(paper),
        "tags": [{"tag": clean(tag)} for tag in entry.mark.tag_names if tag != ZOTERO_TAG],
    }


def _extra(paper: Paper) -> str:
    category = clean(paper.primary_category or "")
    return f"arXiv:{paper.id} [{category}]" if category else f"arXiv:{paper.id}"


def _creator(name: Name) -> dict[str, str]:
    if name.is_whole:
        return {"creatorType": "author", "name": name.family}
    given = ", ".join(filter(None, [name.given, name.suffix]))
    return {"creatorType": "author", "firstName": given, "lastName": name.last}


def _connector_item(entry: Entry) -> dict[str, Any]:
    note, url = _note(entry), entry.paper.id.pdf_url
    pdf = {"title": "PDF", "url": url, "mimeType": "application/pdf", "snapshot": False}
    return _item(entry) | {"notes": [{"note": note}] if note else [], "attachments": [pdf]}


def _children(entry: Entry, key: str) -> Iterator[Mapping[str, object]]:
    if note := _note(entry):
        yield {"itemType": "note", "parentItem": key, "note": note, "tags": []}
    yield {
        "itemType": "attachment",
        "parentItem": key,
        "linkMode": "linked_url",
        "title": "PDF",
        "url": entry.paper.id.pdf_url,
        "contentType": "application/pdf",
        "tags": [],
    }


def _note(entry: Entry) -> str:
    """Return the note as HTML, which Zotero's notes are."""
    lines = clean_lines(entry.mark.note_text or "").splitlines()
    return "".join(f"<p>{escape(line)}</p>" for line in lines if line)
