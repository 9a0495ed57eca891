"""`paperterm mark --dismiss`: a mark like the others, which counts against in the order."""

from tests.commands.running import Shell
from tests.commands.test_interest import fill, star


def order(shell: Shell) -> list[str]:
    day = shell("list", "--day", "2026-02-12", "--sort", "interest", "--json").json
    return ["robot" if "robot" in paper["abstract"] else "galaxy" for paper in day]


def test_what_is_not_for_me_moves_what_is_like_it_down(shell: Shell) -> None:
    fill(shell)
    star(shell, 1, 3, 5, 0, 2)
    before = order(shell)
    assert before[0] == "robot"
    shell("mark", *(f"2602.{number:05}" for number in range(101, 121, 2)), "--dismiss")
    assert order(shell)[0] == "galaxy"
    shown = shell("show", "2602.00101", "--json").json
    assert (shown["dismissed"], shown["read"], shown["starred"]) == (True, True, False)
    shell("mark", *(f"2602.{number:05}" for number in range(101, 121, 2)), "--undismiss")
    assert order(shell) == before


def test_words_that_were_named_count(shell: Shell) -> None:
    fill(shell)
    star(shell, 1, 3, 5)
    assert order(shell)[0] == "robot"
    config = shell.home / "config" / "config.toml"
    text = config.read_text()
    assert "more = []" in text
    config.write_text(
        text.replace("more = []", 'more = ["galaxy"]').replace("less = []", 'less = ["robots"]')
    )
    assert order(shell)[0] == "galaxy"
