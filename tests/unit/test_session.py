"""The session: what the reader and the command line ask of the library and the settings."""

import json
from datetime import date, datetime
from pathlib import Path

import pytest

from paperterm.config import Config
from paperterm.errors import ConfigError, InputError
from paperterm.model import Day, Entry
from paperterm.paths import Folders, folders
from paperterm.session import VIEWS, Selection, Session, marking, queue, read, star
from paperterm.session.day_counts import KeptPapers, Tally, ViewCounts, members, tally
from paperterm.session.exports import file_name, view_of, write_digests, write_new
from paperterm.session.selection import view_named
from tests.building import DAY, later, listing, name, paper

OLDER, OLDEST = Day(2026, 2, 11), Day(2026, 2, 10)


class Clock:
    """Every look at it is a second later."""

    def __init__(self) -> None:
        self.seconds = 0

    def __call__(self) -> datetime:
        self.seconds += 1
        return later(self.seconds)


@pytest.fixture
def session(home: Path) -> Session:
    """Three days: 1 to 5, of which 1 and 2 were there on the days before under other titles."""
    session = Session(now=Clock())
    library = session.library
    library.store(listing(paper(1, "Oldest one"), paper(7, "A diffusion"), day=OLDEST))
    library.store(listing(paper(2, "Older two"), paper(1, "Older one"), day=OLDER))
    newest = [paper(3), paper(1, "Diffusion one"), paper(2), paper(5), paper(4, "LLM, in 2D")]
    library.store(listing(*newest))
    return session


def numbers(entries: list[Entry]) -> list[int]:
    return [int(entry.id[5:]) for entry in entries]


def of(session: Session, *ids: int) -> list[Entry]:
    entries = {entry.id: entry for entry in session.entries(Selection())}
    return [entries[name(number)] for number in ids]


def test_the_first_use_writes_the_settings(home: Path) -> None:
    session = Session()
    assert not home.exists()
    assert session.settings == Config()
    assert (home / "config/config.toml").is_file()
    assert [path.name for path in home.iterdir()] == ["config"]


def test_all_folders_are_below_the_home(home: Path) -> None:
    assert all(folder.parent == home for folder in folders())
    assert Session().folders.config_file == home / "config/config.toml"


def test_settings_that_cannot_be_written_are_a_problem_and_no_end(home: Path) -> None:
    home.write_bytes(b"in the way")
    settings = Session().settings
    assert settings.topics == Config().topics
    assert settings.is_readable
    (problem,) = settings.problems
    assert str(home / "config") in str(problem)
    assert "using the defaults" in str(problem)


def test_wrong_settings_are_a_problem_and_no_end(home: Path) -> None:
    file = home / "config/config.toml"
    file.parent.mkdir(parents=True)
    file.write_text("[topics.A]\nkeywords = 3\n[reader]\ntheme = 'nord'\n")
    session = Session()
    assert len(session.settings.problems) == 1
    assert session.settings.theme == "nord"
    assert session.settings is session.settings


def test_each_paper_stands_once_at_its_latest_day_of_the_range(session: Session) -> None:
    entries = session.entries(Selection())
    assert numbers(entries) == [3, 1, 2, 5, 4, 7]
    assert entries[1].paper.title == "Diffusion one"
    older = session.entries(Selection(last=OLDER))
    assert [
        (entry.paper.title, str(entry.announcement and entry.announcement.day)) for entry in older
    ] == [
        ("Older two", "2026-02-11"),
        ("Older one", "2026-02-11"),
        ("A diffusion", "2026-02-10"),
    ]
    assert [entry.paper.title for entry in session.entries(Selection.of_day(OLDEST))] == [
        "Oldest one",
        "A diffusion",
    ]
    assert numbers(session.entries(Selection(first=OLDER))) == [3, 1, 2, 5, 4]
    assert session.entries(Selection.of_day(Day(2026, 2, 9))) == []


def test_a_limit_takes_the_first(session: Session) -> None:
    assert numbers(session.entries(Selection(), 2)) == [3, 1]
    assert session.entries(Selection(), 0) == []
    assert len(session.entries(Selection(), 99)) == 6


def test_a_topic_looks_at_the_text_of_the_day(session: Session) -> None:
    assert numbers(session.entries(Selection(topic="diffusion"))) == [1, 7]
    assert session.entries(Selection.of_day(OLDER, topic="Diffusion")) == []
    with pytest.raises(InputError, match="'Fusion': unknown topic; there are LLM, "):
        session.entries(Selection(topic="Fusion"))


