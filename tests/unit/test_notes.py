"""Notes in a folder: what is written, what is kept, and what comes back."""

import os
from pathlib import Path

import pytest
import yaml

from paperterm.errors import DiskError, InputError
from paperterm.outlets import Sent, outlet
from paperterm.session import Session, marking
from paperterm.session.sending import pull_notes, send
from tests.building import listing, name, paper
from tests.refusing import refusing

ID = name(1)
TITLE = "Robots: [2D] / 3D?"


@pytest.fixture
def vault(home: Path, tmp_path: Path) -> Path:
    return tmp_path / "vault"


@pytest.fixture
def session(vault: Path) -> Session:
    one = Session()
    one.set_setting("notes", "folder", str(vault))
    one.library.store(
        listing(
            paper(1, TITLE, authors=("A. One", "B. Two"), abstract="# Not a heading"),
            paper(2, TITLE),
        )
    )
    one.mark_ids([ID], marking.combine([marking.tag("to read"), marking.note("My note")]))
    return one


def push(session: Session, *numbers: int) -> Sent:
    papers = session.known([name(one) for one in numbers or (1,)])
    return send(session, outlet("notes"), papers.values())


def only(vault: Path) -> Path:
    (file,) = vault.rglob("*.md")
    return file


def note(session: Session) -> str | None:
    return session.library.marks([ID])[ID].note_text


def front(text: str) -> object:
    return yaml.safe_load(text.split("---\n")[1])


def test_a_note_has_flat_front_matter_and_a_block(session: Session, vault: Path) -> None:
    assert push(session) == Sent(1, 0, str(vault))
    text = only(vault).read_text()
    assert only(vault).name == "Robots 2D 3D.md"
    assert front(text) == {
        "title": TITLE,
        "authors": ["A. One", "B. Two"],
        "year": 2026,
        "arxiv": "2602.00001",
        "url": "https://arxiv.org/abs/2602.00001",
        "doi": "10.48550/arXiv.2602.00001",
        "tags": ["to-read"],
        "aliases": ["@arXiv.2602.00001"],
    }
    assert text.index("<!-- paperterm") < text.index("My note") < text.index("<!-- /paperterm")
    assert "\\# Not a heading" in text


def test_a_note_that_is_up_to_date_is_not_touched(session: Session, vault: Path) -> None:
    push(session, 1, 2)
    stamps = {file: file.stat().st_mtime_ns for file in vault.iterdir()}
    assert push(session, 1, 2) == Sent(0, 2, str(vault))
    assert {file: file.stat().st_mtime_ns for file in vault.iterdir()} == stamps
    assert len(stamps) == 2  # of one title


@pytest.mark.parametrize(
    ("tags", "after"),
    [
        ("tags: [mine]\n", 'tags: [mine, "to-read"]\n'),
        ("tags: []\n", 'tags: ["to-read"]\n'),
        ("tags:\n- mine\n", 'tags:\n- mine\n- "to-read"\n'),
        ("tags:\n    - to-read\n", "tags:\n    - to-read\n"),
        ("tags: # mine\n", "tags: # mine\n"),
        ("tags: mine\n", "tags: mine\n"),
        ('"tags":\r\n  - mine\r\n', '"tags":\r\n  - mine\r\n  - "to-read"\n'),
    ],
)
def test_front_matter_of_a_person_is_kept(
    session: Session, vault: Path, tags: str, after: str
) -> None:
    vault.mkdir()
    file = vault / "mine.md"
    file.write_bytes(f"---\narxiv: {ID}\ntitle: Mine\n{tags}rating: 5\n---\nMy text\n".encode())
    push(session)
    assert (
        file.read_bytes()
        .decode()
        .startswith(f"---\narxiv: {ID}\ntitle: Mine\n{after}rating: 5\nauthors:\n")
    )
    assert "---\nMy text\n\n<!-- paperterm" in file.read_text()


def test_a_text_comes_back_once_and_replaces_the_one_before(session: Session, vault: Path) -> None:
    push(session)
    file = only(vault)
    file.write_text(file.read_text() + "\nFrom the vault\n")
    assert len(pull_notes(session).changed) == 1
    assert note(session) == "My note\n\nFrom the vault"
    push(session)
    assert file.read_text().count("From the vault") == 1
    assert not pull_notes(session).changed
    file.write_text(file.read_text().replace("From the vault", "Changed there"))
    pull_notes(session)
    assert note(session) == "My note\n\nChanged there"
    # What is deleted here stays deleted, until it changes there.
    session.mark_ids([ID], marking.note("Only this"))
    pull_notes(session)
    assert note(session) == "Only this"


