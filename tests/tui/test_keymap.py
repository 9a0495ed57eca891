"""Keys that the user chose: what Textual is told, and what is refused, with the names."""

from collections import Counter

import pytest

from paperterm.tui.keys.actions import ACTIONS, KeyAction
from paperterm.tui.keys.keymap import FORMER_PREFIXES, NO_KEY, keymap, with_keys
from tests.tui.driving import opened
from tests.tui.home import Home


def chosen(**keys: str | list[str]) -> tuple[dict[str, str], list[str]]:
    """What becomes of some keys; `__` in a name is a dot."""
    wanted = {
        name.replace("__", "."): (key,) if isinstance(key, str) else tuple(key)
        for name, key in keys.items()
    }
    taken, problems = keymap(wanted)
    return taken, [str(problem) for problem in problems]


def test_every_action_has_a_name_of_its_own() -> None:
    names = Counter(action.name for action in ACTIONS)
    assert [name for name, times in names.items() if times > 1] == []


def test_the_classes_of_a_row_are_classes_of_the_table() -> None:
    """A misspelt class would hide a clash of keys."""
    owners = {action.owner for action in ACTIONS}
    assert {one for action in ACTIONS for one in action.classes} - owners == {"Input", "TextArea"}


ACCEPTED = """
    app.messages app.quit calendar calendar.days(-1) calendar.days(1) calendar.farthest(-1)
    calendar.farthest(1) calendar.go_there calendar.months(-1) calendar.months(1)
    calendar.weeks(-1) calendar.weeks(1) choose choose(-1) choose(1) clear complete
    completion.choose(-1) completion.choose(1) completion.take copy days(-1) days(1) delete
    desk.calendar desk.edit_topic desk.kinds desk.narrower desk.new_topic desk.newer desk.older
    desk.sort desk.wider down download drop edge(-1) edge(1) edit edit_topic export farthest(-1)
    farthest(1) fetch field_before filter filter.former(-1) filter.former(1) filter.leave
    filter.scope first follow former(-1) former(1) give_up go_there half(-1) half(1) half_down
    half_up help help.look_up keep keep_view kinds last line(-1) line(1) line.close list.clear
    list.move_queued(-1) list.move_queued(1) list.queue list.range look_up match.other messages
    modal.close months(-1) months(1) move_queued(-1) move_queued(1) move_topic(-1) move_topic(1)
    narrower new_topic newer next_field next_hit next_unread no note note.edit note.keep older
    open_abs open_pdf other palette pane.edge(-1) pane.edge(1) pane.half(-1) pane.half(1)
    pane.leave pane.line(-1) pane.line(1) pane_before pane_left pane_next pane_right papers_of
    pipe previous_hit queue quit range raw read_all read_next reader.export reader.fetch
    reader.filter reader.help reader.keep_view reader.palette reader.pane_before reader.pane_left
    reader.pane_next reader.pane_right reader.scope reader.settings reader.theme reading.copy
    reading.download reading.follow reading.next_hit reading.next_unread reading.note
    reading.open_abs reading.open_pdf reading.papers_of reading.pipe reading.previous_hit
    reading.raw reading.read_all reading.read_next reading.redo reading.retry
    reading.scroll_abstract(-1) reading.scroll_abstract(1) reading.star reading.tag
    reading.toggle_read reading.undo reading.zen redo retry rows.choose rows.down rows.first
    rows.half_down rows.half_up rows.last rows.up scroll_abstract(-1) scroll_abstract(1)
    search.give_up search.step(-1) search.step(1) settings side.delete side.leave
    side.move_topic(-1) side.move_topic(1) side.no side.yes sort star step(-1) step(1) tag
    tags.complete take theme toggle_read undo unsaved.drop unsaved.save up weeks(-1) weeks(1)
    wider workbench.field_before workbench.leave workbench.next_field workbench.save yes zen
""".split()  # noqa: SIM905 - a list of them would take two screens
"""Every name that `[keys]` took before the table named classes: settings go on working."""


@pytest.mark.parametrize("written", ACCEPTED)
def test_every_name_of_before_is_taken(written: str) -> None:
    taken, problems = chosen(**{written: "f12"})
    assert problems == []
    (name,) = taken
    prefix, _, last = written.partition(".")
    assert name == written or (prefix in FORMER_PREFIXES and name == last)


def test_nothing_chosen_is_nothing_wrong() -> None:
    assert chosen() == ({}, [])
    assert with_keys({}) == ACTIONS


@pytest.mark.parametrize("action", ACTIONS, ids=[action.name for action in ACTIONS])
def test_every_action_can_be_given_a_key_by_its_name(action: KeyAction) -> None:
    assert chosen(**{action.name: "f12"}) == ({action.name: "f12"}, [])


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("w", "w"),
        ("Z", "Z"),
        ("shift+z", "Z"),
        ("Ctrl+B", "ctrl+b"),
        ("shift+ctrl+left", "ctrl+shift+left"),
        ("%", "percent_sign"),
        (";", "semicolon"),
        ("@", "at"),
        ("alt+/", "alt+slash"),
        ("PgDn", "pagedown"),
        ("F12", "f12"),
        ("é", "é"),
        ("ctrl++", "ctrl+plus"),
    ],
)
def test_keys_as_people_write_them(written: str, key: str) -> None:
    if key == "pagedown":
        assert chosen(half_down=written) == ({"half_down": key}, [])
    else:
        assert chosen(star=written) == ({"star": key}, [])