def test_views_show_what_the_marks_say(session: Session) -> None:
    session.mark(of(session, 1, 2), read(True))
    session.mark(of(session, 2, 7), star(True))
    session.mark(of(session, 4), queue(True))
    found = {view.name: numbers(session.entries(Selection(view))) for view in VIEWS}
    assert found["all"] == [3, 1, 2, 5, 4, 7]
    assert found["unread"] == [3, 5, 4, 7]
    assert found["starred"] == [2, 7]
    assert found["queue"] == [4]
    starred = view_named("starred")
    assert numbers(session.entries(Selection.of_day(DAY, starred))) == [2]
    assert numbers(session.entries(Selection(starred, topic="Diffusion"))) == [7]
    with pytest.raises(InputError, match="'read': unknown view; use one of all, unread"):
        view_named("read")


def test_a_view_is_found_whatever_its_capitals(session: Session) -> None:
    for name_ in ("Daily", "daily"):
        session.add_view(name_, "is:unread")
    asked = ("daily", "Daily", "DAILY", "Starred")
    assert [view_named(one, session.views).name for one in asked] == [
        *("daily", "Daily", "Daily", "starred")
    ]


def test_papers_that_are_on_the_screen_stay_listed(session: Session) -> None:
    session.mark(of(session, 1), read(True))
    unread = Selection.of_day(DAY, view_named("unread"))
    assert numbers(session.entries(unread)) == [3, 2, 5, 4]
    assert numbers(session.entries(unread, also=[name(1)])) == [3, 1, 2, 5, 4]


def test_a_starred_paper_without_a_day_comes_from_its_keepsake(
    session: Session, home: Path
) -> None:
    session.mark(of(session, 7, 3), star(True))
    (home / "data/library/2026/2026-02-10.json").unlink()
    again = Session()
    entries = again.entries(Selection(view_named("starred")))
    assert numbers(entries) == [3, 7]
    assert (entries[1].paper.title, entries[1].announcement) == ("A diffusion", None)
    assert numbers(again.entries(Selection(view_named("starred"), topic="Diffusion"))) == [7]
    assert numbers(again.entries(Selection(view_named("starred"), first=OLDEST))) == [3]
    shown = again.show(name(7))
    assert (shown.entry.paper.title, shown.announced) == ("A diffusion", ())
    assert again.mark_ids([name(7)], star(False)).changed
    assert again.show(name(7)).entry.paper.title == "A diffusion"


def test_show_tells_every_day_oldest_first(session: Session) -> None:
    shown = session.show(name(1))
    assert shown.entry.paper.title == "Diffusion one"
    assert [one.announcement.day for one in shown.announced] == [OLDEST, OLDER, DAY]
    with pytest.raises(InputError, match=r"2602\.00099: is not in the library; import"):
        session.show(name(99))


def test_marks_count_what_changed_and_what_was_so(session: Session) -> None:
    marked = session.mark_ids([name(1), name(2), name(1), name(99)], star(True))
    assert (set(marked.changed), marked.unchanged, marked.unknown) == (
        {name(1), name(2)},
        0,
        (name(99),),
    )
    again = session.mark_ids([name(1), name(3)], star(True))
    assert (set(again.changed), again.unchanged) == ({name(3)}, 1)
    assert session.mark_ids([], star(True)) == ({}, 0, (), {})


def test_several_actions_are_one_change(session: Session) -> None:
    act = marking.combine([star(True), read(), marking.tag("a"), marking.note("n")])
    (mark,) = session.mark_ids([name(1)], act).changed.values()
    assert (mark.is_starred, mark.is_read, mark.tag_names, mark.note_text) == (
        True,
        True,
        ("a",),
        "n",
    )
    assert mark.keepsake
    assert mark.keepsake.value.title == "Diffusion one"
    undo = marking.combine([star(), read(), marking.tag("a", False), marking.note("")])
    (mark,) = session.mark_ids([name(1)], undo).changed.values()
    done = (mark.is_starred, mark.is_read, mark.tag_names, mark.note_text)
    assert done == (False, False, (), None)


def test_a_damaged_day_is_named_and_stops_no_listing(session: Session, home: Path) -> None:
    file = home / "data/library/2026/2026-02-11.json"
    file.write_bytes(b"{")
    told: list[str] = []
    opened = Session()
    assert len(opened.entries(Selection())) == 6
    assert len(opened.entries(Selection.of_day(DAY))) == 5
    opened.library.listen(told.append)
    assert [line.startswith(f"{file}: is damaged") for line in told] == [True]


def write_jsonl(file: Path, *numbers: int, **told: object) -> str:
    lines = [
        {"id": name(number), "title": "T", "announced": "2026-02-12", **told} for number in numbers
    ]
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return str(file)


