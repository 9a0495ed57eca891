"""What is used of the `arxiv` package: an upgrade that moves it fails here first."""

from pathlib import Path

import arxiv
from arxiv import _feed

import paperterm
from tests.unit.test_api import ONE, PAGE


def test_the_package_has_what_is_used_of_it() -> None:
    search = arxiv.Search(
        query="q",
        max_results=7,
        sort_by=arxiv.SortCriterion.SubmittedDate,
        sort_order=arxiv.SortOrder.Descending,
    )
    assert (search.query, search.max_results) == ("q", 7)
    assert (search.sort_by.value, search.sort_order.value) == ("submittedDate", "descending")
    place = b"<arxiv:affiliation>ETH</arxiv:affiliation></author>"
    (result, _) = _feed.parse(PAGE.replace(b"</author>", place)).results
    assert isinstance(result, arxiv.Result)
    assert result.entry_id == "http://arxiv.org/abs/2602.00001v3"
    assert [author.name for author in result.authors] == list(ONE.authors)
    assert [author.affiliation for author in result.authors] == [["ETH"], ["ETH"]]
    assert (result.title, result.summary) == (ONE.title, "  One.\n  Two.\n")
    assert (result.categories, result.primary_category) == (["cs.CV", "cs.AI"], "cs.CV")
    assert (result.published, result.updated) == (ONE.published, ONE.updated)
    assert (result.comment, result.journal_ref, result.doi) == ("9 pages", "J. X 1", "10.1000/x")


def test_one_module_uses_the_package() -> None:
    package = Path(paperterm.__file__).parent
    users = [
        file.relative_to(package).as_posix()
        for file in package.rglob("*.py")
        if any(
            line.strip().startswith(("import arxiv", "from arxiv"))
            for line in file.read_text(encoding="utf-8").splitlines()
        )
    ]
    assert sorted(users) == ["sources/api.py", "sources/arxiv_package.py"]
