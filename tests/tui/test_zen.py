"""The paper alone on the screen, and every way back."""

import pytest

from tests.tui.driving import Reader, opened
from tests.tui.home import Home


def is_alone(reader: Reader) -> bool:
    return not reader.papers.display


@pytest.mark.parametrize("key", ["z", "q", "escape", "h", "tab", "slash"])
async def test_whatever_takes_the_keys_elsewhere_shows_everything(one_day: Home, key: str) -> None:
    async with opened(one_day) as reader:
        await reader.press("z")
        assert reader.focused == "AbstractPane"
        assert is_alone(reader)
        await reader.press(key)
        assert not is_alone(reader)
        assert reader.focused != "AbstractPane"
        assert one_day.values() == {}


async def test_what_is_done_to_the_paper_leaves_it_alone(one_day: Home) -> None:
    async with opened(one_day) as reader:
        await reader.press("z", "s", "r", "j", "S", "escape")
        assert is_alone(reader)
        assert one_day.values() == {"2602.00001": {"starred": True, "read": True}}
