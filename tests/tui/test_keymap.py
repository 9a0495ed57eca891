"""Keys that the user chose: what Textual is told, and what is refused, with the names."""

from collections import Counter

import pytest

from paperterm.tui.keys.actions import ACTIONS, KeyAction
from paperterm.tui.keys.keymap import IN_FORCE, NO_KEY, keymap, name_of, short_name, with_keys
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


def whole(name: str) -> str:
    (found,) = (name_of(action) for action in ACTIONS if action.id == name)
    return found


def test_every_owner_has_its_place() -> None:
    """A new owner needs a row in IN_FORCE, or clashes with its keys are not seen."""
    assert {action.owner for action in ACTIONS} <= {
        one for all_ in IN_FORCE.values() for one in all_
    }


SHARED = {"leave", "scope", "save", "close"}


def test_no_further_name_becomes_that_of_several_actions() -> None:
    """A name that users may have in their settings must go on being enough."""
    names = Counter(action.id for action in ACTIONS)
    assert {name for name, times in names.items() if times > 1} <= SHARED


def test_nothing_chosen_is_nothing_wrong() -> None:
    assert chosen() == ({}, [])
    assert with_keys({}) == ACTIONS


@pytest.mark.parametrize("action", ACTIONS, ids=name_of)
def test_every_action_can_be_given_a_key_by_its_short_name(action: KeyAction) -> None:
    assert chosen(**{short_name(action): "f12"}) == ({name_of(action): "f12"}, [])
    assert chosen(**{name_of(action): "f12"}) == ({name_of(action): "f12"}, [])


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("b", "b"),
        ("B", "B"),
        ("shift+b", "B"),
        ("Ctrl+B", "ctrl+b"),
        ("shift+ctrl+left", "ctrl+shift+left"),
        ("~", "tilde"),
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
        assert chosen(half_down=written) == ({whole("half_down"): key}, [])
    else:
        assert chosen(star=written) == ({whole("star"): key}, [])


@pytest.mark.parametrize(
    "key", ["ctrl+", "strg+b", "f99", "entre", "j,k", "", "\x01", "<any>", "ctrl+b+c", "日本"]
)
def test_what_is_no_key(key: str) -> None:
    taken, (problem,) = chosen(star=key)
    assert not taken
    assert problem.startswith("keys.star: is “")
    assert "which is no key" in problem


def test_a_name_that_is_nearly_right() -> None:
    assert chosen(stra="b") == ({}, ["keys.stra: is no action; did you mean star?"])
    assert chosen(xyzzy="b") == ({}, ["keys.xyzzy: is no action"])
    assert chosen(star="entr")[1][0].endswith("did you mean enter?")


def test_a_name_that_several_actions_have() -> None:
    (problem,) = chosen(leave="f2")[1]
    assert "keys.leave: is the name of several actions; write " in problem
    assert "pane.leave" in problem
    assert "filter.leave" in problem
    taken, problems = chosen(star="f2", **{whole("star"): "f3"})
    assert taken == {whole("star"): "f2"}
    assert problems == [f"keys.{whole('star')}: is star, which has its keys already"]


def test_a_clash_is_told_with_both_names_and_the_usual_key_stays() -> None:
    taken, problems = chosen(star="x")
    assert not taken
    assert problems == ["keys.star: is “x”, the key of read_next; give one of them another"]
    taken, problems = chosen(star="b", toggle_read=["r", "b"])
    assert taken == {whole("star"): "b"}
    assert problems == ["keys.toggle_read: is “b”, the key of star; give one of them another"]
    assert chosen(star="?")[1] == ["keys.star: is “?”, the key of help; give one of them another"]


def test_a_choice_that_falls_may_take_another_with_it() -> None:
    # read_next cannot have s since star does not get x, which help does not give.
    taken, problems = chosen(read_next="s", star="question_mark")
    assert not taken
    assert len(problems) == 2


def test_two_actions_may_change_places() -> None:
    assert chosen(star="x", read_next="s") == (
        {whole("star"): "x", whole("read_next"): "s"},
        [],
    )


def test_a_key_may_mean_two_things_in_two_places() -> None:
    assert chosen(pane__leave="f2", filter__leave="f2", modal__close="f2")[1] == []


def test_digits_and_what_is_typed_are_no_keys() -> None:
    assert chosen(star="5") == ({}, ["keys.star: is “5”, but digits count: 5j"])
    assert chosen(filter__leave="x")[1][0].startswith(
        "keys.filter.leave: is “x”, which is typed there"
    )
    assert chosen(filter__leave="ctrl+x")[1] == []


def test_an_action_may_lose_its_keys() -> None:
    taken, problems = chosen(star=[], read_next="s")
    assert (taken, problems) == ({whole("star"): NO_KEY, whole("read_next"): "s"}, [])
    shown = {name_of(action): action.keys for action in with_keys(taken)}
    assert whole("star") not in shown
    assert shown[whole("read_next")] == ("s",)
    assert shown[whole("toggle_read")] == ("r",)


async def test_the_reader_obeys(one_day: Home) -> None:
    taken, problems = chosen(star=["~", "f12"], read_next="b", toggle_read=[])
    assert not problems
    async with opened(one_day) as reader:
        reader.app.set_keymap(taken)
        await reader.press("tilde", "b", "r", "s", "x", "f12", "b", "j")
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
        assert "f5 makes a new one" in reader.told[-1]
