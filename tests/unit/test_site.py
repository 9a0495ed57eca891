"""The static site: what is on it, what is not, and that it is written only where it changed."""

from pathlib import Path
from urllib.parse import unquote

import lxml.html
import pytest

from paperterm.errors import InputError
from paperterm.export.site import LONGEST
from paperterm.model import Day
from paperterm.paths import Folders
from paperterm.session import Session, marking
from paperterm.session.site import SiteFiles, SiteOptions, write_site
from tests.building import listing, name, paper

HOSTILE = "</title><script>alert(1)</script> a diffusion \"model\" & 'LLM'"


def session_in(folder: Path) -> Session:
    session = Session(Folders(*(folder / one for one in Folders._fields)))
    authors = tuple(f"Author {nth}" for nth in range(9))
    papers = (paper(1, HOSTILE, authors=authors, abstract="Secret?"), paper(2, "An LLM"))
    session.library.store(listing(*papers))
    session.library.store(listing(paper(3), day=Day(2026, 2, 11)))
    session.mark_ids([name(1)], marking.combine([marking.star(True), marking.note("My <note>")]))
    return session


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return session_in(tmp_path / "mine")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "site"


def files(out: Path) -> dict[str, bytes]:
    return {
        file.relative_to(out).as_posix(): file.read_bytes()
        for file in out.rglob("*")
        if file.is_file()
    }


def texts(out: Path) -> str:
    return b"".join(files(out).values()).decode()


def test_every_link_leads_to_a_file_and_no_text_becomes_markup(session: Session, out: Path) -> None:
    write_site(session, out, SiteOptions(starred=True, notes=True, views=("unread",)))
    seen = set()
    for path, content in files(out).items():
        if not path.endswith(".html"):
            continue
        page = lxml.html.fromstring(content)
        assert len(page.findall(".//script")) == 1
        for link in page.iterlinks():
            target = unquote(link[2])
            if not target.startswith("https://arxiv.org/"):
                assert ((out / path).parent / target).resolve().is_file()
                seen.add(((out / path).parent / target).resolve())
    assert len(seen) == len(files(out))
    day = lxml.html.fromstring((out / "days" / "2026-02-12.html").read_bytes())
    assert HOSTILE in day.text_content()
    assert "Author 5, et al." in day.text_content()


@pytest.mark.parametrize(
    ("options", "shown", "hidden"),
    [
        (SiteOptions(), [], ["starred", "My &lt;note", "Secret?</p>"]),
        (SiteOptions(starred=True), ["★ starred"], ["My &lt;note"]),
        (SiteOptions(notes=True), ["★ My &lt;note&gt;"], ["★ starred"]),
        (SiteOptions(abstracts=True), ["Secret?</p>"], ["★ starred", "My &lt;note"]),
    ],
)
def test_only_what_is_asked_for_is_shown(
    session: Session, out: Path, options: SiteOptions, shown: list[str], hidden: list[str]
) -> None:
    write_site(session, out, options)
    assert [text for text in shown if text not in texts(out)] == []
    assert [text for text in hidden if text in texts(out)] == []


def test_the_marks_of_others_have_initials(session: Session, out: Path, tmp_path: Path) -> None:
    session_in(tmp_path / "ada")
    people = ((str(tmp_path / "ada" / "data"), "Ada Lovelace"),)
    write_site(session, out, SiteOptions(people=people))
    assert '<abbr title="Ada Lovelace">AL</abbr> starred' in (out / "starred.html").read_text()
    assert "★" not in texts(out)
    with pytest.raises(InputError, match="has no marks; name a data folder"):
        write_site(session, out, SiteOptions(people=((str(tmp_path / "none"), "N"),)))


def test_what_did_not_change_is_not_written(session: Session, out: Path) -> None:
    options = SiteOptions(starred=True)
    first = write_site(session, out, options)
    before = files(out)
    assert first == SiteFiles(len(before), 0, 0)
    stamps = [file.stat().st_mtime_ns for file in sorted(out.rglob("*"))]
    assert write_site(session, out, options) == SiteFiles(0, len(before), 0)
    for memory in (session.folders.cache / "sites").iterdir():
        memory.unlink()
    assert write_site(session, out, options) == SiteFiles(0, len(before), 0)
    assert [file.stat().st_mtime_ns for file in sorted(out.rglob("*"))] == stamps
    (out / "index.html").unlink()
    (out / "days" / "2026-02-12.html").write_text("changed by hand")
    assert write_site(session, out, options) == SiteFiles(2, len(before) - 2, 0)
    assert files(out) == before


def test_a_change_writes_its_pages_and_removes_those_that_are_not_needed(
    session: Session, out: Path
) -> None:
    write_site(session, out, SiteOptions())
    (out / "mine.txt").write_text("mine")
    assert write_site(session, out, SiteOptions(days=1)).removed == 1
    assert {"days/2026-02-12.html", "mine.txt"} <= files(out).keys()
    assert "days/2026-02-11.html" not in files(out)
    session.library.store(listing(paper(4), day=Day(2026, 2, 13)))
    done = write_site(session, out, SiteOptions())
    assert "days/2026-02-13.html" in files(out)
    assert done.unchanged > 0


def test_a_long_day_has_pages_that_open_fast(session: Session, out: Path) -> None:
    day = Day(2026, 2, 16)
    some = [paper(at, f"The {at}th", abstract="A word or two. " * 90) for at in range(10, 700)]
    session.library.store(listing(*some, day=day))
    write_site(session, out, SiteOptions(abstracts=True))
    parts = {path: text for path, text in files(out).items() if path.startswith("days/2026-02-16")}
    assert all(len(text) <= LONGEST for text in parts.values())
    titles = b"".join(parts.values()).decode()
    assert [titles.count(f">The {at}th<") for at in (10, 400, 699)] == [1, 1, 1]
    assert "part 2 of" in parts["days/2026-02-16-2.html"].decode()
