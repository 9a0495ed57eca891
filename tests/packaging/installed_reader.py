"""Import a file and open the installed reader; `test_wheel` runs this.

    python installed_reader.py INSTALLED FILE

INSTALLED is the folder that paperterm must come from. Print the titles in the list, the papers
starred afterwards, and the style sheets, as one JSON document.
"""

import asyncio
import json
import sys
from pathlib import Path

import paperterm
from paperterm.model import PaperId
from paperterm.session import Session
from paperterm.tui.app import PapertermApp
from paperterm.tui.draw.stylesheets import stylesheets
from paperterm.tui.reader.paper_list import PaperList
from paperterm.tui.reader.screen import ReaderScreen


async def read(session: Session) -> str:
    """Open the reader, star the first paper, and return what its list shows."""
    app = PapertermApp(session)
    async with app.run_test(size=(120, 36)) as pilot:
        assert isinstance(app.screen, ReaderScreen)
        await asyncio.to_thread(app.screen.browser.jobs.settle)
        await pilot.pause()
        papers = app.screen.query_one(PaperList)
        assert papers.styles.background.a  # a widget without its style sheet is transparent
        await pilot.press("s")
        return "\n".join(papers.render_line(y).text for y in range(papers.size.height))


def main(installed: Path, file: str) -> None:
    """Import, open, print."""
    assert paperterm.__file__
    assert Path(paperterm.__file__).is_relative_to(installed), paperterm.__file__
    session = Session()
    assert not session.import_files([file]).errors
    shown = asyncio.run(read(session))
    marks = session.library.marks([PaperId("2602.00001"), PaperId("2602.00002")])
    said = {
        "shown": shown,
        "starred": [id_ for id_, mark in marks.items() if mark.is_starred],
        "styles": [str(sheet) for sheet in stylesheets()],
    }
    sys.stdout.write(json.dumps(said))


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), sys.argv[2])
