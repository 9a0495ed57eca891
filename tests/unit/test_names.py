"""Names of authors: one reading, which every format writes in its own way."""

import json
import re
import shutil
from typing import Any

import pytest
import rispy  # type: ignore[import-untyped]

from paperterm.export import exporter
from paperterm.model.names import Name, names_of
from paperterm.text import tex_to_unicode
from tests.building import paper, view

PEOPLE = {
    # suffixes
    "Rob J. Sample Jr.": Name("Sample", "Rob J.", suffix="Jr."),
    "Rob J. Sample, Jr.": Name("Sample", "Rob J.", suffix="Jr."),
    "Hal Maker III": Name("Maker", "Hal", suffix="III"),
    "John Doe V": Name("Doe", "John", suffix="V"),
    "Jane Roe, PhD": Name("Roe", "Jane", suffix="PhD"),
    "Ludwig van den Berg II": Name("Berg", "Ludwig", "van den", "II"),
    "Vishakha SR": Name("SR", "Vishakha"),
    # particles
    "Ludo van der Berg": Name("Berg", "Ludo", "van der"),
    "Luc Van Gool": Name("Van Gool", "Luc"),
    "Fernando De la Torre": Name("Torre", "Fernando", "De la"),
    "Omar al-Test": Name("al-Test", "Omar"),
    "Ibn al Haytham": Name("Haytham", "Ibn", "al"),
    "G. 't Hooft": Name("Hooft", "G.", "'t"),
    "Jean-Luc d'Exemple": Name("d'Exemple", "Jean-Luc"),
    "van Berg": Name("Berg", "", "van"),
    "Hien Van Nguyen": Name("Nguyen", "Hien Van"),
    "Pedro Delgado de Robles Martín": Name("Robles Martín", "Pedro Delgado", "de"),
    "Maria del Mar Lopez": Name("Lopez", "Maria del Mar"),
    "Telma W. de L. Soares": Name("Soares", "Telma W. de L."),
    "Ferdinando Rodriguez y Baena": Name("Rodriguez y Baena", "Ferdinando"),
    "Almir Rocha Neto": Name("Rocha Neto", "Almir"),
    # last name first
    "Müller, Hans": Name("Müller", "Hans"),
    "van Berg, Ludo": Name("Berg", "Ludo", "van"),
    "Berg, Ludo van der": Name("Berg", "Ludo", "van der"),
    "Doe, Jr., John": Name("Doe", "John", suffix="Jr."),
    "Kavin R V": Name("V", "Kavin R"),
    "山田 太郎": Name("山田", "太郎"),
    # as it was typed
    "Wei Li (李伟)": Name("Li", "Wei"),
    "and Martin Demo": Name("Demo", "Martin"),
    "Eve Two$^{1}$": Name("Two", "Eve"),
    "Gabriel Petre1": Name("Petre", "Gabriel"),
    "Xiu Zhang*": Name("Zhang", "Xiu"),
    "Yutong Deng\\textsuperscript": Name("Deng", "Yutong"),
    "Nathan N. Aakur\\\\": Name("Aakur", "Nathan N."),
    "L{é}o Sam{p}le": Name("Sample", "Léo"),
    "Luciano C.Siebert": Name("Siebert", "Luciano C."),
    "Evan G. Center": Name("Center", "Evan G."),
    "Bo Ai": Name("Ai", "Bo"),
    "kunquan li": Name("li", "kunquan"),
    "Seung-won Hwang": Name("Hwang", "Seung-won"),
    "Olaya Álvarez-Tuñón": Name("Álvarez-Tuñón", "Olaya"),
    "Jay hwasung Jung": Name("Jung", "Jay hwasung"),
}
WHOLE = {
    **dict.fromkeys(("NVIDIA", "李明", "Madonna", "DeepSeek-AI", "Smith, Jr."), False),
    **dict.fromkeys(
        (
            *("ATLAS Collaboration", "CMS and TOTEM Collaborations", "Kimi Team", "R&D Group"),
            *("on behalf of the ABC group", "J. Doe for the X Collaboration", "Shanghai AI Lab"),
            *("Open Science Consortium", "Sample Institute for Things", "Robert and Sons"),
            *("Inclusion AI", "TRACK-TBI Investigators", "Eyened Reading Center", "50% Club"),
        ),
        True,
    ),
}


def exported(form: str, *authors: str) -> str:
    return exporter(form).render(view(paper(1, authors=authors))).decode()


@pytest.mark.parametrize(("author", "name"), PEOPLE.items())
def test_a_person_has_parts(author: str, name: Name) -> None:
    assert names_of([author]) == [name]


@pytest.mark.parametrize(("author", "is_group"), WHOLE.items())
def test_a_group_and_a_single_name_stay_whole(author: str, is_group: bool) -> None:
    (name,) = names_of([author])
    assert (name.is_whole, name.is_group, name.family) == (True, is_group, author)


@pytest.mark.parametrize("author", [":", "", "1", "$^{1}$", "*", "…", "\\\\"])
def test_what_has_no_letter_is_no_author(author: str) -> None:
    assert names_of([author, "A. B"]) == [Name("B", "A.")]


def test_a_suffix_that_was_split_off_goes_back() -> None:
    assert names_of(["J. Doe", "Jr.", "A. Roe", "PhD"]) == [
        Name("Doe", "J.", suffix="Jr."),
        Name("Roe", "A.", suffix="PhD"),
    ]


@pytest.mark.parametrize(("author", "name"), PEOPLE.items())
def test_all_formats_write_the_same_parts(author: str, name: Name) -> None:
    (item,) = json.loads(exported("csljson", author))
    (reference,) = rispy.loads(exported("ris", author))
    assert item["author"] == [
        {key: part for key, part in _csl(name).items() if part},
    ]
    parts = [name.last, name.given, name.suffix]
    assert reference["authors"] == [", ".join(filter(None, parts))]


def _csl(name: Name) -> dict[str, Any]:
    return {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.particle,
        "suffix": name.suffix,
    }


BST = """ENTRY { author } { } { }
FUNCTION {misc} {
  author #1 "{ll}|{ff}|{vv}|{jj}" format.name$ write$ newline$ newline$
}
READ
ITERATE {call.type$}
"""


@pytest.mark.skipif(not shutil.which("bibtex"), reason="bibtex is not installed")
def test_bibtex_itself_reads_the_same_parts(tmp_path: Any) -> None:
    from tests.unit.test_bibtex import run_bibtex

    papers = [paper(at, authors=(author,)) for at, author in enumerate([*PEOPLE, *WHOLE], 1)]
    read = run_bibtex(tmp_path, exporter("bibtex").render(view(*papers)), BST).split("\n\n")
    wanted = [(one.family, one.given, one.particle, one.suffix) for one in PEOPLE.values()]
    wanted += [(author, "", "", "") for author in WHOLE]
    letters = map(tex_to_unicode, read[:-1])
    plain = (re.sub(r"[~\s]+", " ", re.sub(r"[{}\\]", "", line)) for line in letters)
    assert [tuple(line.split("|")) for line in plain] == wanted
