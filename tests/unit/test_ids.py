"""arXiv identifiers, in every form people write them."""

import json
import re
from pathlib import Path

import pytest

from paperterm.errors import InputError
from paperterm.model import PaperId, PaperRef
from paperterm.query import terms
from paperterm.query.conditions import HasId
from paperterm.query.parse import parse, with_ids

FORMS = [
    ("2602.12063", "2602.12063", None),
    ("2602.12063v2", "2602.12063", 2),
    ("  2602.12063\n", "2602.12063", None),
    ("arXiv:2602.12063", "2602.12063", None),
    ("ARXIV: 2602.12063V3", "2602.12063", 3),
    ("https://arxiv.org/abs/2602.12063", "2602.12063", None),
    ("http://www.arxiv.org/abs/2602.12063v1/", "2602.12063", 1),
    ("arxiv.org/pdf/2602.12063v12.pdf", "2602.12063", 12),
    ("https://export.arxiv.org/pdf/2602.12063?download=1#page=2", "2602.12063", None),
    ("https://arxiv.org/html/2602.12063v1#S3", "2602.12063", 1),
    ("https://doi.org/10.48550/arXiv.2602.12063", "2602.12063", None),
    ("10.48550/arxiv.2602.12063", "2602.12063", None),
    ("oai:arXiv.org:2602.12063v2", "2602.12063", 2),
    ("0704.0001", "0704.0001", None),
    ("1412.9999", "1412.9999", None),
    ("1501.00001", "1501.00001", None),
    ("math/0309136", "math/0309136", None),
    ("math.GT/0309136v1", "math/0309136", 1),
    ("MATH.GT/0309136", "math/0309136", None),
    ("hep-th/9901001", "hep-th/9901001", None),
    ("cond-mat.stat-mech/0703001", "cond-mat/0703001", None),
    ("physics.optics/0309136", "physics/0309136", None),
    ("https://arxiv.org/abs/hep-ex/0406020v1", "hep-ex/0406020", 1),
    ("https://arxiv.org/pdf/q-bio/0309136.pdf", "q-bio/0309136", None),
    ("0000.00001", "0000.00001", None),
    ("https://www.alphaxiv.org/abs/2602.12063v2?chat=1", "2602.12063", 2),
    ("alphaxiv.org/overview/2602.12063", "2602.12063", None),
    ("https://huggingface.co/papers/2602.12063#community", "2602.12063", None),
    ("hf.co/papers/2602.12063", "2602.12063", None),
    ("https://ar5iv.labs.arxiv.org/html/2602.12063", "2602.12063", None),
    ("https://ar5iv.org/abs/math/0309136", "math/0309136", None),
    ("https://www.semanticscholar.org/arxiv/2602.12063", "2602.12063", None),
    ("https://api.semanticscholar.org/arXiv:2602.12063", "2602.12063", None),
    ("doi:10.48550/arXiv.2602.12063v3", "2602.12063", 3),
    ("DOI: https://www.doi.org/10.48550/ARXIV.2602.12063", "2602.12063", None),
    ("arXiv preprint arXiv:2602.12063", "2602.12063", None),
    ("arXiv:2602.12063v1 [cs.CV] 12 Feb 2026", "2602.12063", 1),
    ("[2602.12063] The title of the page", "2602.12063", None),
    ("[a paper](https://arxiv.org/abs/2602.12063v2)", "2602.12063", 2),
    ("https://arxiv.org/html/2602.12063v1/x1.png", "2602.12063", 1),
    ("https://export.arxiv.org/api/query?id_list=2602.12063&start=0", "2602.12063", None),
    ("http://xxx.lanl.gov/abs/hep-th/9901001", "hep-th/9901001", None),
]
AROUND = [
    "{}",
    " {}\n",
    "{}.",
    "{},",
    "({})",
    "({}).",
    "[{}]",
    "<{}>",
    '"{}"',
    "“{}”,",
    "（{}）。",
    "「{}」、",
    "`{}`",
    "**{}**",
    "| {} |",
    "{}\\\\",
    "\u200b{}\xa0",
    "{}:",
    "{}…",
]
NO_IDS = """
    2602.1206 2602.120633 1412.00001 1501.0001 2613.00001 2600.12063 0703.0001 0000.0001 602.12063
    2602.12063v0 2602.12063v02 2602.12063v99999 2602.12063v 2602.12063x 2602-12063 2602.12063/x
    math/0309 math/0704001 math/9001001 math/0313001 math.GT. /0309136 hep-th9901001
    https://example.org/abs/2602.12063 https://arxiv.org/list/2602.12063 ftp://arxiv.org/abs/2602.12063
    ２６０２.12063 2602.１２０６３ arXiv v1 10.1000/2602.12063
"""


@pytest.mark.parametrize(("text", "id_", "version"), FORMS)
def test_every_usual_form_is_read(text: str, id_: str, version: int | None) -> None:
    ref = PaperRef(PaperId(id_), version)
    for around in AROUND:
        assert PaperRef.parse(around.format(text)) == ref
        query = parse(around.format(text))
        assert HasId(id_) in {term.condition for term, _ in terms(with_ids(query))}


@pytest.mark.parametrize(
    "text", ["", " ", "2602.12063 v1", "2602.12063\n2602.12064", *NO_IDS.split()]
)
def test_everything_else_is_an_error_that_names_it(text: str) -> None:
    with pytest.raises(InputError, match=r"is not an arXiv id; write it as 2602\.12063") as caught:
        PaperRef.parse(text)
    assert caught.value.subject == repr(text)


def test_a_long_text_is_shortened_in_the_error() -> None:
    with pytest.raises(InputError) as caught:
        PaperRef.parse("x" * 10_000)
    assert len(str(caught.value)) < 160


@pytest.mark.parametrize(
    "text", ["2602.12063v1", "arXiv:2602.12063", "math.GT/0309136", "MATH/0309136", " 2602.12063"]
)
def test_a_paper_id_is_canonical_or_an_error(text: str) -> None:
    with pytest.raises(InputError):
        PaperId(text)


@pytest.mark.parametrize(
    ("id_", "shard", "number"),
    [
        ("2602.12063", ("2602", "12"), "260212063"),
        ("0704.0001", ("0704", "00"), "07040001"),
        ("math/0309136", ("0309", "13"), "0309136"),
        ("0000.00001", ("0000", "00"), "000000001"),
    ],
)
def test_the_shard_is_the_month_and_two_digits(
    id_: str, shard: tuple[str, str], number: str
) -> None:
    paper = PaperId(id_)
    assert (paper.shard, paper.number, paper.yymm) == (shard, number, shard[0])


def test_addresses() -> None:
    paper = PaperId("math/0309136")
    assert paper.abs_url == "https://arxiv.org/abs/math/0309136"
    assert paper.pdf_url == "https://arxiv.org/pdf/math/0309136"
    assert PaperRef.parse(paper.abs_url).id == PaperRef.parse(paper.pdf_url).id == paper


def test_a_ref_prints_as_it_is_read() -> None:
    assert str(PaperRef.parse("arXiv:2602.12063v2")) == "2602.12063v2"
    assert str(PaperRef.parse("math.GT/0309136")) == "math/0309136"


def test_every_subject_class_of_arxiv_is_read(shared: Path) -> None:
    taxonomy = json.loads((shared / "data/taxonomy.json").read_text())
    classes = set(re.findall(r'"([a-z-]+\.[A-Za-z-]+)"', json.dumps(taxonomy)))
    assert len(classes) > 140
    for name in classes:
        archive = name.partition(".")[0]
        assert PaperRef.parse(f"{name}/0309136").id == f"{archive}/0309136"
