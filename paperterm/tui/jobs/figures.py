"""The job that gets the pictures of a whole paper, decodes them, and opens them elsewhere."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from paperterm.errors import PapertermError, StoppedError
from paperterm.model import Paper
from paperterm.session import Session
from paperterm.tui.jobs.messages import DataMessage, Notice, Post
from paperterm.tui.jobs.worker import Job

if TYPE_CHECKING:
    from paperterm.fulltext.document import Picture
    from paperterm.fulltext.raster import Form, Raster
    from paperterm.session.graphics import Graphics
    from paperterm.session.rasters import Rasters
    from paperterm.tui.keys.driver import TerminalReport

INSTALL = 'pip install "paperterm[figures]"'
_STEP = 0.1
"""Seconds between two looks whether a picture is still wanted."""


class Wanted(NamedTuple):
    """A picture, and what to make of it.

    Attributes:
        path: Its path below arXiv's `/html/`.
        form: What to make of it.
        width: The pixels that it should fit.
        height: The same.
    """

    path: str
    form: Form
    width: int
    height: int


class FiguresJob(Job):
    """Get and decode pictures, the most wanted first; requests wait for their turn at arXiv."""

    class GraphicsFound(DataMessage):
        """How pictures can be drawn; None without the extra that it takes."""

        graphics: Graphics | None

    class FirstFound(DataMessage):
        """The first picture of a paper that is saved in full, and how to draw it."""

        paper: Paper
        version: int | None
        picture: Picture
        base: str
        graphics: Graphics

    class FigureDecoded(DataMessage):
        """A picture, as it was wanted."""

        wanted: Wanted
        raster: Raster

    class FigureLacking(DataMessage):
        """A picture cannot be shown."""

        path: str
        why: str

    class FigureAwaited(DataMessage):
        """A picture is not here yet: arXiv will be asked when it is its turn."""

        path: str

    def __init__(self, session: Session, post: Post) -> None:
        super().__init__(session, post)
        self._drawing = self.worker("figures", daemon=True)
        self._asking = self.worker("figures-requests", daemon=True)
        self._viewing = self.worker("viewer", daemon=True)
        self._wish = _Wish((), post)
        self._rasters: Rasters | None = None

    def look(self, chosen: str, terminal: TerminalReport, post: Post) -> None:
        """Find out how pictures can be drawn, by the user's setting and by the terminal."""

        def task() -> None:
            from paperterm.session.graphics import graphics
            from paperterm.session.rasters import can_draw

            answers, is_remote = terminal
            found = graphics(chosen, answers, os.environ, is_remote=is_remote)
            post(self.GraphicsFound(found if can_draw() else None))

        self._drawing.do(task)

    def find_first(self, paper: Paper, chosen: str, terminal: TerminalReport, post: Post) -> None:
        """Find the first picture of a paper, if it is saved in full; the rest is as in `look`."""

        def task() -> None:
            from paperterm.fulltext.parse import first_picture
            from paperterm.session.fulltext import Page, page
            from paperterm.session.graphics import graphics
            from paperterm.session.rasters import can_draw

            kept = page(self.session, paper, offline=True) if can_draw() else None
            if isinstance(kept, Page) and (found := first_picture(kept.html)):
                answers, is_remote = terminal
                how = graphics(chosen, answers, os.environ, is_remote=is_remote)
                post(self.FirstFound(paper, kept.shown_version, *found, how))

        self._drawing.do(task)

    def want(self, wanted: Sequence[Wanted], post: Post) -> None:
        """Ask for pictures, the most wanted first; those that were wanted before are not any more.

        Args:
            wanted: The pictures. With none, what others want stays wanted.
            post: Takes the answers, in any thread.
        """
        wish = _Wish(tuple(wanted), post)
        if (wish.wanted, post) == (self._wish.wanted, self._wish.post):
            return
        if not wanted and post != self._wish.post:
            return
        self._wish = wish
        self._drawing.do(self._draw)

    def stop(self) -> None:
        """Forget what was wanted, and end the process that decodes: the user left."""
        self._wish = _Wish((), self._wish.post)
        if self._rasters:
            self._rasters.stop()
            self._rasters = None

    def view(self, path: str, hint: str = "") -> None:
        """Get a picture, and open it in the viewer of the system; `hint` follows the notice.

        An SVG may hold scripts, and its viewer is often a browser, which would trust it as a file
        of the user: it is opened at arXiv.
        """

        def task() -> None:
            from paperterm.session.pictures import kept_picture, picture
            from paperterm.session.viewer import view
            from paperterm.session.web_browser import browse
            from paperterm.sources.hosts import hosts

            found = kept_picture(self.session, path)
            if found is None:
                self.post(Notice("asking arXiv for the figure", is_running=True))
                found = picture(self.session, path)
            if isinstance(found, str):
                self.post(Notice(f"no figure: {found}"))
            elif found.suffix == ".svg":
                host = browse(f"{hosts().html}/{path}", self.session.settings.browser)
                self.post(Notice(f"opened the figure at {host}{hint}"))
            else:
                view(found)
                self.post(Notice(f"opened the figure{hint}"))

        self._viewing.do(task)

    def _draw(self) -> None:
        """Decode what is here of what is wanted now, and ask for the rest."""
        from paperterm.session.pictures import kept_picture

        wish = self._wish
        for one in wish.missing():
            if wish is not self._wish:
                return  # what is wanted now is the next task
            known = kept_picture(self.session, one.path)
            if known is None:
                wish.post(self.FigureAwaited(one.path))
            else:
                wish.answered.add(one)
                self._answer(wish, one, known)
        wish.is_drawn = True
        if wish.missing():
            self._asking.do(self._ask)

    def _answer(self, wish: _Wish, one: Wanted, known: Path | str) -> None:
        from paperterm.session.rasters import Rasters

        rasters = self._rasters = self._rasters or Rasters()
        why = known if isinstance(known, str) else ""
        if isinstance(known, Path):
            try:
                raster = rasters.decoded(known, one.form, one.width, one.height)
                wish.post(self.FigureDecoded(one, raster))
            except PapertermError as error:
                why = error.problem
        if why and rasters is self._rasters:
            wish.post(self.FigureLacking(one.path, why))

    def _ask(self) -> None:
        """Ask arXiv for the picture that is wanted most, then go on."""
        from paperterm.session.pictures import picture

        wish = self._wish
        missing = wish.missing()
        if not missing or not wish.is_drawn:
            return
        path = missing[0].path

        async def sleep(seconds: float) -> None:
            """Wait for the turn, as long as no other picture is wanted more."""
            end = monotonic() + seconds
            while (left := end - monotonic()) > 0:
                if not self._is_next(path):
                    raise StoppedError("the picture", "is not wanted any more")
                await asyncio.sleep(min(left, _STEP))

        try:
            picture(self.session, path, sleep)
        except StoppedError:
            self._asking.do(self._ask)
        except PapertermError as error:  # the others would fail alike
            wish.answered.update(missing)
            for name in {one.path for one in missing}:
                wish.post(self.FigureLacking(name, error.problem))
        else:
            self._drawing.do(self._draw)

    def _is_next(self, path: str) -> bool:
        """Return whether a picture is the one to ask for; True while that is being found out."""
        wish = self._wish
        return not wish.is_drawn or [one.path for one in wish.missing()][:1] == [path]

    def settle(self) -> None:
        """Wait for all tasks. Do not call this in the event loop."""
        for _ in range(2):  # a picture that came is decoded
            super().settle()

    def close(self) -> None:
        """Stop."""
        self.stop()
        super().close()


class _Wish:
    """The pictures that are wanted now.

    Attributes:
        wanted: The pictures, the most wanted first.
        post: Takes the answers.
        answered: Those of them that were answered.
        is_drawn: Whether the rest is not here.
    """

    def __init__(self, wanted: tuple[Wanted, ...], post: Post) -> None:
        self.wanted = wanted
        self.post = post
        self.answered: set[Wanted] = set()
        self.is_drawn = not wanted

    def missing(self) -> list[Wanted]:
        """Return those that were not answered."""
        return [one for one in self.wanted if one not in self.answered]
