"""Links in texts of papers: where they end, where they lead, and what is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperterm.text.links import Label, label, links, with_known_links

# What stands in real abstracts and comments, and what the link in it is.
FOUND = {
    "Code is available at https://github.com/Leon-Leyang/curvature-tuning.": (
        "https://github.com/Leon-Leyang/curvature-tuning"
    ),
    "our repository (https://github.com/guanjinquan/CXRTrek).": (
        "https://github.com/guanjinquan/CXRTrek"
    ),
    "see https://en.wikipedia.org/wiki/Sheaf_(mathematics), or": (
        "https://en.wikipedia.org/wiki/Sheaf_(mathematics)"
    ),
    "(https://en.wikipedia.org/wiki/Sheaf_(mathematics))": (
        "https://en.wikipedia.org/wiki/Sheaf_(mathematics)"
    ),
    "https://github.com/SPIresearch/DGHMesh.(The complete": (
        "https://github.com/SPIresearch/DGHMesh"
    ),
    "are available athttps://github.com/AIM-SCU/CRAFT": "https://github.com/AIM-SCU/CRAFT",
    "available athttps:github.com/pku/source_code/tree/main/MQLC.": (
        "https://github.com/pku/source_code/tree/main/MQLC"
    ),
    "in 'https://a.org/x', and": "https://a.org/x",
    'in "https://a.org/x", and': "https://a.org/x",
    "https://a.org/x's authors": "https://a.org/x",
    "[training code](https://a.org/x)": "https://a.org/x",
    "<https://a.org/x>": "https://a.org/x",
    "\\href{https://a.org/x}": "https://a.org/x",
    "https://a.org/~joe/?q=1&b=2#part;": "https://a.org/~joe/?q=1&b=2#part",
    "http://localhost.example.org:8080/x...": "http://localhost.example.org:8080/x",
    "https://a.org/xにて公開": "https://a.org/x",
    "https://a.org.": "https://a.org",
    "on huggingface.co/datasets/therem/CLEAR.": "https://huggingface.co/datasets/therem/CLEAR",
    "github.com/a/b": "https://github.com/a/b",
    "at uniclawbench.github.io.": "https://uniclawbench.github.io",
    "(seearXiv:2406.04723). In": "https://arxiv.org/abs/2406.04723",
    "arXiv: 2602.12063v2": "https://arxiv.org/abs/2602.12063v2",
    "fromarXiv:2012.09838and Xu": "https://arxiv.org/abs/2012.09838",
    "ARXIV:0704.0001": "https://arxiv.org/abs/0704.0001",
    "arXiv:math/0309136": "https://arxiv.org/abs/math/0309136",
    "ACM 2017. 10.1145/3106237.3106277, ESEC": "https://doi.org/10.1145/3106237.3106277",
    "doi:10.1016/S0022-0000(05)80064-9.": "https://doi.org/10.1016/S0022-0000(05)80064-9",
}

NONE = [
    "",
    "https://(open-upon-acceptance)",
    "https://github. com/ronan-39/tlt/",
    "https://",
    "http://localhost/x",
    "https://user:secret@evil.org/x",
    "https://github.com@evil.org/x",
    "javascript:alert(1) file:///etc/passwd ftp://a.org/x mailto:a@b.org",
    "me@github.com/x",
    "github.com",
    "github.com/.",
    "https://a.b",
    "arXiv:2312.0075",  # a number of 2023 has five digits
    "arXiv:2613.00001",  # no month 13
    "10.5/3 and 10.1234 and 10.1234/.",
    "this https URL",
]


@pytest.mark.parametrize(("text", "url"), FOUND.items())
def test_a_link_is_found_whole(text: str, url: str) -> None:
    assert [link.url for link in links(text)] == [url]


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_link(text: str) -> None:
    assert links(text) == []


def test_a_link_stands_where_it_says() -> None:
    text = "From arXiv:2103.02143,arXiv:2006.16236; code: (https://github.com/a/b)."
    assert [text[link.start : link.end] for link in links(text)] == [
        "arXiv:2103.02143",
        "arXiv:2006.16236",
        "https://github.com/a/b",
    ]


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://github.com/a/b", Label.CODE),
        ("http://www.github.com/a/b", Label.CODE),
        ("https://anonymous.4open.science/r/x", Label.CODE),
        ("https://huggingface.co/datasets/a/b", Label.DATA),
        ("https://huggingface.co/a/b", Label.MODEL),
        ("https://huggingface.co/spaces/a/b", Label.PROJECT),
        ("https://zenodo.org/records/15470640", Label.DATA),
        ("https://doi.org/10.5281/zenodo.17601357", Label.DATA),
        ("https://doi.org/10.1145/3106237", Label.PAPER),
        ("https://arxiv.org/abs/2602.12063", Label.PAPER),
        ("https://s-vco.github.io/", Label.PROJECT),
        ("https://github.com.evil.org/a", Label.PROJECT),
    ],
)
def test_the_host_tells_what_a_link_leads_to(url: str, name: Label) -> None:
    assert label(url) is name


def test_known_links_take_the_place_of_arxivs_words() -> None:
    text = "Code: this https URL, data: this https URL."
    told = "Code: https://a.org/x, data: https://b.org/y; http://c.org."
    assert with_known_links(text, [told]) == "Code: https://a.org/x, data: https://b.org/y."


@pytest.mark.parametrize(
    "other", ["Code: https://a.org/x", "Code: this https URL, data: this https URL.", ""]
)
def test_links_that_are_not_known_for_sure_stay_out(other: str) -> None:
    text = "Code: this https URL, data: this https URL."
    assert with_known_links(text, [other]) == text


def test_the_first_text_that_knows_tells() -> None:
    others = ["nothing", "see https://a.org/1", "see https://a.org/2"]
    assert with_known_links("see this https URL", others) == "see https://a.org/1"


_SCRAPS = st.sampled_from(
    [
        *("https://", "http://", "github.com/", "a.org", "huggingface.co/datasets/", ".github.io"),
        *("arXiv:", "2602.12063", "v2", "10.1145/", "this https URL", "/", "?", "#", "%", "&", "@"),
        *(".", ",", ":", "(", ")", "[", "]", "{", "}", "'", "'s", " ", "é", "界", "\u202e"),
    ]
)


@given(st.lists(_SCRAPS | st.text(max_size=3), max_size=30).map("".join))
def test_every_link_is_safe_and_in_order(text: str) -> None:
    last = 0
    for link in links(text):
        assert last <= link.start < link.end <= len(text)
        last = link.end
        assert link.url.startswith(("http://", "https://"))
        assert link.url.isascii()
        assert link.url.isprintable()
        assert not set(' "<>{}|\\^`') & set(link.url)
        assert "@" not in link.url.split("/")[2]
        assert link.url[-1] not in ".,;:!?'"
        assert link.url.count("(") == link.url.count(")")


@pytest.mark.parametrize(
    "text",
    [
        "https://a.org/" + ")" * 100_000,
        "https://a.org/" + "(" * 100_000,
        "https://a.org/" + "'s" * 100_000,
        "https://" + "a." * 100_000,
        "arxiv:" * 50_000,
        "a-" * 100_000 + "github.",
        "10.1234/" + "." * 100_000,
    ],
    ids=lambda text: text[:16],
)
def test_long_texts_take_no_long_time(text: str) -> None:
    # Anything but time in proportion to the length would not come back.
    assert len(links(text)) <= 1
