"""References in BibTeX, RIS and CSL JSON: which papers of arXiv they are."""

import json
import time
from pathlib import Path

import pytest

from paperterm.errors import FileError
from paperterm.export import FORMATS, Exporter
from paperterm.model import Mark
from paperterm.sources.reference import Reference
from paperterm.sources.references import ReferenceFile, read_references
from tests.building import NOON, entry, name, paper, view

ID = "2602.00001"


def found(folder: Path, content: str | bytes) -> ReferenceFile:
    file = folder / "file"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    references = read_references(str(file))
    assert references is not None
    return references


def only(folder: Path, content: str | bytes) -> Reference:
    references = found(folder, content)
    ((_, one),) = references.papers.items()
    assert references.others == 0
    return one


@pytest.mark.parametrize(
    "fields",
    [
        f"eprint = {{{ID}}}, archivePrefix = {{arXiv}}",
        f"Eprint={ID}v2",
        f'eprint = "arXiv:{ID}", eprinttype = "arxiv"',
        f"doi = {{10.48550/arXiv.{ID}}}",
        f"DOI = {{https://doi.org/10.48550/arxiv.{ID}}}",
        f"url = {{http://arxiv.org/pdf/{ID}v1.pdf}}",
        f"journal = {{arXiv preprint arXiv:{ID}}}",
        f"journal = {{CoRR}}, volume = {{abs/{ID}}}",
        f"note = {{To appear. arXiv: {ID} [cs]}}, doi = {{10.1000/5}}",
        f"howpublished = {{\\url{{https://arxiv.org/abs/{ID}}}}}",
        f"title = {{One {{open}}, eprint = {{{ID}}}",
        f'title = "a }} b", eprint = {{{ID}}}',
        f"title = {{x}} # macro, eprint = {{{ID}}}",
    ],
)
def test_an_id_is_found_wherever_people_write_it(tmp_path: Path, fields: str) -> None:
    one = only(tmp_path, f"% a comment\n@string{{macro = {{x}}}}\n@Misc{{key,\n  {fields}\n}}\n")
    assert one.ref.id == ID


@pytest.mark.parametrize(
    "fields",
    [
        f"eprint = {{{ID}}}, archivePrefix = {{HAL}}",
        f"note = {{{ID}}}",
        f"abstract = {{We improve on arXiv:{ID}.}}",
        "doi = {10.1000/2602.00001}",
        "eprint = {2613.00001}",
        "url = {https://arxiv.org/abs/2602.000019}",
    ],
)
def test_what_names_no_paper_of_arxiv(tmp_path: Path, fields: str) -> None:
    references = found(tmp_path, f"@misc{{key, {fields}}}")
    assert (references.papers, references.others) == ({}, 1)


def test_one_broken_entry_costs_no_other(tmp_path: Path) -> None:
    text = (
        "@misc{a, title={One {open}, eprint={2602.00001}}\n\n@misc{b,\n title={Two},\n"
        ' eprint={2602.00002}\n}\n@article{c, title = "x } y", eprint=2602.00003, }\n'
        "@misc{d, eprint={2602.00004}} @misc(e, eprint={2602.00005})\n@misc{f"
    )
    assert [*found(tmp_path, text).papers] == [name(number) for number in range(1, 6)]


LARGE = {
    "braces": "@misc{a, eprint={%s},\n" + "a={b\n" * 40_000,
    "blanks": "@misc{a, eprint={%s}, author={A" + " " * 40_000 + "B}}",
    "values": "@misc{a, eprint={%s}, title={"
    + "x" * 400_000
    + "}, author={"
    + "A B and " * 20_000
    + "C}, keywords={"
    + ",".join(map(str, range(20_000)))
    + "}}",
    "lines": "TY  - JOUR\nUR  - arXiv:%s\nN1  - a\n" + "xxxxxxxxxxxxxxxxxxxxxxxx\n" * 40_000,
}


@pytest.mark.parametrize("kind", LARGE)
def test_a_large_reference_takes_little_time_and_keeps_little(tmp_path: Path, kind: str) -> None:
    start = time.process_time()
    one = only(tmp_path, LARGE[kind] % ID)
    assert time.process_time() - start < 20
    assert one.ref.id == ID
    assert (len(one.title) <= 2000, len(one.authors) <= 5000, len(one.tags) <= 100) == (True,) * 3