def test_an_import_adds_up_what_its_files_did(session: Session, tmp_path: Path) -> None:
    one = write_jsonl(tmp_path / "one", 3, 8, 9)
    other = write_jsonl(tmp_path / "other", 9, 10, abstract="A")
    summary = session.import_files([one, str(tmp_path / "none"), other])
    assert summary.outcome[:3] == (3, 1, 1)
    assert [error.file for error in summary.errors] == [str(tmp_path / "none")]
    assert summary.notes == [f"{one}: another title of 2602.00003 on 2026-02-12; kept the first"]


def test_a_day_that_cannot_be_stored_stops_no_other(
    session: Session, tmp_path: Path, home: Path
) -> None:
    newer = home / "data/library/2026/2026-02-11.json"
    newer.write_bytes(newer.read_bytes().replace(b'"schema":', b'"schema":9'))
    file = tmp_path / "days"
    write_jsonl(tmp_path / "a", 8, announced="2026-02-11")
    write_jsonl(tmp_path / "b", 9)
    file.write_bytes((tmp_path / "a").read_bytes() + (tmp_path / "b").read_bytes())
    summary = Session().import_files([str(file)])
    assert (summary.outcome.new, summary.skipped) == (1, 1)
    assert "2026-02-11 was not stored" in str(summary.errors[0])


DIGEST = """\
# 🔍 {topic} Papers · 2026-02-12

## 📌 Filter by Category
**Keywords**: {keywords}
**Filter**: {filters}

## 📚 Paper List
"""


def learn(session: Session, tmp_path: Path, topic: str, keywords: str, filters: str) -> list[str]:
    file = tmp_path / "digest.md"
    file.write_text(DIGEST.format(topic=topic, keywords=keywords, filters=filters))
    summary = session.import_files([str(file)])
    assert not summary.errors
    return [f"learned {one.name}" for one in summary.topics] + summary.notes


def test_a_digest_teaches_its_topic_once(session: Session, tmp_path: Path) -> None:
    assert learn(session, tmp_path, "My RAG", "`rag` `a,b`", "`2D` `x`") == ["learned My RAG"]
    topic = session.topic("my rag")
    assert (topic.keywords, topic.filters) == ((("rag",), ("a", "b")), ("2D", "x"))
    assert learn(session, tmp_path, "My RAG", "`rag` `a,b`", "`2D` `x`") == []
    assert learn(session, tmp_path, "my rag", "`rag` `a,b`", "`2D` `x`") == []
    (note,) = learn(session, tmp_path, "My RAG", "`rag`", "`None`")
    assert note == "topic My RAG has other keywords in config.toml; kept those"
    assert session.topic("My RAG") == topic


@pytest.mark.parametrize(
    ("name", "keyword", "filter_"),
    [("a\x1b]0;b\x07", "x", "y"), ("a", "x\x9b31m", "y"), ("a", "x", "\u202ey")],
)
def test_a_digest_teaches_nothing_that_cannot_be_shown(
    session: Session, tmp_path: Path, name: str, keyword: str, filter_: str
) -> None:
    before = session.settings.topics
    (note,) = learn(session, tmp_path, name, f"`{keyword}`", f"`{filter_}`")
    assert "was not added: its name has an unprintable character" in note
    assert session.settings.topics == before


def test_a_topic_is_not_learned_into_settings_that_are_broken(
    session: Session, tmp_path: Path, home: Path
) -> None:
    assert session.settings
    file = home / "config/config.toml"
    file.write_text("[broken\n")
    (note,) = learn(Session(), tmp_path, "RAG", "`rag`", "`None`")
    assert note.startswith("1 topic not added: ")
    assert file.read_text() == "[broken\n"


def test_topics_added_and_removed_count_at_once(session: Session) -> None:
    topic = session.topic("LLM")
    session.remove_topic("LLM")
    assert session.settings.topic("LLM") is None
    session.add_topic(topic)
    assert session.topic("llm") == topic
    with pytest.raises(ConfigError):
        session.add_topic(topic)


def test_a_view_for_an_exporter(session: Session) -> None:
    view = view_of(session, Selection.of_day(DAY, topic="diffusion"))
    assert (view.day, view.topic, view.name) == (DAY, session.topic("Diffusion"), "all")
    assert view.topics == session.settings.topics
    assert view_of(session, Selection(first=OLDER, last=DAY)).day is None
    with pytest.raises(InputError, match="2026-02-09: is not in the library"):
        view_of(session, Selection.of_day(Day(2026, 2, 9)))


