"""Edits of config.toml: what they write, where, and when they refuse."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from paperterm.config import SavedView, load, write_first
from paperterm.config.edit import (
    Edit,
    add_view,
    change_topic,
    follow,
    move_topic,
    remove_topic,
    remove_view,
    revert,
    set_setting,
    unfollow,
)
from paperterm.config.settings import TOPICS
from paperterm.errors import BusyError, ConfigError, InputError, QueryError
from paperterm.lock import acquired
from paperterm.model import Order
from paperterm.topics import Match, Topic

TEXT = """\
# mine
[reader]  # colours
theme = 'nord'  # dark

# about A
[topics.A]
keywords = [
    "one",  # first
    "two",  # second
]
colour = "red"
# filters = ["no"]

# --- between ---

# about B
[topics."B b"]
keywords = ["b"]

[views]
stars = "is:starred"  # the best
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "config.toml"
    file.write_text(TEXT)
    return file


A, B = Topic("A", (("one",), ("two",))), Topic("B b", (("b",),))


def test_a_changed_topic_keeps_its_comments_and_unknown_keys(file: Path) -> None:
    change_topic(file, "A", Topic("Ä", (("two",), ("three", "four")), ("x",), Match.WORD, ("cs",)))
    assert file.read_text() == TEXT.replace("[topics.A]", '[topics."Ä"]').replace(
        """\
    "one",  # first
    "two",  # second
]
colour = "red"
""",
        """\
    "two",  # second
    ["three", "four"],
]
colour = "red"
filters = ["x"]
match = "word"
categories = ["cs"]
""",
    )


def test_a_topic_that_is_as_it_was_is_not_written(file: Path) -> None:
    before = file.stat()
    change_topic(file, "A", A)
    set_setting(file, "reader", "theme", "nord")
    assert file.stat() == before


def test_a_topic_takes_its_comments_along(file: Path) -> None:
    move_topic(file, "A", 1)
    assert load(file).topics == (B, A)
    parts = TEXT.split("# about A\n"), TEXT.split("# about B\n")
    a = "# about A\n" + parts[0][1].split("\n# ---")[0]
    b = "# about B\n" + parts[1][1].split("\n[views]")[0]
    assert file.read_text() == TEXT.replace(a, "@").replace(b, a).replace("@", b)
    move_topic(file, "A", -1)
    assert file.read_text() == TEXT
    move_topic(file, "A", -5)
    move_topic(file, "B b", 3)
    move_topic(file, "B b", 0)
    assert file.read_text() == TEXT


def test_a_comment_that_touches_two_topics_is_of_the_second(file: Path) -> None:
    file.write_text("[topics.A]\nkeywords = []\n# about B\n[topics.B]\nkeywords = []\n# end\n")
    move_topic(file, "B", -1)
    text = "# about B\n[topics.B]\nkeywords = []\n# end\n\n[topics.A]\nkeywords = []\n"
    assert file.read_text() == text
    remove_topic(file, "B")
    assert file.read_text() == "[topics.A]\nkeywords = []\n"


def test_a_removed_topic_leaves_the_comments_of_others(file: Path) -> None:
    remove_topic(file, "A")
    start, end = TEXT.index("# about A"), TEXT.index("# --- between")
    assert file.read_text() == TEXT[:start] + TEXT[end:]


def test_a_topic_may_change_its_case_but_not_take_a_name(file: Path) -> None:
    change_topic(file, "A", Topic("a", A.keywords))
    assert load(file).topic("a") == Topic("a", A.keywords)
    with pytest.raises(ConfigError, match="'b B': already a topic"):
        change_topic(file, "a", Topic("b B", ()))
    with pytest.raises(ConfigError, match="'X': unknown topic"):
        change_topic(file, "X", Topic("X", ()))
    with pytest.raises(ConfigError, match="'X': unknown topic"):
        move_topic(file, "X", 1)


def test_topics_in_lines_under_one_header(file: Path) -> None:
    file.write_text("[topics]\nA.keywords = ['a'] # one\nA.x = 1\nB = { keywords = ['b'] }\n")
    change_topic(file, "A", Topic("A c", (("a",),), match=Match.WORD))
    change_topic(file, "B", Topic("B", (("b",), ("c",))))
    move_topic(file, "A c", 1)
    assert file.read_text() == (
        "[topics]\nB = { keywords = ['b', \"c\"] }\n"
        '"A c".keywords = [\'a\'] # one\n"A c".x = 1\n"A c".match = "word"\n'
    )
    remove_topic(file, "B")
    remove_topic(file, "A c")
    assert file.read_text() == "[topics]\n"
    assert load(file).topics == ()


