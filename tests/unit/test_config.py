"""config.toml: what is right counts, what is wrong is named with file, line and key."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from paperterm.config import Config, SavedView, load, write_first
from paperterm.config.edit import add_topic, remove_topic
from paperterm.config.setting import ReadingBudget, Setting
from paperterm.config.settings import SETTINGS, TOPICS
from paperterm.config.toml_statements import line_of
from paperterm.config.views import VIEWS, ViewKind
from paperterm.errors import ConfigError, DiskError
from paperterm.model import Kind
from paperterm.topics import Match, Topic


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def loaded(file: Path, text: str) -> Config:
    file.write_text(text)
    return load(file)


def test_without_a_file_the_defaults_count(file: Path) -> None:
    assert load(file) == Config()


def test_the_first_file_says_the_defaults(file: Path) -> None:
    write_first(file)
    assert load(file) == Config()
    assert "# " in file.read_text()


def test_an_empty_file_says_the_defaults(file: Path) -> None:
    assert loaded(file, "") == Config()
    assert loaded(file, "# nothing\n\n") == Config()


def test_what_is_said_counts(file: Path) -> None:
    config = loaded(
        file,
        """\
        [categories]
        "hep-th" = "Theory"
        [digest]
        strict = false
        [export]
        folder = "/tmp/digests"
        [topics.RAG]
        keywords = ["rag", ["retrieval", "generation"]]
        filters = ["storage"]
        match = "word"
        [topics."an ö topic"]
        keywords = []
        """,
    )
    assert not config.problems
    assert config.categories == {"hep-th": "Theory"}
    assert config.strict is False
    assert config.export_folder == Path("/tmp/digests")
    assert config.theme == Config().theme
    assert config.topics == (
        Topic("RAG", (("rag",), ("retrieval", "generation")), ("storage",), Match.WORD),
        Topic("an ö topic", ()),
    )


def test_the_export_folder_may_begin_at_home(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/ada")
    config = loaded(file, '[export]\nfolder = "~/digests"')
    assert config.export_folder == Path("/home/ada/digests")
    assert Config().export_folder is None


def test_a_topic_is_found_whatever_its_case_unless_both_exist() -> None:
    config = Config(topics=(Topic("LLM", ()), Topic("llm", ()), Topic("RAG", ())))
    assert config.topic("rag") == Topic("RAG", ())
    assert config.topic("llm") == Topic("llm", ())
    assert config.topic("LLM") == Topic("LLM", ())
    assert config.topic("Llm") == Topic("LLM", ())
    assert config.topic("none") is None


MISTAKES = [
    ("[reading]\nspeed = 3\n", 1, "reading", "unknown table"),
    ("\nspeed = 3\n", 2, "speed", "unknown table"),
    ("[digest]\nloose = true\n", 2, "digest.loose", "unknown setting"),
    ('[digest]\nstrict = "yes"\n', 2, "digest.strict", "write true or false"),
    ("[digest]\nstrict = 1\n", 2, "digest.strict", "write true or false"),
    ("[export]\nfolder = false\n", 2, "export.folder", "write a folder"),
    ("fetch = true\n", 1, "fetch", "write [fetch]"),
    ("[fetch]\ninterval = -1\n", 2, "fetch.interval", "write a number"),
    ("[fetch]\ninterval = nan\n", 2, "fetch.interval", "write a number"),
    ("digest = true\n", 1, "digest", "write [digest]"),
    ("[categories]\n'cs.AI' = 'AI'\n'cs.LG' = 1\n", 3, "categories.cs.LG", "is not a text"),
    ("categories = ['cs.AI']\n", 1, "categories", "write [categories]"),
    ("[topics]\nLLM = ['llm']\n", 2, "topics.LLM", "write [topics.LLM]"),
    ("[[topics.LLM]]\nkeywords = ['llm']\n", 1, "topics.LLM", "write [topics.LLM]"),
    ("[topics.'']\nkeywords = ['llm']\n", 1, "topics.", "has no name"),
    ("[topics.LLM]\nkeywords = 'llm'\n", 2, "topics.LLM.keywords", "is not a list"),
    ("[topics.LLM]\nkeywords = ['llm', 3]\n", 2, "topics.LLM.keywords", "is not a list"),
    ("[topics.LLM]\nkeywords = ['llm', []]\n", 2, "topics.LLM.keywords", "is not a list"),
    ("[topics.LLM]\nkeywords = ['']\n", 2, "topics.LLM.keywords", "is not a list"),
    ("[topics.LLM]\nkeywords = [['a', ['b']]]\n", 2, "topics.LLM.keywords", "is not a list"),
    ("[topics.LLM]\nkeywords = []\nfilters = [['a']]\n", 3, "topics.LLM.filters", "is not a list"),
    (
        "[topics.LLM]\nkeywords = []\nmatch = 'regex'\n",
        3,
        "topics.LLM.match",
        '"substring" or "word"',
    ),
    (
        "[topics.LLM]\nkeywords = []\nmatch = ['word']\n",
        3,
        "topics.LLM.match",
        '"substring" or "word"',
    ),
    ("[topics.LLM]\nkeyword = ['llm']\n", 2, "topics.LLM.keyword", "unknown key"),
    ("topics = { LLM = { keywords = 3 } }\n", 1, "topics.LLM.keywords", "is not a list"),
    ("topics.LLM.keywords = 3\n", 1, "topics.LLM.keywords", "is not a list"),
    ("[views]\nv = 'x'\n'' = 'x'\n", 3, "views.", "has no name"),
    ("[views]\nStarred = 'x'\n", 2, "views.Starred", "already the name of a built-in view"),
    ("[views]\nv = ['x']\n", 2, "views.v", "is not a query"),
    ("[views]\nv = {sort = 'date'}\n", 2, "views.v", "is not a query"),
    ("[views.v]\nquery = 'x'\nsort = 'queue'\n", 3, "views.v.sort", "is 'queue'; write one of ann"),
    ("[views.v]\nquery = 'x'\nsort = [1]\n", 3, "views.v.sort", "is [1]; write one of"),
    ("[views.v]\norder = 'date'\nquery = 'x'\n", 2, "views.v.order", "unknown setting; a view has"),
    ("[views]\nv = 'is:nonsense'\n", 2, "views.v", "query 'is:nonsense', at 'nonsense': is: takes"),
    ("views = 'is:starred'\n", 1, "views", "write [views]"),
    ("[keys]\nstar = 3\n", 2, "keys.star", "is not a key or a list of keys"),
    ("[keys]\nrows.down = ['j', 3]\n", 2, "keys.rows.down", "is not a key or a list of keys"),
    ("[keys]\nstar = ''\n", 2, "keys.star", "is not a key or a list of keys"),
    ("[authors]\nfollowed = 'Ada'\n", 2, "authors.followed", "write a list of names"),
    ("[authors]\nfollowed = ['Ada', ' ']\n", 2, "authors.followed", "write a list of names"),
    ("[fetch]\ncontact = 'ä'\n", 2, "fetch.contact", "write an address in plain ASCII"),
]


@pytest.mark.parametrize(("text", "line", "key", "said"), MISTAKES)
def test_a_mistake_is_named_and_the_rest_counts(
    file: Path, text: str, line: int, key: str, said: str
) -> None:
    rest = '[reader]\ntheme = "nord"\n'
    config = loaded(file, text + rest)
    assert config.is_readable
    (problem,) = config.problems
    assert problem.subject == f"{file}, line {line}, {key}"
    assert said in str(problem)
    assert config.theme == "nord"


IN_READER = [
    ("kinds = []", 'write a list of "new", '),
    ("kinds = ['old']", '"replace" or "replace-cross"'),
    ("columns = ['date', 1]", "write a list of names"),
    ("density = 'tight'", 'write "comfortable" or "compact"'),
    ("mark_read = true", 'write "never", "open" or "move"'),
    ("sidebar_width = 8", "a whole number from 12 to 80"),
    ("sidebar_width = 30.0", "a whole number"),
    ("sidebar_width = true", "a whole number"),
    ("ascii = 1", "write true or false"),
    ('browser = "firefox \'x"', "write a command"),
    ("editor = '\"\" x'", "write a command"),
]


@pytest.mark.parametrize(("line", "said"), IN_READER)
def test_a_mistake_in_the_settings_of_the_reader(file: Path, line: str, said: str) -> None:
    config = loaded(file, f'[reader]\ntheme = "nord"\n{line}\n')
    (problem,) = config.problems
    assert problem.subject == f"{file}, line 3, reader.{line.split()[0]}"
    assert said in str(problem)
    assert replace(config, problems=()) == loaded(file, '[reader]\ntheme = "nord"\n')


@pytest.mark.parametrize(
    ("value", "budget"),
    [
        ("25", ReadingBudget(25)),
        ('"20 min"', ReadingBudget(minutes=20)),
        ("'9min'", ReadingBudget(0, 9)),
    ],
)
def test_a_budget_is_papers_or_minutes(file: Path, value: str, budget: ReadingBudget) -> None:
    config = loaded(file, f"[interest]\nbudget = {value}\n")
    assert (config.budget, config.problems) == (budget, ())


@pytest.mark.parametrize("value", ["0", "501", "true", "4.0", '"20"', '"0 min"', '"20 hours"'])
def test_other_budgets_are_mistakes(file: Path, value: str) -> None:
    config = loaded(file, f"[interest]\nbudget = {value}\n")
    (problem,) = config.problems
    assert 'write papers, such as 40, or minutes, such as "20 min"; 500 at most' in str(problem)
    assert config.budget == ReadingBudget(40)


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_no_saved_view_takes_the_name_of_a_built_in_one(file: Path, view: ViewKind) -> None:
    (problem,) = loaded(file, f"[views]\n{view.title} = 'x'\n").problems
    assert "already the name of a built-in view" in str(problem)


def test_views_and_keys_and_authors(file: Path) -> None:
    config = loaded(
        file,
        """\
        [views]
        "this week" = "is:starred since:7d"
        a = "x"
        wrong = "("
        [authors]
        followed = ["Ada Lovelace", "Bo", "Ada Lovelace"]
        [keys]
        star = "b"
        rows.down = ["n", "down", "n"]
        "rows.up" = []
        """,
    )
    assert config.views == (SavedView("this week", "is:starred since:7d"), SavedView("a", "x"))
    assert config.view("This Week") == config.views[0]
    assert config.view("wrong") is None
    assert config.followed == ("Ada Lovelace", "Bo")
    assert config.keys == {"star": ("b",), "rows.down": ("n", "down"), "rows.up": ()}
    assert len(config.problems) == 1


def test_the_settings_of_the_reader(file: Path) -> None:
    config = loaded(
        file,
        """\
        [reader]
        kinds = ["new", "cross"]
        density = "compact"
        columns = ["date", "authors", "date"]
        mark_read = "move"
        star_moves_on = true
        queue_moves_on = true
        browser = 'firefox --new-window "my profile"'
        editor = "vim"
        ascii = true
        animations = false
        sidebar_width = 40
        """,
    )
    assert not config.problems
    assert config.kinds == (Kind.NEW, Kind.CROSS)
    assert config.density == "compact"
    assert config.columns == ("date", "authors")
    assert config.mark_read == "move"
    assert (config.star_moves_on, config.queue_moves_on) == (True, True)
    assert config.browser == ("firefox", "--new-window", "my profile")
    assert config.editor == ("vim",)
    assert (config.ascii, config.animations, config.sidebar_width) == (True, False, 40)


def test_the_settings_of_the_reader_that_nobody_said() -> None:
    config = Config()
    assert config.kinds == tuple(Kind)
    assert config.density == "comfortable"
    assert config.columns == ("authors", "kind", "categories", "date")
    assert config.mark_read == "never"
    assert (config.star_moves_on, config.queue_moves_on) == (False, False)
    assert (config.browser, config.editor) == ((), ())
    assert (config.ascii, config.animations, config.sidebar_width) == (False, True, 26)


@pytest.mark.parametrize("row", SETTINGS, ids=lambda row: f"{row.table}.{row.key}")
def test_every_setting_accepts_its_default_and_explains_itself(row: Setting[Any]) -> None:
    assert row.accepts(row.default)
    assert not row.accepts(None)
    assert not row.accepts({})
    assert row.explanation
    assert row.wanted
    assert all(option in row.explanation for option in re.findall(r'"(.*?)"', row.wanted))


def test_a_wrong_topic_costs_only_itself(file: Path) -> None:
    config = loaded(file, "[topics.A]\nkeywords = 3\n[topics.B]\nkeywords = ['b']\n")
    assert [topic.name for topic in config.topics] == ["B"]
    assert len(config.problems) == 1


def test_every_mistake_is_told(file: Path) -> None:
    config = loaded(file, "x = 1\ny = 2\n[topics.A]\nkeywords = 3\nfilters = 3\nmatch = 3\n")
    assert len(config.problems) == 5


BROKEN = [
    ("[topics.A\nkeywords = []\n", 1),
    ("a = 1\nb = [1,\n", 3),
    ("a = 1\na = 2\n", 2),
    ("a = \n", 1),
    ("a = 1\n[b]\nc = \x00\n", 3),
]


@pytest.mark.parametrize(("text", "line"), BROKEN)
def test_broken_toml_leaves_the_defaults_and_one_line(file: Path, text: str, line: int) -> None:
    config = loaded(file, text)
    (problem,) = config.problems
    assert problem.subject == f"{file}, line {line}"
    assert "using the defaults" in str(problem)
    assert "(at " not in str(problem)
    assert not config.is_readable
    assert config.topics == TOPICS


def test_a_file_that_is_not_utf_8_names_the_line(file: Path) -> None:
    file.write_bytes(b"# fine\n# caf\xe9\n")
    (problem,) = load(file).problems
    assert problem.subject == f"{file}, line 2"


def test_windows_line_ends_and_a_byte_order_mark_are_no_mistakes(file: Path) -> None:
    file.write_bytes("\ufeff[reader]\r\ntheme = 'nord'\r\n".encode())
    assert (load(file).theme, load(file).problems) == ("nord", ())


def test_a_folder_in_the_place_of_the_file(file: Path) -> None:
    file.mkdir()
    config = load(file)
    assert not config.is_readable
    assert "is a directory" in str(config.problems[0])


def test_topics_added_and_removed_leave_the_rest_as_it_was(file: Path) -> None:
    write_first(file)
    text = file.read_text().replace("[digest]", "# mine\n[digest]  # and this")
    file.write_text(text)
    topic = Topic('a "new" one', (("x",), ("y", "z")), ("no\n",), Match.WORD)
    add_topic(file, topic)
    assert file.read_text().startswith(text)
    assert load(file).topics == (*TOPICS, topic)
    remove_topic(file, topic.name)
    assert file.read_text().rstrip() == text.rstrip()
    remove_topic(file, "MLLM")
    assert "# mine\n[digest]  # and this" in file.read_text()
    assert load(file).topics == tuple(one for one in TOPICS if one.name != "MLLM")


@pytest.mark.parametrize("text", ["", "[reader]\ntheme = 'nord'\n", "[reader]\ntheme = 'nord'"])
def test_an_edit_keeps_the_default_topics_where_the_file_names_none(file: Path, text: str) -> None:
    file.write_text(text)
    add_topic(file, Topic("X", (("x",),)))
    assert load(file).topics == (*TOPICS, Topic("X", (("x",),)))
    remove_topic(file, "LLM")
    assert load(file).topics == (*TOPICS[1:], Topic("X", (("x",),)))
    assert file.read_text().startswith(text)


def test_without_its_last_topic_a_file_stays_without_topics(file: Path) -> None:
    file.write_text("[topics.A]\nkeywords = []\n")
    remove_topic(file, "A")
    assert (load(file).topics, load(file).problems) == ((), ())
    add_topic(file, Topic("B", (("b",),)))
    assert load(file).topics == (Topic("B", (("b",),)),)


def test_edits_that_cannot_be(file: Path) -> None:
    file.write_text("[topics.A]\nkeywords = []\n")
    with pytest.raises(ConfigError, match="'A': already a topic"):
        add_topic(file, Topic("A", (("a",),)))
    with pytest.raises(ConfigError, match="'B': unknown topic"):
        remove_topic(file, "B")
    assert file.read_text() == "[topics.A]\nkeywords = []\n"


@pytest.mark.parametrize(
    "text", ["topics = 3\n", "topics = {}\n", "[[topics]]\n", "[topics.A\n", "topics = ['X']\n"]
)
def test_a_file_that_cannot_be_edited_stays_as_it_was(file: Path, text: str) -> None:
    file.write_text(text)
    with pytest.raises(ConfigError):
        add_topic(file, Topic("X", (("x",),)))
    with pytest.raises(ConfigError):
        remove_topic(file, "X")
    assert file.read_text() == text


def test_an_edit_of_a_file_that_cannot_be_read(file: Path) -> None:
    file.mkdir()
    with pytest.raises((ConfigError, DiskError), match="is a directory"):
        add_topic(file, Topic("X", (("x",),)))


ANOTHER_PROGRAM = """\
[build-system]
requires = ["hatchling"]
[tool.black]
line-length = 88
[[tool.mypy.overrides]]
module = "x"
[reader]
font = "Fira"
"""


def test_the_config_of_another_program(file: Path) -> None:
    config = loaded(file, ANOTHER_PROGRAM)
    places = [
        (problem.subject.removeprefix(str(file)), problem.problem) for problem in config.problems
    ]
    assert places == [
        (", line 1, build-system", "unknown table"),
        (", line 3, tool", "unknown table"),
        (", line 8, reader.font", "unknown setting"),
    ]
    assert replace(config, problems=()) == Config()


def test_of_a_thousand_mistakes_some_are_told(file: Path) -> None:
    config = loaded(
        file, "[reader]\n" + "".join(f"k{number} = {number}\n" for number in range(1000))
    )
    assert len(config.problems) == 21
    assert str(config.problems[19]).startswith(f"{file}, line 21, reader.k19: unknown setting")
    assert "and 980 more problems" in str(config.problems[20])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# " + "x" * 5_000_000, "is larger than 1 MB"),
        (f"a = {'1' * 5000}", "has a value that is too long or too deep to read"),
        (f"a = {'[' * 5000}{']' * 5000}", "has a value that is too long or too deep to read"),
    ],
    ids=["5 MB", "a number of 5,000 digits", "5,000 brackets"],
)
def test_what_is_too_much_leaves_the_defaults(file: Path, text: str, said: str) -> None:
    config = loaded(file, text)
    (problem,) = config.problems
    assert said in str(problem)
    assert replace(config, problems=(), is_readable=True) == Config()
    with pytest.raises(ConfigError, match=said):
        add_topic(file, Topic("X", ()))


def test_300_topics_with_long_names(file: Path) -> None:
    names = [f"{number}/" + "😀" * 200 for number in range(300)]
    config = loaded(file, "".join(f'[topics."{name}"]\nkeywords = ["k"]\n' for name in names))
    assert [topic.name for topic in config.topics] == names
    assert not config.problems


TOML = """\
top = 1
# digest = 2
[digest]
strict = true
'odd key' = 3
a.b . "c" = 4

[ topics . "a.b" ] # [x]
keywords = [
    "k = 1",
    # filters = 3
    ["a", "b"]
]
text = '''
match = "word"
[digest]
'''
filters = { deep = { deeper = 1 } }
[[many]]
one = 1
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("top",), 1),
        (("digest",), 3),
        (("digest", "strict"), 4),
        (("digest", "odd key"), 5),
        (("digest", "a", "b", "c"), 6),
        (("digest", "missing"), 3),
        (("topics", "a.b"), 8),
        (("topics", "a.b", "keywords"), 9),
        (("topics", "a.b", "text"), 14),
        (("topics", "a.b", "match"), 8),
        (("topics", "a.b", "filters"), 18),
        (("topics", "a.b", "filters", "deep", "deeper"), 18),
        (("topics", "a.b", "filters", "other"), 18),
        (("topics", "other"), 1),
        (("many",), 19),
        (("many", "one"), 20),
        (("nowhere",), 1),
        ((), 1),
    ],
)
def test_the_line_of_a_key(path: tuple[str, ...], line: int) -> None:
    assert line_of(TOML, path) == line
