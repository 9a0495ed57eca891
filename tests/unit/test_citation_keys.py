"""Citation keys by a template: what they are made of, and that none changes or is given twice."""

from pathlib import Path

import pytest

from paperterm.config.settings import UNIQUE_KEY, is_key_template
from paperterm.export.keys import key_of
from paperterm.library.ledger import CITATION_KEYS
from paperterm.model import Paper
from paperterm.session import Session
from paperterm.session.citation_keys import citation_keys
from tests.building import paper

STYLE = "{author}{year}{word}"


@pytest.mark.parametrize(
    ("author", "title", "wanted"),
    [
        ("Modi Shi", "EgoHumanoid: Unlocking Robots", "shi2026egohumanoid"),
        ("Guido van Rossum", "On the $\\alpha$-Trees", "vanrossum2026alpha"),
        (r"J\"org M\"uller-Weiß", "A 3D World", "mullerweiss20263d"),
        ("Łukasz Kaiser", "“Quoted” Title", "kaiser2026quoted"),
        ("Kimi Team", "Of the", "kimiteam2026of"),
        ("王小明", "理解世界", "2026"),
        ("", "The Word", "2026word"),
    ],
)
def test_a_key_is_of_plain_letters(author: str, title: str, wanted: str) -> None:
    one = paper(1, title, authors=(author,) if author else ())
    assert key_of(one, STYLE) == wanted


def test_a_template_has_capitals_and_signs_of_its_own() -> None:
    one = paper(1, "ego trip", authors=("Modi de Shi",))
    assert key_of(one, "{Author}_{Word}:{year}") == "Deshi_Ego:2026"
    assert key_of(one, UNIQUE_KEY) == "arXiv.2602.00001"
    assert key_of(paper(1, "¿?"), "{author}{word}") == "arXiv.2602.00001"


@pytest.mark.parametrize("template", [UNIQUE_KEY, STYLE, "{Author}{year}", "x:{id}"])
def test_templates(template: str) -> None:
    assert is_key_template(template)


@pytest.mark.parametrize("text", ["", "key", "{name}", "{author} {year}", "{id},", "{id", "{{id}}"])
def test_what_is_no_template(text: str) -> None:
    assert not is_key_template(text)


def session(home: Path, template: str = STYLE) -> Session:
    config = home / "config" / "config.toml"
    config.parent.mkdir(parents=True, exist_ok=True)
    config.write_text(f'[export]\nkey = "{template}"\n')
    return Session()


def alike(number: int) -> Paper:
    return paper(number, "Same", authors=("A. One",))


def test_keys_are_told_apart_once_and_for_all(home: Path) -> None:
    first = citation_keys(session(home), [alike(2), alike(3)])
    assert [*first.values()] == ["one2026same", "one2026samea"]
    later = citation_keys(session(home), [alike(1), alike(3), alike(2)])
    assert [*later.values()] == ["one2026sameb", "one2026samea", "one2026same"]
    many = citation_keys(session(home), [alike(number) for number in range(4, 40)])
    assert many[alike(39).id] == "one2026sameal"
    other = citation_keys(session(home, "{author}"), [alike(3)])
    assert [*other.values()] == ["one"]
    assert citation_keys(session(home), [alike(3)]) == {alike(3).id: "one2026samea"}


def test_keys_that_differ_in_case_only_are_alike_to_bibtex(home: Path) -> None:
    one, two = paper(1, "x", authors=("A. One",)), paper("2602.00001", "x", authors=("A. One",))
    assert citation_keys(session(home, "{Author}"), [one, two]) == {one.id: "One"}
    keys = citation_keys(session(home, "{author}{word}"), [alike(1), paper(2, "SAME")])
    assert [*keys.values()] == ["onesame", "same"]


def test_a_key_with_the_id_needs_no_memory(home: Path) -> None:
    assert citation_keys(session(home, UNIQUE_KEY), [alike(1)]) == {alike(1).id: "arXiv.2602.00001"}
    assert not (home / "data" / CITATION_KEYS.name).exists()


def test_keys_survive_a_damaged_file(home: Path) -> None:
    citation_keys(session(home), [alike(2)])
    citation_keys(session(home), [alike(1)])
    file = home / "data" / CITATION_KEYS.name
    file.write_bytes(file.read_bytes()[:-20])
    one = session(home)
    told: list[str] = []
    one.library.listen(told.append)
    keys = citation_keys(one, [alike(1), alike(2), alike(3)])
    assert [*keys.values()] == ["one2026samea", "one2026same", "one2026sameb"]
    (line,) = told
    assert line.startswith(f"{file}: ")
    assert "recovered 2 citation keys from it" in line
