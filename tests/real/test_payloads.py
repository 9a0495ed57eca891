"""arXiv's recorded answers through `paperterm import`, counted against their index."""

import json
import random
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from paperterm.cli import main
from paperterm.errors import PapertermError, SourceError
from paperterm.model import PaperId, SourcePaper
from paperterm.sources import api, feed
from paperterm.sources.files import KINDS
from paperterm.sources.parsed_file import ParsedFile

CUT_PAYLOADS = 12
CUTS = 25


class Imported(NamedTuple):
    """What `paperterm import --json` answered."""

    status: int
    papers: int
    skipped: int
    errors: list[str]
    said: str


@pytest.fixture(scope="module")
def payloads(shared: Path) -> list[dict[str, Any]]:
    folder = shared / "data" / "payloads"
    index = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    return [{**payload, "file": folder / payload["file"]} for payload in index]


def imported(
    file: Path, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Imported:
    monkeypatch.setenv("PAPERTERM_HOME", str(home / file.stem))
    status = main(["import", str(file), "--json"])
    out, said = capsys.readouterr()
    told = json.loads(out)
    papers = told["new"] + told["changed"] + told["unchanged"]
    return Imported(status, papers, told["skipped"], [e["message"] for e in told["errors"]], said)


def test_every_payload_gives_the_papers_that_are_whole(
    payloads: list[dict[str, Any]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for payload in payloads:
        file = payload["file"]
        if payload["kind"] == "errors" or file.suffix == ".html":
            continue
        result = imported(file, tmp_path, monkeypatch, capsys)
        if "truncated" in payload["status"]:
            assert result.papers == payload["n_entries"] - 1, file.name
            assert (result.status, result.skipped) == (1, 1), file.name
            assert result.errors == [f"is cut off after {result.papers} whole papers"], file.name
        else:
            assert result.papers == payload["n_entries"], file.name
            assert (result.status, result.skipped, result.errors) == (0, 0, []), file.name
            assert result.papers or "no papers" in result.said, file.name


@pytest.mark.parametrize(
    ("file", "message"),
    [
        ("arxivpy_id_abc_s0_m100.xml", "is an error: incorrect id format for abc"),
        ("oai_mikesaelim_ErrorResponseBadArgument.xml", "is an error: badArgument: Verb"),
        ("oai_mikesaelim_ErrorResponseNoRecordsMatch.xml", "is an error: noRecordsMatch: Set"),
        ("oai_dissemin_cannotDisseminateFormat.xml", "is an error: cannotDisseminateFormat: The"),
        ("recon_oai_idDoesNotExist.xml", "is an error: idDoesNotExist: The value"),
        ("recon_rss_error_feed.xml", "is an error: Bad subject class 'XX'."),
        ("derived_truncated_api_page.xml", "is cut off after 59 whole papers"),
        ("derived_sporadic_empty_page.xml", "is an empty page, at 0 of 214,881 results"),
    ],
)
def test_an_error_says_what_it_is(
    file: str,
    message: str,
    shared: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = shared / "data" / "payloads" / "errors" / file
    result = imported(path, tmp_path, monkeypatch, capsys)
    assert result.status == 1
    assert len(result.errors) == 1
    assert result.errors[0].startswith(message)
    parse = feed.parse if "rss" in file else api.parse
    with pytest.raises(SourceError):
        parse(path.read_bytes())


def test_listing_pages_are_refused(
    payloads: list[dict[str, Any]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    pages = [payload["file"] for payload in payloads if payload["file"].suffix == ".html"]
    assert pages
    for page in pages:
        result = imported(page, tmp_path, monkeypatch, capsys)
        assert (result.status, result.papers) == (1, 0)
        assert result.errors[0].startswith("is a listing page (HTML); such pages are not read")


def test_kinds_and_versions_are_as_recorded(payloads: list[dict[str, Any]]) -> None:
    for payload in payloads:
        if payload["kind"] == "rss" and payload["complete"]:
            parsed = feed.parse(payload["file"].read_bytes())
            counted: dict[str, int] = {}
            for told in parsed.papers:
                counted[str(told.kind)] = counted.get(str(told.kind), 0) + 1
            said = ", ".join(f"{kind} {count}" for kind, count in counted.items())
            assert f"types {said or 'none'}" in payload["quirks"], payload["file"].name
            assert parsed.warnings == ()


def test_accents_of_names_are_decoded(payloads: list[dict[str, Any]]) -> None:
    raw = 0
    for payload in payloads:
        if payload["kind"] == "rss" and "truncated" not in payload["status"]:
            names = [
                name
                for told in feed.parse(payload["file"].read_bytes()).papers
                for name in told.paper.authors
            ]
            raw += sum("\\" in name for name in names)
            assert not any(name != name.strip() or not name for name in names)
    assert raw == 0


def read(content: bytes) -> dict[PaperId, SourcePaper]:
    for kind in KINDS:
        if kind.looks_like_it(content):
            batches = kind.read(content, ParsedFile("a file"), None)
            return {told.paper.id: told for batch in batches for told in batch.papers}
    return {}


def test_no_cut_changes_a_paper(payloads: list[dict[str, Any]]) -> None:
    chance = random.Random(20260212)
    files = [payload["file"] for payload in payloads if payload["kind"] != "errors"]
    for file in chance.sample(files, CUT_PAYLOADS):
        content = file.read_bytes()
        whole = read(content)
        for at in chance.sample(range(len(content)), CUTS):
            assert read(content[:at]).items() <= whole.items(), (file.name, at)
            for parse in (feed.parse, api.parse):
                with suppress(PapertermError):
                    parse(content[:at])


def test_recorded_answers_tell_where_authors_work(shared: Path) -> None:
    def told(name: str) -> list[object]:
        page = api.parse((shared / "data" / "payloads" / "api" / f"{name}.xml").read_bytes())
        return [one.paper.extra["affiliations"] for one in page.papers if one.paper.extra]

    assert told("arxivpy_id_hep-ex_0406020v1") == [["for the ATLAS and CMS Collaborations"]]
    assert ["LRI", "IBISC"] in told("arxivpy_q_testing_s0_m100")
