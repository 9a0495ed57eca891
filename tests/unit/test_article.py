"""What the abstract pane shows of a paper: paragraphs, what stands out in them, and links."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperterm.model import AnnouncedPaper, Announcement, Day, Entry, Kind, Mark, Paper
from paperterm.query.parse import parse
from paperterm.text import clean
from paperterm.topics import Match, Topic
from paperterm.tui.abstract.article import article
from paperterm.tui.abstract.paragraph import Paragraph
from paperterm.tui.draw.glyphs import choose
from tests.building import NOON, entry, paper

DAYS = [Day(2026, 2, 9), Day(2026, 2, 12)]
NAMES = {"cs.CV": "Computer Vision", "cs.LG": "Machine Learning"}


def shown(one: Paper | Entry, **seen: Any) -> list[Paragraph]:
    """The paragraphs of a paper."""
    listed = one if isinstance(one, Entry) else entry(one)
    return article(listed, seen.pop("topics", []), NAMES, **seen)


def text(paragraphs: Sequence[Paragraph]) -> str:
    """All of it, a line for each paragraph."""
    return "\n".join(paragraph.text for paragraph in paragraphs)


def fact(paragraphs: Sequence[Paragraph], label: str) -> list[str]:
    """The rows beside a label."""
    rows: list[str] = []
    last = ""
    for paragraph in paragraphs:
        last = paragraph.label or (last if paragraph.label == "" else "")
        if last == label:
            rows.append(paragraph.text)
    return rows


def marked(paragraphs: Sequence[Paragraph], style: str) -> list[str]:
    """The texts of all spans of a style."""
    return [
        paragraph.text[start:end]
        for paragraph in paragraphs
        for start, end, name in paragraph.spans
        if name == style
    ]


def history(
    *versions: Paper, kind: Kind | None = Kind.REPLACE
) -> tuple[Entry, list[AnnouncedPaper]]:
    """The last of some versions as it is listed, and all their announcements."""
    announced = [
        AnnouncedPaper(one, Announcement(day, kind if number else Kind.NEW, 0))
        for number, (one, day) in enumerate(zip(versions, DAYS, strict=True))
    ]
    last = announced[-1]
    return Entry(last.paper, last.announcement, Mark(last.paper.id)), announced


def test_all_authors_are_named() -> None:
    names = tuple(f"Author {number}" for number in range(30))
    assert shown(paper(authors=names))[1].text == ", ".join(names)


def test_every_author_is_known_where_the_name_stands() -> None:
    authors = ("Ada", " ", "Erd\\H{o}s", "Ada")
    (_, line, *_) = shown(paper(authors=authors, authors_truncated=True))
    assert line.text == "Ada, Erdős, Ada and others"
    assert [(line.text[start:end], author) for start, end, author in line.names] == [
        ("Ada", "Ada"),
        ("Erdős", "Erd\\H{o}s"),
        ("Ada", "Ada"),
    ]


def test_a_cut_list_of_authors_says_so() -> None:
    one = paper(authors=("Ada", "Ben"), authors_truncated=True)
    assert shown(one)[1].text == "Ada, Ben and others"


@pytest.mark.parametrize("authors", [(), ("",), (" ", "\x00")])
def test_a_paper_without_authors_says_so(authors: tuple[str, ...]) -> None:
    assert shown(paper(authors=authors, authors_truncated=True))[1].text == "no authors given"


@pytest.mark.parametrize(
    "told",
    [
        {"affiliations": ["ETH", "LRI", "ETH"]},
        {"affiliation": "ETH; LRI"},
        {"affiliations": [["ETH"], ["LRI"], None, 3]},
        {"affiliations": {"Ada": "ETH", "Ben": ["LRI"]}},
        {"arxiv:affiliation": ["ETH", " \x1b", "LRI"]},
    ],
)
def test_affiliations_are_shown_where_they_are_known(told: dict[str, object]) -> None:
    assert shown(paper(extra=told))[2].text == "ETH; LRI"


def test_unknown_keys_are_not_shown() -> None:
    assert "secret" not in text(shown(paper(extra={"mine": "secret"})))


def test_the_primary_category_comes_first() -> None:
    one = paper(categories=("cs.LG", "cs.CV", "x.YZ"), primary_category="cs.CV")
    assert fact(shown(one), "in") == ["cs.CV Computer Vision", "cs.LG Machine Learning", "x.YZ"]


def test_categories_without_a_name_of_the_users_have_that_of_arxiv() -> None:
    one = paper(categories=("cs.CV", "math.AG", "q-bio.BM"), primary_category="cs.CV")
    assert fact(shown(one), "in") == [
        "cs.CV Computer Vision",
        "math.AG Algebraic Geometry",
        "q-bio.BM Biomolecules",
    ]


def test_every_announcement_is_told() -> None:
    listed, announced = history(paper(version=1), paper(version=2))
    for order in (announced, announced[::-1]):
        assert fact(shown(listed, announced=order), "announced") == [
            "Mon 9 Feb 2026 · new · v1",
            "Thu 12 Feb 2026 · replaced · v2 · shown",
        ]


def test_the_day_of_the_list_is_told_before_all_announcements_are_read() -> None:
    paragraphs = shown(entry(paper(version=2), kind=Kind.CROSS))
    assert "2602.00001v2 · 12 Feb 2026 · cross-listed" in text(paragraphs)
    assert fact(paragraphs, "announced") == ["Thu 12 Feb 2026 · cross-listed · v2"]


def test_facts_have_their_rows() -> None:
    told = shown(
        paper(
            comment="12 pages",
            journal_ref="Proc. X",
            doi="10.1145/3106237",
            published=datetime(2026, 2, 1, tzinfo=UTC),
            updated=datetime(2026, 2, 3, tzinfo=UTC),
            version=2,
        )
    )
    assert fact(told, "comment") == ["12 pages"]
    assert fact(told, "journal") == ["Proc. X"]
    assert fact(told, "doi") == ["10.1145/3106237"]
    assert fact(told, "submitted") == ["1 Feb 2026, version 2 of 3 Feb 2026"]
    assert [link.url for paragraph in told for link in paragraph.links] == [
        "https://doi.org/10.1145/3106237",
        "https://arxiv.org/abs/2602.00001",
        "https://arxiv.org/pdf/2602.00001",
    ]


def test_links_in_abstract_and_comment_have_rows_of_their_own() -> None:
    told = shown(
        paper(
            abstract="Code: https://github.com/a/b. See arXiv:2310.05327, arXiv:2602.00001.",
            comment="https://github.com/a/b, github.com/c/d, https://a.github.io, 10.1145/31",
        )
    )
    assert fact(told, "code") == ["https://github.com/a/b", "https://github.com/c/d"]
    assert fact(told, "project") == ["https://a.github.io"]
    assert fact(told, "mentions") == ["arXiv:2310.05327, 10.1145/31"]


def test_a_link_leads_from_where_it_stands() -> None:
    told = shown(paper(abstract="Code: https://github.com/a/b.", comment="arXiv:2310.05327"))
    for paragraph in told:
        assert [paragraph.text[link.start : link.end] for link in paragraph.links] == marked(
            [paragraph], "link"
        )


def test_arxivs_words_for_a_link_lead_to_the_page() -> None:
    told = shown(paper(abstract="Code is available atthis https URL."))
    assert "Code is available at this https URL." in text(told)
    first = next(link for paragraph in told for link in paragraph.links)
    assert (first.url, first.start) == ("https://arxiv.org/abs/2602.00001", 21)


KNOWN = "We do it. Code is available at https://github.com/a/b."
LEFT_OUT = "We do it. Code is available atthis https URL."


def test_a_link_that_a_source_left_out_has_not_changed() -> None:
    listed, announced = history(paper(abstract=LEFT_OUT), paper(abstract=KNOWN))
    assert "same text as 9 Feb" in text(shown(listed, announced=announced))


def test_a_link_that_another_source_knows_is_shown() -> None:
    listed, announced = history(paper(abstract=KNOWN), paper(abstract=LEFT_OUT))
    told = shown(listed, announced=announced)
    assert KNOWN in text(told)
    assert "same text as 9 Feb" in text(told)
    assert "atthis https URL" in text(shown(listed, announced=announced, raw=True))


def test_tex_is_shown_as_unicode_or_as_it_is_stored() -> None:
    one = paper(title="$O(n^2)$\x1b[31m", authors=("Erd\\H{o}s",), abstract="$\\alpha$\x00 at")
    assert text(shown(one)).startswith("O(n²)[31m\nErdős\n")
    assert "α at" in text(shown(one))
    told = text(shown(one, raw=True))
    assert told.startswith("$O(n^2)$[31m\nErd\\H{o}s\n")
    assert "$\\alpha$ at" in told


def test_what_was_found_and_keywords_stand_out() -> None:
    one = paper(title="A diffusion model", authors=("Ada Diffusion",), abstract="The model.")
    topic = Topic("Diffusion", (("diffusion",),))
    told = shown(one, topics=[topic], query=parse("model"))
    assert marked(told, "hit") == ["diffusion"]
    assert marked(told, "found") == ["model", "model"]
    assert marked(shown(one, query=parse("au:ada")), "found") == ["Ada"]
    assert fact(told, "topics") == ["Diffusion (diffusion)"]


@pytest.mark.parametrize(
    ("topic", "said"),
    [
        (Topic("LLM", (("LLM",),)), "LLM (LLM in “hallmark”)"),
        (Topic("LLM", (("mark",), ("GAN",))), "LLM (mark in “hallmark”, GAN)"),
        (Topic("Both", (("gan", "ALL"),)), "Both (gan + ALL in “hallmark”)"),
        (Topic("Words", (("gan",),), match=Match.WORD), "Words (gan)"),
        (Topic("Phrase", (("a hall",),)), "Phrase (a hall in “A hallmark”)"),
        (Topic("Long", (("bb",),)), f"Long (bb in “{'b' * 39}…”)"),
    ],
)
def test_a_keyword_inside_a_word_says_which_word(topic: Topic, said: str) -> None:
    one = paper(title="A hallmark", abstract=f"Of GANs. {'b' * 50}")
    assert fact(shown(one, topics=[topic]), "topics") == [said]


def test_in_plain_ascii_names_of_categories_have_no_pictures() -> None:
    one = paper(categories=("cs.AI", "cs.CL"))
    names = {"cs.AI": "Intelligence Générale 🧠", "cs.CL": "💬\ufe0f"}
    told = article(entry(one), [], names)
    assert fact(told, "in") == ["cs.AI Intelligence Générale 🧠", "cs.CL 💬\ufe0f"]
    choose(plain=True)
    try:
        told = article(entry(one), [], names)
    finally:
        choose(plain=False)
    assert fact(told, "in") == ["cs.AI Intelligence Générale", "cs.CL"]


def test_a_note_keeps_its_lines_and_its_signs() -> None:
    note = "# Try\n**constant rate** and _section 3_:\n\n- `alpha` *now* https://a.org/x\n2 * 3 * 4"
    told = shown(entry(paper(), Mark(paper().id).set_note(note, NOON)), query=parse("note:alpha"))
    assert note in text(told)
    assert marked(told, "strong") == ["**constant rate**"]
    assert marked(told, "emphasis") == ["_section 3_", "*now*"]
    assert marked(told, "code") == ["`alpha`"]
    assert marked(told, "found") == ["alpha"]
    assert "https://a.org/x" in marked(told, "link")
    assert [one.style for one in told if one.text == "# Try"] == ["strong"]


def test_marks_and_tags_are_told() -> None:
    mark = Mark(paper().id).set_starred(True, NOON).set_queued(True, NOON)
    told = shown(entry(paper(), mark.set_tag("to do", True, NOON).set_tag("a", True, NOON)))
    assert fact(told, "marks") == ["● unread, ★ starred, ≡ queued"]
    assert fact(told, "tags") == ["#a #to do"]


def test_the_sign_of_a_paper_that_was_replaced_since_it_was_read_is_told() -> None:
    listed, _ = history(paper(), paper())
    for read, said in ((NOON.replace(day=12), "△ read, changed since"), (NOON, "read")):
        mark = Mark(listed.id).set_read(True, read)
        assert fact(shown(listed._replace(mark=mark)), "marks") == [said]


OLD = (
    "We propose a general approach to optimize noise schedules for both training and sampling in "
    "latent diffusion models. It ensures a constant rate of change."
)
NEW = OLD.replace("approach", "framework").replace("It ensures", "Our method enforces")


def test_a_replaced_paper_says_what_changed() -> None:
    listed, announced = history(
        paper(title="Constant Rate", abstract=OLD, version=1),
        paper(title="Variable Rate", abstract=NEW, version=2),
    )
    told = shown(listed, announced=announced)
    assert "2602.00001v2 · 12 Feb 2026 · replaced · new title, +4 −3 words" in text(told)
    assert marked(told, "removed") == ["Constant", "approach", "It ensures"]
    assert marked(told, "added") == ["Variable", "framework", "Our method enforces"]
    at = [one.text for one in told].index("What changed since v1 (9 Feb)")
    assert told[at + 1].text == "Constant Variable Rate"
    assert told[at + 2].text == (
        "We propose a general approach framework to optimize noise schedules … in latent "
        "diffusion models. It ensures Our method enforces a constant rate of change."
    )
    # The abstract itself comes first, and as it is.
    assert told[at - 2].text == NEW


def test_changes_are_marked_without_colours_where_that_is_asked_for() -> None:
    listed, announced = history(paper(abstract=OLD), paper(abstract=NEW))
    told = text(shown(listed, announced=announced, marked=True))
    assert "a general [-approach-] {+framework+} to" in told


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [("a b", "a b c", "+1 word"), ("a b c d", "a b", "−2 words"), ("a b", "c d", "+2 −2 words")],
)
def test_words_that_came_and_went_are_counted(old: str, new: str, said: str) -> None:
    listed, announced = history(paper(abstract=old), paper(abstract=new))
    assert f"replaced · {said}\n" in text(shown(listed, announced=announced))


def test_another_year_is_told() -> None:
    listed, announced = history(paper(abstract=OLD), paper(abstract=NEW))
    older = announced[0]._replace(announcement=Announcement(Day(2025, 12, 9), None, 0))
    assert "What changed since 9 Dec 2025" in text(shown(listed, announced=[older, announced[1]]))


def test_a_replacement_with_the_same_text_says_so() -> None:
    listed, announced = history(paper(abstract=OLD, version=1), paper(abstract=OLD, version=2))
    told = text(shown(listed, announced=announced))
    assert "same text as v1" in told
    assert "What changed" not in told


@pytest.mark.parametrize("kind", [None, Kind.CROSS, Kind.NEW])
def test_a_paper_that_was_only_listed_again_says_nothing(kind: Kind | None) -> None:
    listed, announced = history(paper(abstract=OLD), paper(abstract=OLD), kind=kind)
    assert "same text" not in text(shown(listed, announced=announced))


@pytest.mark.parametrize(("old", "new"), [(None, NEW), (OLD, None), ("", NEW)])
def test_a_text_that_is_not_known_has_not_changed(old: str | None, new: str | None) -> None:
    listed, announced = history(paper(abstract=old), paper(abstract=new))
    assert "What changed" not in text(shown(listed, announced=announced))


_ANY = st.text(st.characters(codec=None, exclude_categories=()), max_size=60)
_TEXTS = _ANY | st.sampled_from(["this https URL", "[cls]", "**a** _b_", "$x^2$", "https://a.org"])


@given(*[_TEXTS] * 5, st.booleans(), st.booleans())
def test_whatever_the_text_paragraphs_are_clean_and_spans_within(
    title: str, abstract: str, note: str, old: str, other: str, raw: bool, marked: bool
) -> None:
    """Nothing raises, nothing steers the terminal, every span stands inside its text."""
    one = paper(
        title=title or "x",
        authors=(other,),
        abstract=abstract,
        comment=other,
        doi=note,
        journal_ref=old,
        categories=(other,),
        extra={"affiliations": [note]},
    )
    listed, announced = history(paper(title=other, abstract=old), one)
    listed = listed._replace(mark=listed.mark.set_note(note, NOON).set_tag(other, True, NOON))
    told = shown(
        listed,
        announced=announced,
        topics=[Topic("e", (("e",), ("a", "b")))],
        query=parse("a"),
        raw=raw,
        marked=marked,
    )
    for paragraph in told:
        assert paragraph.text == clean(paragraph.text)
        for start, end, _ in paragraph.spans:
            assert 0 <= start < end <= len(paragraph.text)
        for link in paragraph.links:
            assert link.url.startswith(("https://", "http://"))


def test_a_long_list_of_authors_is_folded_to_its_beginning_and_what_is_looked_for() -> None:
    names = tuple(f"Given{n} Name{n}" for n in range(3200))
    first, *_ = [one for one in shown(paper(1, authors=names)) if one.style == "authors"]
    assert len(first.text) < 600
    assert first.text.startswith("Given0 Name0, Given1")
    assert first.text.endswith("Given19 Name19 and 3,180 more (F lists all 3,200)")
    assert [first.text[start:end] for start, end, _ in first.names] == [*names[:20]]
    found = shown(paper(1, authors=names), query=parse('au:"Given3100 Name3100"'), all_key="f9")
    assert marked(found, "found") == ["Given3100 Name3100"]
    assert "and 3,179 more (f9 lists all 3,200)" in text(found)
    whole = shown(paper(1, authors=names[:60]))
    assert "Given59 Name59" in text(whole)
    assert "more" not in text(whole)
