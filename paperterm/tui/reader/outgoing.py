"""What goes out of the reader: pages to the browser, PDFs to the disk, text to other programs."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from paperterm.model import Entry
from paperterm.text import plural
from paperterm.tui.jobs.messages import Notice
from paperterm.tui.reader.panes import Panes

_SEVERAL = 10
"""More PDFs are not downloaded at once without a question."""


class Outgoing(Panes):
    """Papers that are given to others; a range all at once, where that makes sense."""

    def action_open_abs(self) -> None:
        """Open the page of the paper."""
        if entry := self._one():
            self._backstage.open(entry.id.abs_url)

    def action_open_pdf(self) -> None:
        """Open the PDF of the paper."""
        if entry := self._one():
            self._backstage.open(entry.id.pdf_url)

    def action_download(self) -> None:
        """Bring the PDFs of what is picked; of more than a few, only after a question."""
        entries = self._entries()

        def download() -> None:
            for entry in entries:
                self._backstage.download(entry.id)
            self.papers.end_range()

        if len(entries) > _SEVERAL:
            title = f"Download {plural(len(entries), 'PDF')}?"
            self._if_sure(title, "one after the other, as arXiv asks for", download)
        elif entries:
            download()

    def action_copy(self) -> None:
        """Ask what to copy of what is picked."""
        from paperterm.tui.dialogs.pick import PickScreen
        from paperterm.tui.reader.copying import copies

        entries = self._entries()
        if not entries:
            return
        # The same of each paper, one below the other.
        texts = [
            (
                some[0].name,
                ("\n\n" if "\n" in some[0].text else "\n").join(one.text for one in some),
            )
            for some in zip(*map(copies, entries), strict=True)
        ]
        about = f" of {plural(len(entries), 'paper')}" if len(entries) > 1 else ""

        def chosen(row: int | None) -> None:
            if row is not None:
                name, text = texts[row]
                self.app.copy_to_clipboard(text)
                self.post_message(Notice(f"copied: {f'{name}{about}' if about else text}"))
                self.papers.end_range()

        self.app.push_screen(PickScreen(f"Copy{about}", texts), chosen)

    def action_pipe(self) -> None:
        """Ask for a program, and give it what is picked."""
        from paperterm.session.pipes import words
        from paperterm.tui.dialogs.ask import AskScreen

        entries = self._entries()
        if not entries:
            return

        def typed(text: str | None) -> None:
            if text:
                self._backstage.pipe(entries, words(text))
                self.papers.end_range()

        says = f"A command that is given {plural(len(entries), 'paper')} as Markdown; no shell"
        self.app.push_screen(AskScreen("Pipe to", says, enter="runs it"), typed)

    def _one(self) -> Entry | None:
        """The paper under the cursor, for what is done to one; not out of a range."""
        if (count := len(self.papers.picked)) <= 1:
            return self.paper_here()
        says = f"this is for one paper, not for {count:,}; {self.key('list.clear')} ends the range"
        self.post_message(Notice(says))
        return None

    def _entries(self) -> Sequence[Entry]:
        """The papers that are picked; none, and the user is told, where they are not all read."""
        rows = self.papers.picked
        entries = [entry for row in rows if (entry := self.papers.pages.entry(row))]
        if not entries:
            self.paper_here()
        elif len(entries) < len(rows):
            says = f"only {len(entries):,} of these {len(rows):,} papers are read yet"
            self.post_message(Notice(f"{says}; take fewer, or export the list"))
            return ()
        return entries

    def _if_sure(self, title: str, says: str, do: Callable[[], object]) -> None:
        """Do something if the user says yes."""
        from paperterm.tui.dialogs.pick import PickScreen

        def sure(row: int | None) -> None:
            if row == 0:
                do()

        self.app.push_screen(PickScreen(title, [("yes", says), ("no", "")], 1), sure)
