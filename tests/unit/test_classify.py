"""What an answer for a whole paper is: the paper, or which of many other things."""

from random import Random
from time import process_time

import pytest

from paperterm.fulltext.classify import READABLE, PageKind, classify
from paperterm.fulltext.titles import are_alike
from paperterm.loopback.html import whole_page
from tests.loopback.faulty import OUTCOMES, native_page

TITLE = "Please Hold: LLM Agents That Wait in Line"
HTML = {"content-type": "text/html; charset=utf-8"}
PAGE = whole_page(TITLE, "2602.00001v2", "They wait.")


def kind(body: bytes, status: int = 200, title: str = TITLE) -> PageKind:
    return classify(status, HTML, body, title).kind


@pytest.mark.parametrize("name", OUTCOMES)
def test_what_arxiv_sends_instead_of_a_paper_is_named(name: str) -> None:
    answer = OUTCOMES[name]("2602.00001v2")
    assert kind(answer.body, answer.status) == name


def test_a_paper_has_its_version_and_title() -> None:
    assert classify(200, HTML, PAGE, TITLE) == (PageKind.PAPER, 2, TITLE, False)
    based = PAGE.replace(b"watermark-tr", b"other").replace(
        b"</head>", b'<base href="/html/2602.00001v7/"></head>'
    )
    assert classify(200, HTML, based, TITLE).version == 7


def test_a_page_that_authors_wrote_is_native_and_that_of_a_stranger_is_wrong() -> None:
    assert kind(native_page(TITLE)) is PageKind.NATIVE
    assert kind(native_page("Sign in to the network of the hotel")) is PageKind.WRONG


def test_a_paper_cut_at_each_tenth_is_no_error_and_cut() -> None:
    for tenth in range(10):
        found = classify(200, HTML, PAGE[: len(PAGE) * tenth // 10], TITLE)
        assert found.is_cut or found.kind not in (PageKind.PAPER, PageKind.NATIVE)
    assert found.kind is PageKind.PAPER


@pytest.mark.parametrize("body", [b"", b" ", b"\0", b"<", b"<html>", b"%PDF-1.4", b"\xff" * 50])
def test_anything_else_is_broken(body: bytes) -> None:
    assert kind(body) is PageKind.BROKEN
    assert classify(200, {"content-type": "application/pdf"}, PAGE, TITLE).kind is PageKind.BROKEN
    assert kind(PAGE, 500) is PageKind.BROKEN
    assert kind(b"<p>gone</p>", 404) is PageKind.NONE


def test_mutations_are_no_error() -> None:
    random = Random(7)
    for _ in range(300):
        page = bytearray(PAGE)
        for _ in range(random.choice((1, 5, 50))):
            at = random.randrange(len(page))
            junk = random.choice(
                (b"<", b"</div>", b'<article class="ltx_document">', b"<!--", b"&#0;")
            )
            page[at : at + random.choice((0, 1, 40))] = junk
        assert classify(200, HTML, bytes(page), TITLE).kind in PageKind


def test_deep_nesting_and_entities_cost_nothing() -> None:
    deep = PAGE.replace(b"They wait.", b"<span>" * 100_000 + b"They wait.")
    assert kind(deep) in (PageKind.PAPER, PageKind.STUB)  # the parser gives up at some depth
    bomb = b"<!DOCTYPE html [" + b"".join(
        b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10) for n in range(1, 10)
    )
    assert kind(bomb + b"]>" + PAGE.replace(b"They wait.", b"&e9;")) is PageKind.PAPER


def test_a_tag_of_many_attributes_costs_nothing() -> None:
    started = process_time()
    many = " ".join(f"a{number}='1'" for number in range(100_000))
    assert kind(PAGE.replace(b"They wait.", f"<b {many}>They wait.</b>".encode())) in READABLE
    assert process_time() - started < 5  # 0.1 s; libxml2 alone takes 20


@pytest.mark.parametrize(
    ("shown", "alike"),
    [
        ("Please hold: LLM agents that wait in line", True),
        ("Please Hold : Agents That Wait in Line 1 1 footnote 1 Supported by nobody", True),
        ("LLM Agents That Wait", True),
        ("PleaseHold: LLMAgents ThatWait inLine", True),
        ("Agents for Graph Neural Networks", False),
        ("The of and", False),
        ("", False),
    ],
)
def test_titles_of_one_paper_seldom_agree_to_the_letter(shown: str, alike: bool) -> None:
    assert are_alike(TITLE, shown) is alike


def test_formulas_and_greek_letters_in_titles() -> None:
    shown = "The L p bounds for α -stable data"
    assert are_alike(r"The $L^{p}$ bounds for $\alpha$-stable data", shown)


def test_a_title_without_end_is_cut() -> None:
    page = PAGE.replace(TITLE.encode(), TITLE.encode() + b" $x$" * 10_000)
    assert len(classify(200, HTML, page, TITLE).title) < 310
