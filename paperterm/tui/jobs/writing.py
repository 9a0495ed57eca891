"""The thread that writes marks and settings in the order of the keys, and what it can undo."""

from __future__ import annotations

from typing import NamedTuple

from paperterm.session import Session
from paperterm.session.history import History
from paperterm.tui.jobs.messages import Post, error_notices
from paperterm.tui.jobs.worker import Worker


class Writing(NamedTuple):
    """One thread and one history: an undo is of the last change, whatever it changed."""

    worker: Worker
    history: History

    @classmethod
    def on(cls, session: Session, post: Post) -> Writing:
        """Make them for a session; `post` takes error notices, in any thread."""
        worker = Worker("writing", session.folders.state, error_notices(post), daemon=True)
        return cls(worker, History(session))