@pytest.mark.parametrize(
    "key", ["ctrl+", "strg+b", "f99", "entre", "j,k", "", "\x01", "<any>", "ctrl+b+c", "日本"]
)
def test_what_is_no_key(key: str) -> None:
    taken, (problem,) = chosen(star=key)
    assert not taken
    assert problem.startswith("keys.star: unknown key “")


def test_a_name_that_is_nearly_right() -> None:
    assert chosen(stra="w") == ({}, ["keys.stra: unknown action; did you mean star?"])
    assert chosen(xyzzy="b") == ({}, ["keys.xyzzy: unknown action"])
    assert chosen(star="entr")[1][0].endswith("did you mean enter?")


def test_a_name_that_several_actions_have() -> None:
    (problem,) = chosen(leave="f2")[1]
    assert "keys.leave: several actions have this name; use " in problem
    assert "pane.leave" in problem
    assert "filter.leave" in problem
    taken, problems = chosen(star="f2", reading__star="f3")
    assert taken == {"star": "f2"}
    assert problems == ["keys.reading.star: is the same action as star"]


def test_a_clash_is_told_with_both_names_and_the_usual_key_stays() -> None:
    taken, problems = chosen(star="x")
    assert not taken
    assert problems == ["keys.star: “x” is already used by read_next; choose another key"]
    taken, problems = chosen(star="w", toggle_read=["r", "w"])
    assert taken == {"star": "w"}
    assert problems == ["keys.toggle_read: “w” is already used by star; choose another key"]
    assert chosen(star="?")[1] == ["keys.star: “?” is already used by help; choose another key"]


def test_an_error_of_the_keys_names_the_line_and_both_actions_as_the_file_does(home: Home) -> None:
    home.configure(
        '[keys]\n"list.queue" = "f4"\nside.leave = "f5"\n\n"reading.star" = "f4"\nstra = "f6"\n'
        'star = "f7"\n"rows.down" = "x"\n'
    )
    settings = home.session().settings
    wrong = keymap(settings.keys, lambda name: f"c.toml, line {settings.line_of_key(name)}")[1]
    assert [*map(str, wrong)] == [
        "c.toml, line 6, keys.stra: unknown action; did you mean star?",
        "c.toml, line 7, keys.star: is the same action as reading.star (line 5)",
        "c.toml, line 8, keys.rows.down: “x” is already used by read_next; choose another key",
        "c.toml, line 5, keys.reading.star: “f4” is already used by list.queue (line 2); "
        "choose another key",
    ]


def test_a_choice_that_falls_may_take_another_with_it() -> None:
    # read_next cannot have s since star does not get x, which help does not give.
    taken, problems = chosen(read_next="s", star="question_mark")
    assert not taken
    assert len(problems) == 2


def test_two_actions_may_change_places() -> None:
    assert chosen(star="x", read_next="s") == (
        {"star": "x", "read_next": "s"},
        [],
    )


def test_a_key_may_mean_two_things_in_two_places() -> None:
    assert chosen(pane__leave="f2", filter__leave="f2", modal__close="f2")[1] == []


def test_digits_and_what_is_typed_are_no_keys() -> None:
    assert chosen(star="5") == ({}, ["keys.star: “5”: digits are reserved for counts (5j)"])
    assert chosen(filter__leave="x")[1][0].startswith(
        "keys.filter.leave: “x” types text where this action is used"
    )
    assert chosen(filter__leave="ctrl+x")[1] == []


def test_an_action_may_lose_its_keys() -> None:
    taken, problems = chosen(star=[], read_next="s")
    assert (taken, problems) == ({"star": NO_KEY, "read_next": "s"}, [])
    shown = {action.name: action.keys for action in with_keys(taken)}
    assert "star" not in shown
    assert shown["read_next"] == ("s",)
    assert shown["toggle_read"] == ("r",)


async def test_the_reader_obeys(one_day: Home) -> None:
    taken, problems = chosen(star=["%", "f12"], read_next="b", toggle_read=[])
    assert not problems
    async with opened(one_day) as reader:
        reader.app.set_keymap(taken)
        await reader.press("percent_sign", "b", "r", "s", "x", "f12", "b", "j")
        assert reader.papers.cursor == 3
    marks = one_day.marks().values()
    assert sorted({*mark} & {"read", "starred"} for mark in marks) == [{"read", "starred"}] * 2


async def test_what_is_told_names_the_keys_of_the_user(one_day: Home) -> None:
    own = {"new_topic": "f5", "narrower": "f6", "note.edit": "f7", "tags.complete": "f8"}
    one_day.configure("[keys]\n" + "".join(f'"{one}" = "{key}"\n' for one, key in own.items()))
    async with opened(one_day) as reader:
        await reader.press("minus", "minus", "minus", "right_square_bracket")
        assert "press f6 to show fewer" in reader.told[-1]
        await reader.press("a")
        assert "f7 opens your editor" in reader.text()
        await reader.press("escape", "number_sign")
        assert "f8 completes" in reader.text()
        await reader.press("escape", "h", "t")
        assert "press f5 for a new one" in reader.told[-1]


OF_BEFORE: list[dict[str, str | list[str]]] = [
    {"open_abs": "b"},
    {"star": "b", "queue": "w"},
    {"range": "q", "queue": "b"},
    {"queue": "q"},
    {"messages": "b", "pane.leave": "q"},
]


@pytest.mark.parametrize("keys", OF_BEFORE)
def test_keys_that_were_valid_before_q_and_b_changed_stay(
    keys: dict[str, str | list[str]],
) -> None:
    taken, problems = chosen(**keys)
    assert problems == []
    table = {action.name: action.keys for action in with_keys(taken)}
    for name, wanted in keys.items():
        assert [wanted] if isinstance(wanted, str) else wanted == list(table[name])