def test_a_line_of_no_field_belongs_to_no_reference_before(tmp_path: Path) -> None:
    references = found(tmp_path, f"TY  - A\nAU  - B\nTY  - C\nfree\nUR  - arXiv:{ID}\nER  - ")
    assert ([*references.papers], references.others) == ([ID], 1)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_any_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    item = {"type": "article", "number": f"arXiv:{ID}", "title": "Über"}
    content = json.dumps([item], ensure_ascii=False).encode(encoding)
    assert only(tmp_path, content).title == "Über"
    names = r"author={M\"uller, J. and others}"
    text = f"@misc{{a,\r\n title={{Über {{B}}äume}}, {names}, eprint={{{ID}}}}}"
    one = only(tmp_path, text.encode(encoding))
    assert (one.title, one.authors) == ("Über Bäume", ("J. Müller",))


def test_keywords_are_tags_but_categories_are_not(tmp_path: Path) -> None:
    words = "world model, cs.AI; Computer Science - Machine Learning, world model, " + "x" * 80
    one = only(tmp_path, f"@misc{{a, eprint={{{ID}}}, keywords={{{words}}}}}")
    assert one.tags == ("world model",)


def test_ris_is_read_as_programs_write_it(tmp_path: Path) -> None:
    text = (
        "\nTY  - JOUR\nT1  - A title\n  that goes on\nA1  - van Rossum, Guido\nKW  - one;two\n"
        "UR  - http://arxiv.org/abs/math.GT/0309136\nER  - \nTY  - GEN\nAN  - arXiv:2602.00002\n"
        "TY  - BOOK\nTI  - No end"
    )
    references = found(tmp_path, text)
    first, second = references.papers.values()
    assert first[1:] == ("A title that goes on", ("Guido van Rossum",), ("one", "two"))
    assert [first.ref.id, second.ref.id, references.others] == ["math/0309136", "2602.00002", 1]


def test_braces_that_never_close_take_no_time(tmp_path: Path) -> None:
    lines = "a = {{x\n" * 20_000
    text = f"@misc{{a,\n{lines}}}\n@misc{{b, eprint={{{ID}}}}}"
    assert ID in found(tmp_path, text).papers


def test_ris_has_the_suffix_of_a_name_last(tmp_path: Path) -> None:
    text = f"TY  - GEN\nAN  - arXiv:{ID}\nAU  - Doe, John, Jr.\nAU  - Kimi Team\nER  - \n"
    assert found(tmp_path, text).papers[name(1)].authors == ("John Doe Jr.", "Kimi Team")


def test_ris_that_ends_and_begins_anew_without_a_field_is_read(tmp_path: Path) -> None:
    text = "TY  - GEN\nAN  - arXiv:2602.00001\nER  - \nTY  - GEN\nno tag\nAN  - arXiv:2602.00002\n"
    assert [*found(tmp_path, text).papers] == [ID, "2602.00002"]


def test_csl_json_is_read_as_programs_write_it(tmp_path: Path) -> None:
    items = [
        {"type": "article", "number": f"arXiv:{ID}", "title": "T", "keyword": "a, b"},
        {"type": "article-journal", "note": "arXiv:2602.00002 [cs.AI]", "author": [{"x": "X"}]},
        {"type": "book", "title": ["no", "text"], "DOI": 5},
        "no item",
    ]
    references = found(tmp_path, json.dumps(items))
    assert [*references.papers] == [ID, "2602.00002"]
    assert (references.papers[name(1)].tags, references.others) == (("a", "b"), 1)
    with pytest.raises(FileError, match="is not JSON"):
        found(tmp_path, '[{"type": "book"')


@pytest.mark.parametrize("one", [row for row in FORMATS if row.cites], ids=lambda row: row.name)
def test_what_paperterm_exports_comes_back(tmp_path: Path, one: Exporter) -> None:
    mark = Mark(name(1)).set_tag("to do", True, NOON)
    first = paper(1, "On {$x$}", authors=("Guido van Rossum", "Kimi Team"), categories=("cs.AI",))
    references = found(tmp_path, one.render(view(entry(first, mark), paper("math/0309136"))))
    assert [*references.papers] == [ID, "math/0309136"]
    assert references.papers[name(1)][2:] == (first.authors, ("to do",))


@pytest.mark.parametrize(
    "content", [b"", b"@", b"[1]", b"[{}]", b'{"id": "x"}', b"# x\n@misc{a,}", b"\xff\xfe@\0"]
)
def test_other_files_are_not_references(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "file").write_bytes(content)
    assert read_references(str(tmp_path / "file")) is None
