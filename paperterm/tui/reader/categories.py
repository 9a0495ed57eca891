"""Choosing the categories to follow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from textual.app import App

from paperterm.model.taxonomy import TAXONOMY
from paperterm.tui.dialogs.pick import Choice, PickScreen
from paperterm.tui.jobs.settings import SettingsJob


def ask_category(app: App[Any], followed: Mapping[str, str], settings: SettingsJob) -> None:
    """Ask for a category, those that are followed first; follow it, or stop following it."""

    def chosen(name: str | None) -> None:
        if name:
            settings.follow_category(name, is_followed=name not in followed)

    mine = [Choice(name, f"followed: {title}") for name, title in followed.items()]
    others = [Choice(name, title) for name, title in TAXONOMY.items() if name not in followed]
    app.push_screen(PickScreen("Follow a category", [*mine, *others]), chosen)