def test_names_of_exports(session: Session) -> None:
    from paperterm.export import exporter

    starred, today = view_named("starred"), date(2026, 3, 1)
    chosen = {
        Selection.of_day(DAY): "2026-02-12-all",
        Selection.of_day(DAY, topic="LLM"): "2026-02-12-LLM",
        Selection(starred, topic="LLM"): "all-days-2026-03-01-LLM-starred",
        Selection(starred): "all-days-2026-03-01-starred",
    }
    for selection, stem in chosen.items():
        view = view_of(session, selection)
        assert file_name(view, exporter("markdown"), today) == f"{stem}.md"
        assert file_name(view, exporter("jsonl"), today) == f"{stem}.jsonl"
        assert file_name(view, exporter("digest"), today) == f"{stem}.digest.md"


def test_a_new_export_replaces_no_file(tmp_path: Path) -> None:
    before: set[bytes] = set()
    for content in (b"one", b"two", b"one", b"three", b"two"):
        path, is_new = write_new(tmp_path, "GPT-4.5.csl.json", ".csl.json", content)
        assert path.read_bytes() == content
        assert is_new == (content not in before)
        before.add(content)
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["GPT-4.5-2.csl.json", "GPT-4.5-3.csl.json", "GPT-4.5.csl.json"]


def test_the_digests_of_a_day_are_written(session: Session, tmp_path: Path) -> None:
    written, replaced = write_digests(session, DAY, tmp_path / "out")
    assert replaced == write_digests(session, DAY, tmp_path / "out")[1] == []
    assert [path.name for path in written] == ["README.md", "LLM.md", "Diffusion.md"]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(
        path.name for path in written
    )


def test_a_tally_counts_a_day_and_follows_its_marks(session: Session) -> None:
    session.mark(of(session, 1, 7), star(True))
    entries = session.entries(Selection.of_day(DAY))
    kept = KeptPapers(session.library.all_marks())
    marks = Tally(starred=frozenset(kept.starred), queued=frozenset(kept.queued))
    counts = marks.for_day(tally(entries))
    assert counts.day_counts == ViewCounts({"all": 5, "unread": 5})
    counts = counts.with_topics(members(entries, session.settings.topics))
    assert (len(counts.papers), len(counts.unread)) == (5, 5)
    assert counts.day_counts.views == {"all": 5, "unread": 5}
    assert counts.day_counts.topics == {"Diffusion": 1, "LLM": 1}
    assert counts.mark_counts.views == {"starred": 2, "queue": 0}
    changed = session.mark(entries[1:2], marking.combine([read(True), star(False), queue(True)]))
    counts = counts.changed(changed.changed.values())
    assert len(counts.unread) == 4
    assert counts.mark_counts.views == {"starred": 1, "queue": 1}
    assert counts.day_counts.topics["Diffusion"] == 0
    changed = session.mark(of(session, 1, 7), read(False))
    counts = counts.changed(changed.changed.values())
    assert (len(counts.unread), counts.day_counts.topics["Diffusion"]) == (5, 1)


def test_folders_may_be_given(tmp_path: Path) -> None:
    where = Folders(*(tmp_path / name for name in Folders._fields))
    assert Session(where).export_folder == tmp_path / "export"


def test_what_is_kept_follows_the_marks(session: Session) -> None:
    kept = KeptPapers(session.library.all_marks())
    starred = {*kept.starred}
    one = of(session, 1)
    changed = session.mark(one, marking.combine([star(True), marking.tag("a")])).changed
    assert kept.update(changed.values())
    assert not kept.update(changed.values())
    assert kept.starred == starred | {*changed}
    assert kept.tags == ["a"]
    changed = session.mark(
        one, marking.combine([star(False), marking.change_tags(["a"], [])])
    ).changed
    assert kept.update(changed.values())
    assert kept.tags == []
    assert kept.starred == starred - {*changed}


def test_many_papers_are_marked_as_few_are(home: Path) -> None:
    session = Session()
    for day in range(1, 6):
        batch = [paper(100 * day + at) for at in range(30)] + [paper(7, f"Text of day {day}")]
        session.library.store(listing(*batch, day=Day(2026, 2, day)))
    ids = [name(100 * day + at) for day in range(1, 6) for at in range(10)] + [name(7), name(99)]
    done = session.mark_ids(ids, star(True))
    assert done.unknown == (name(99),)
    assert set(done.changed) == set(ids) - {name(99)}
    kept = done.changed[name(7)].keepsake
    assert kept
    assert kept.value.title == "Text of day 5"
    few = session.mark_ids(ids[-2:], star(True))
    assert (few.changed, few.unchanged, few.unknown) == ({}, 1, (name(99),))