SCATTERED = [
    "[topics.A]\nkeywords = []\n[reader]\n[topics.A.more]\n[topics.B]\nkeywords = []\n",
    "topics = { A = { keywords = [] }, B = { keywords = [] } }\n",
]


@pytest.mark.parametrize("text", SCATTERED)
def test_what_cannot_be_followed_is_left_to_hands(file: Path, text: str) -> None:
    file.write_text(text)
    edits: list[Callable[[], object]] = [
        lambda: remove_topic(file, "A"),
        lambda: move_topic(file, "A", 1),
    ]
    for edit in edits:
        with pytest.raises(ConfigError, match=r"'A': is not in one place.*by hand"):
            edit()
    assert file.read_text() == text


def test_the_order_of_300_topics(file: Path) -> None:
    text = "".join(f'# about {n}\n[topics."t/{n} 😀"]\nkeywords = ["{n}"]\n\n' for n in range(300))
    file.write_text(text)
    move_topic(file, "t/299 😀", -299)
    names = [topic.name for topic in load(file).topics]
    assert names == ["t/299 😀", *(f"t/{n} 😀" for n in range(299))]
    move_topic(file, "t/299 😀", 299)
    assert file.read_text() == text


@pytest.mark.parametrize("name", ["a/b 😀" * 40, "]", "x\ny", "#", '"', "'", "a.b", "\x7f\t"])
def test_any_name_of_a_topic(file: Path, name: str) -> None:
    change_topic(file, "A", Topic(name, A.keywords))
    assert load(file).topics == (Topic(name, A.keywords), B)
    move_topic(file, name, 1)
    change_topic(file, name, A)
    assert load(file).topics == (B, A)


def test_views(file: Path) -> None:
    add_view(file, SavedView("this week", "since:7d"))
    assert file.read_text() == f'{TEXT}"this week" = "since:7d"\n'
    remove_view(file, "this week")
    add_view(file, SavedView("stars", 'is:starred "x y"'), replace=True)
    assert file.read_text() == TEXT.replace('"is:starred"', '"is:starred \\"x y\\""')
    with pytest.raises(InputError, match="'stars': already a saved view"):
        add_view(file, SavedView("stars", "x"))
    with pytest.raises(InputError, match="'Queue': already the name of a built-in view"):
        add_view(file, SavedView("Queue", "x"))
    with pytest.raises(InputError, match="needs a name"):
        add_view(file, SavedView("  ", "x"))
    with pytest.raises(QueryError):
        add_view(file, SavedView("v", "(x"))
    with pytest.raises(ConfigError, match="'none': unknown view"):
        remove_view(file, "none")
    assert [view.name for view in load(file).views] == ["stars"]


def test_a_view_with_an_order_is_one_line_and_is_removed_however_it_is_written(file: Path) -> None:
    view = SavedView('to "do"', "since:7d", Order.INTEREST)
    add_view(file, view)
    line = '"to \\"do\\"" = { query = "since:7d", sort = "interest" }\n'
    assert file.read_text() == TEXT + line
    assert load(file).view(view.name) == view
    remove_view(file, view.name)
    assert file.read_text() == TEXT
    file.write_text(f'{TEXT}\n[views.a]\nquery = "x"\nsort = "date"\n')
    assert load(file).view("a") == SavedView("a", "x", Order.DATE)
    remove_view(file, "a")
    assert file.read_text() == TEXT


def test_authors(file: Path) -> None:
    follow(file, " Ada   Lovelace ")
    follow(file, "ada lovelace")
    assert file.read_text() == f'{TEXT}\n[authors]\nfollowed = ["Ada Lovelace"]\n'
    follow(file, 'Bo "X" Ö')
    assert load(file).followed == ("Ada Lovelace", 'Bo "X" Ö')
    unfollow(file, "ADA LOVELACE")
    assert load(file).followed == ('Bo "X" Ö',)
    with pytest.raises(ConfigError, match="Ada: not followed"):
        unfollow(file, "Ada")
    with pytest.raises(InputError, match="needs a name"):
        follow(file, " ")


@pytest.mark.parametrize("text", ["[authors]\nfollowed = 3\n", "authors = 3\n", "views = []\n"])
def test_what_is_no_table_or_list_is_not_written_over(file: Path, text: str) -> None:
    file.write_text(text)
    with pytest.raises(ConfigError):
        follow(file, "Ada") if "authors" in text else add_view(file, SavedView("v", "x"))
    assert file.read_text() == text