def test_without_memory_of_the_last_pull_no_text_is_lost(session: Session, vault: Path) -> None:
    push(session)
    file = only(vault)
    file.write_text(file.read_text() + "\nOne\n")
    pull_notes(session)
    for path in session.folders.data.glob("pulled-notes.json*"):
        path.unlink()
    file.write_text(file.read_text() + "\nTwo\n")
    pull_notes(session)
    assert note(session) == "My note\n\nOne\n\nTwo"


def test_lines_written_into_the_block_are_moved_below_it(session: Session, vault: Path) -> None:
    push(session)
    file = only(vault)
    file.write_text(file.read_text().replace("My note", "My note\nand more"))
    push(session)
    assert file.read_text().endswith("My note\n<!-- /paperterm -->\n\nand more\n")
    pull_notes(session)
    assert note(session) == "My note\n\nand more"


def test_lines_written_into_the_block_stay_a_persons_after_a_pull(
    session: Session, vault: Path
) -> None:
    push(session)
    file = only(vault)
    file.write_text(file.read_text().replace("My note", "My note\nin the block") + "\nbelow it\n")
    for _ in range(3):
        pull_notes(session)
        push(session)
    for text in (note(session) or "", file.read_text()):
        assert "in the block" in text
        assert "below it" in text


def test_bytes_that_are_not_utf_8_stay(session: Session, vault: Path) -> None:
    push(session)
    file = only(vault)
    file.write_bytes(file.read_bytes() + b"caf\xe9\n")
    session.mark_ids([ID], marking.note("Changed"))
    push(session)
    assert file.read_bytes().endswith(b"<!-- /paperterm -->\ncaf\xe9\n")


def test_a_vault_that_cannot_be_used_is_one_line(session: Session, vault: Path) -> None:
    with refusing(vault), pytest.raises(DiskError, match="cannot write it: "):
        push(session)
    for value, line in (
        ("", "[notes] folder: is not set; name a folder in config.toml"),
        (
            str(vault / "a" / "b"),
            f"{vault}/a/b: there is no folder {vault}/a; create it, or change [notes] folder",
        ),
    ):
        session.set_setting("notes", "folder", value)
        with pytest.raises(InputError) as raised:
            push(session)
        assert str(raised.value) == line


@pytest.mark.skipif(os.name == "nt", reason="it has no such files")
def test_links_that_lead_nowhere_and_pipes_are_left_alone(session: Session, vault: Path) -> None:
    push(session)
    usual = only(vault).name
    only(vault).unlink()
    others = [vault / one for one in ("A.md", "B.md", usual)]
    others[0].symlink_to(others[0])
    os.mkfifo(others[1])
    others[2].symlink_to(vault / "nowhere" / "x.md")
    assert push(session).changed == 1
    assert push(session).changed == 0
    (file,) = {*vault.iterdir()} - {*others}
    assert ID in file.name


def test_what_a_person_wrote_takes_nothing_from_the_words_of_the_note(
    session: Session, vault: Path
) -> None:
    session.mark_ids([ID], marking.note("a great paper about agents"))
    push(session)
    with only(vault).open("a") as file:
        file.write("\na\n")
    pull_notes(session)
    push(session)
    assert "\na great paper about agents\n" in only(vault).read_text()
    session.mark_ids([name(2)], marking.note("yes"))
    push(session, 2)
    second = next(one for one in vault.rglob("*.md") if one != only_of(vault, ID))
    second.write_text(second.read_text() + "\nyesterday I read it\n")
    push(session, 2)
    assert "\nyes\n" in second.read_text()


def test_a_note_that_is_not_utf_8_comes_back(session: Session, vault: Path) -> None:
    push(session)
    only(vault).write_bytes(only(vault).read_bytes() + b"\ncaf\xe9\n")
    pull_notes(session)
    assert "caf\ufffd" in (note(session) or "")
    assert b"caf\xe9" in only(vault).read_bytes()


def test_begins_without_an_end_take_no_time(session: Session, vault: Path) -> None:
    push(session)
    begin = only(vault).read_text().partition("<!-- paperterm")[2].splitlines()[0]
    begins = f"<!-- paperterm{begin}\n" * 20_000
    only(vault).write_text(begins)
    push(session)
    assert begins in written(vault)


def written(vault: Path) -> str:
    return "".join(one.read_text() for one in vault.rglob("*.md"))


def only_of(vault: Path, id_: str) -> Path:
    return next(one for one in vault.rglob("*.md") if id_ in one.read_text())
