"""Seeds for fuzzing: for each target a few valid inputs, and the words of its language."""

import gzip
from collections.abc import Sequence
from datetime import date

import orjson

from paperterm.config.defaults import first_config
from paperterm.export import digest, jsonl
from paperterm.library.mark_files import mark_row
from paperterm.model import Keepsake, Kind, Mark, SourcePaper
from paperterm.topics import Topic
from tests import rendering
from tests.building import DAY, NOON, entry, name, paper, view

PAPER = paper(
    1,
    r"A $\alpha$-title of Erd\H{o}s",
    authors=("A. One", "B. Two (MIT)"),
    abstract="First.\nSecond <b> & more",
    categories=("cs.CV", "cs.LG"),
    primary_category="cs.CV",
    version=2,
    published=NOON,
    updated=NOON,
    comment="3 pages",
    journal_ref="J. 1",
    doi="10.1000/1",
)
TOLD = [
    SourcePaper(PAPER, Kind.NEW),
    SourcePaper(paper("math/0309136", version=1, published=NOON), Kind.REPLACE),
]
MARK = (
    Mark(name(1))
    .set_starred(True, NOON)
    .set_queued(True, NOON)
    .set_tag("to do", True, NOON)
    .set_note("a\nb", NOON)
    .remember(Keepsake(2, "A title", ("A. One",)), NOON)
)
QUERIES = (
    'ti:"large model" or -au:(one two*) /a+b/ is:new',
    "topic:LLM tag:* note:x cat:cs.* id:2602.00001 day:2026-02..2026-03 since:7d",
    r"abs:/(?i)(?P<x>a|b)\/(?:c{1,3})+$/",
)
ATOM, RSS = rendering.atom(TOLD, date(2026, 2, 13)), rendering.rss(TOLD, date(2026, 2, 13))
PAGE, OAI, MAIL = rendering.page(TOLD), rendering.oai(TOLD), rendering.mailing(TOLD)
_MARKS = {"marks": {"2602.00001": mark_row(MARK)}, "about": {"about": {"schema": 1}}}
_DAY = {
    "papers": {"2602.00001": {"title": "A", "kind": "new", "categories": ["a"]}},
    "day": {"about": {"schema": 1, "status": "partial", "runs": [["2602.00001"]]}},
}

_EMPTY = b"<rss><channel><title>a</title></channel></rss>"

SEEDS: dict[str, Sequence[bytes]] = {
    "feeds": [ATOM, RSS],
    "answers": [
        b'HTTP/1.1 200 OK\r\nDate: Thu, 12 Feb 2026 12:00:00 GMT\r\nETag: "a1b2"\r\n'
        b"Content-Type: application/rss+xml\r\nSet-Cookie: a=b; Path=/\r\n\r\n" + _EMPTY,
        b'HTTP/1.1 304 Not Modified\r\nETag: W/"c3"\r\n\r\n',
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(_EMPTY, mtime=0),
    ],
    "pages": [PAGE],
    "files": [
        ATOM,
        RSS,
        PAGE,
        OAI,
        MAIL,
        jsonl.render(view(entry(PAPER, MARK, kind=Kind.NEW), paper(2))).encode(),
        digest.render(
            view(PAPER, topic=Topic("T", (("a",), ("b", "c")), ("d",)), day=DAY, strict=False)
        ).encode(),
    ],
    "queries": [query.encode() for query in QUERIES],
    "searches": [query.encode() for query in QUERIES],
    "settings": [
        first_config().encode(),
        b'[topics."a b"]\nkeywords = ["x", ["y", "z"]]\nmatch = "word"\n[fetch]\ninterval = 3\n',
    ],
    "marks": [orjson.dumps(_MARKS)],
    "days": [orjson.dumps(_DAY)],
    "names": [b"2602.00001v2", b"https://arxiv.org/abs/math.GT/0309136v1", b"2026-02-12"],
    "texts": [
        PAPER.title.encode(),
        rb"\textbf{a} $\frac{1}{2}$ ``q'' -- &amp; \'e {\bf x} \[ \sqrt{2} \] ~ \unicode{x41}",
        "a\u0301\u202e\u200d👩‍🔬\x1b[31m\x9b".encode(),
    ],
}

_XML = "<entry> </entry> <item> <![CDATA[ ]]> <!DOCTYPE <!ENTITY &lt; &#27; xmlns= <id> <title>"
WORDS: dict[str, str] = {
    "feeds": _XML,
    "pages": _XML,
    "answers": "429 503 302 100 Retry-After: Location: Content-Encoding: Content-Length: 99999999 "
    "Transfer-Encoding: chunked ETag: https://xn-- %zz \x00 \xe9",
    "files": _XML + r' \\ arXiv: - **[ ](https://arxiv.org/abs/ {"id":',
    "queries": r'or - ( ) " / * ti: au: day: is: tag: (?R) (?&x) {1,9} {99999} \ [a-z] (?: (?=',
    "searches": 'or - ( ) " / * ti: au: day: since: is: tag: topic: NEAR AND NOT ^ : + {',
    "settings": r"[topics. [[ ]] = ''' { } 1e9 nan inf 2026-02-12 \u001b keywords",
    "marks": '"value": "at": null [] {} 1e999 "tags": "paper": "note": true "2602.00001":',
    "days": 'null [] {} 1e999 "runs": "kind": "position": "status": "papers": -1',
    "names": "arXiv: https:// arxiv.org/abs/ v1 .pdf doi.org/10.48550/ math.GT/ 2602. 0309",
    "texts": r"\frac \left \right $ $$ { } ^ _ `` '' -- \unicode \' \v \( \) \[ \] &#",
}
"""The words of each language, separated by spaces."""