def test_a_setting_keeps_its_place_and_comment(file: Path) -> None:
    set_setting(file, "reader", "theme", "paperterm-light")
    set_setting(file, "reader", "ascii", True)
    set_setting(file, "reader", "columns", ("date",))
    set_setting(file, "fetch", "interval", 4.5)
    text = TEXT.replace("'nord'", '"paperterm-light"')
    text = text.replace("# dark\n", '# dark\nascii = true\ncolumns = ["date"]\n')
    assert file.read_text() == f"{text}\n[fetch]\ninterval = 4.5\n"
    with pytest.raises(InputError, match=r"reader\.colour: unknown setting"):
        set_setting(file, "reader", "colour", "red")
    with pytest.raises(InputError, match="use true or false"):
        set_setting(file, "reader", "ascii", "yes")


def test_the_first_edit_writes_the_first_file(file: Path) -> None:
    file.unlink()
    set_setting(file, "reader", "theme", "nord")
    assert (load(file).theme, load(file).topics) == ("nord", TOPICS)
    first = file.with_name("first.toml")
    write_first(first)
    assert file.read_text() == first.read_text().replace('"paperterm"\n', '"nord"\n')


def test_a_linked_file_stays_a_link(file: Path, tmp_path: Path) -> None:
    target = tmp_path / "dotfiles" / "paperterm.toml"
    target.parent.mkdir()
    file.replace(target)
    file.symlink_to(target)
    add_view(file, SavedView("v", "x"))
    assert file.is_symlink()
    assert load(target).view("V") == SavedView("v", "x")
    target.unlink()
    add_view(file, SavedView("w", "x"))  # a link to nowhere is followed too
    assert file.is_symlink()
    assert load(target).view("w")


def test_edits_of_several_threads_are_all_there(file: Path) -> None:
    def edit(number: int) -> None:
        add_view(file, SavedView(f"v{number}", "x"))

    threads = [threading.Thread(target=edit, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {view.name for view in load(file).views} == {"stars", *(f"v{n}" for n in range(8))}


def test_an_edit_waits_for_another_and_then_says_so(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("paperterm.config.edit.PATIENCE", 0)
    lock = acquired(file.with_name("config.lock"))
    try:
        with pytest.raises(BusyError):
            follow(file, "Ada")
    finally:
        lock.release()
    assert file.read_text() == TEXT


def test_what_was_edited_meanwhile_stays(file: Path) -> None:
    file.write_text(TEXT.replace('# filters = ["no"]', 'filters = ["mine"]'))
    new = Topic("A", (("one",), ("three",)))
    change_topic(file, "A", new, A)
    assert load(file).topics[0] == Topic("A", new.keywords, ("mine",))
    change_topic(file, "A", Topic("A", (("two",),), ("x",)), new)
    assert load(file).topics[0] == Topic("A", (("two",),), ("x",))


EDITS: list[Callable[[Path], Edit]] = [
    lambda file: add_view(file, SavedView("new", "llm")),
    lambda file: remove_view(file, "stars"),
    lambda file: change_topic(file, "A", Topic("Ä", (("two",),), ("x",), Match.WORD)),
    lambda file: move_topic(file, "B b", -1),
    lambda file: remove_topic(file, "A"),
    lambda file: follow(file, "Ada Author"),
    lambda file: set_setting(file, "reader", "theme", "dracula"),
]


@pytest.mark.parametrize("edit", EDITS)
def test_every_edit_can_be_undone_and_redone(file: Path, edit: Callable[[Path], Edit]) -> None:
    done = edit(file)
    after = file.read_text()
    assert after != TEXT
    undone = revert(file, done)
    assert file.read_text() == TEXT
    revert(file, undone)
    assert file.read_text() == after
    file.write_text(f"{after}\n[digest]\nstrict = false\n")
    revert(file, done)
    assert file.read_text() == f"{TEXT}\n[digest]\nstrict = false\n"


def test_an_edit_whose_lines_changed_since_is_not_undone(file: Path) -> None:
    done = set_setting(file, "reader", "theme", "dracula")
    set_setting(file, "reader", "theme", "monokai")
    text = file.read_text()
    with pytest.raises(ConfigError, match="have changed since"):
        revert(file, done)
    assert file.read_text() == text
