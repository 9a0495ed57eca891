"""The job that edits config.toml and the memory, and reads the settings again when they changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from paperterm.errors import DiskError, PapertermError
from paperterm.session import Selection, Session
from paperterm.session.memory import note_new_keys
from paperterm.tui.jobs.messages import DataMessage, Notice, Post
from paperterm.tui.jobs.worker import Job
from paperterm.tui.jobs.writing import Writing

if TYPE_CHECKING:
    from paperterm.config import Value
    from paperterm.config.edit import Edit
    from paperterm.model import Order
    from paperterm.session.drafts import Draft
    from paperterm.session.history import Step
    from paperterm.topics import Topic


class SettingsJob(Job):
    """Write settings, and post that they changed.

    Args:
        session: The session whose settings these are.
        post: Takes the messages, in any thread.
        key: Returns the user's key for an action.
        writing: Where changes are written and remembered; one of its own by default.
    """

    class SettingsChanged(DataMessage):
        """The settings changed; `made` is the view or topic that was added or edited."""

        made: Selection | None = None
        notice: str = ""

    class TopicSaved(DataMessage):
        """The topic is in the settings."""

        topic: Topic

    class TopicFailed(DataMessage):
        """The topic could not be saved; `problem` says why."""

        problem: str

    def __init__(
        self,
        session: Session,
        post: Post,
        key: Callable[[str], str],
        writing: Writing | None = None,
    ) -> None:
        super().__init__(session, post)
        self._key = key
        self._worker, self._history = writing or Writing.on(session, post)

    def look(self) -> None:
        """Read config.toml again if it was edited. Called in any thread."""
        if self.session.has_other_settings:
            self.reload()

    def reload(self) -> None:
        """Read config.toml again if it was edited."""

        def task() -> None:
            if self.session.reload():
                problems = self.session.settings.problems
                self._changed("" if problems else "settings read again")
                for problem in problems:
                    self.post(Notice(str(problem), is_error=True))

        self._worker.do(task)

    def set(self, table: str, key: str, value: Value, notice: str = "") -> None:
        """Write one setting."""

        def task() -> None:
            what, done = f"{table}.{key}", self.session.set_setting
            self._history.edit(what, str(value), lambda: done(table, key, value))
            self._changed(notice)

        self._worker.do(task)

    def follow(self, author: str, *, is_followed: bool) -> None:
        """Follow an author, or stop following."""

        def task() -> None:
            follow = self.session.follow if is_followed else self.session.unfollow
            what = "following" if is_followed else "no longer following"
            self._history.edit(what, author, lambda: follow(author))
            self._changed(f"{what} {author}")

        self._worker.do(task)

    def follow_category(self, category: str, *, is_followed: bool) -> None:
        """Follow a category, or stop following."""

        def task() -> None:
            session = self.session
            change = session.follow_category if is_followed else session.unfollow_category
            what = "following" if is_followed else "no longer following"
            self._history.edit(what, category, lambda: change(category))
            if is_followed:
                text = f"following {category}; press {self._key('fetch')} to fetch its papers"
            else:
                shows = self._key("given_up")
                text = f"no longer following {category}; {shows} shows its papers again"
            self._changed(text)

        self._worker.do(task)

    def remember(self, name: str, value: object) -> None:
        """Keep a value for the next start."""
        self._worker.do(lambda: self.session.memory.write(name, value))

    def add_view(self, name: str, query: str, order: Order, draft: Draft) -> None:
        """Save a query as a view, and drop the draft of its name."""

        def task() -> None:
            save = self.session.add_view
            self._history.edit("new view", name, lambda: save(name, query, order), [name])
            draft.drop()
            view = next(view for view in self.session.views if view.name == name)
            self.post(self.SettingsChanged(Selection(view)))

        self._worker.do(task)

    def remove_view(self, name: str) -> None:
        """Delete a saved view, and say how to save it again."""

        def task() -> None:
            query = next(view.query for view in self.session.views if view.name == name)
            remove = self.session.remove_view
            self._history.edit("deleted", name, lambda: remove(name), [name])
            keep = self._key("keep_view")
            self._changed(f"deleted {name}; to save it again, search {query} and press {keep}")

        self._worker.do(task)

    def save_topic(self, topic: Topic, was: Topic | None, post: Post) -> None:
        """Write a topic, and send to `post` whether it is saved.

        Args:
            topic: The topic as it is to be.
            was: The topic as it was when the user opened it; None for a new one.
            post: Takes `TopicSaved` or `TopicFailed`.
        """

        def save() -> Edit:
            if was is None:
                return self.session.add_topic(topic)
            return self.session.change_topic(was.name, topic, was)

        def task() -> None:
            try:
                names = [topic.name, *([was.name] if was else [])]
                what = "changed topic" if was else "new topic"
                self._history.edit(what, topic.name, save, names)
            except Exception as error:
                post(self.TopicFailed(str(error)))
                if isinstance(error, PapertermError):
                    return
                raise
            post(self.TopicSaved(topic))
            self.post(self.SettingsChanged(Selection(topic=topic.name), f"saved {topic.name}"))

        self._worker.do(task)

    def move_topic(self, name: str, step: int) -> None:
        """Move a topic down by some places, or up where the step is negative."""

        def task() -> None:
            move = self.session.move_topic
            self._history.edit("moved", name, lambda: move(name, step), [name])
            self._changed()

        self._worker.do(task)

    def remove_topic(self, name: str) -> None:
        """Delete a topic."""

        def task() -> None:
            remove = self.session.remove_topic
            self._history.edit("deleted", name, lambda: remove(name), [name])
            self._changed(f"deleted {name}; papers and marks stay")

        self._worker.do(task)

    def show(self, step: Step) -> None:
        """Post what was undone or redone, and the topic or view it is about. Called in the thread.

        A topic or view that is gone again is not gone to.
        """
        names = step.place if isinstance(step.place, Sequence) else ()
        topics = [one.name for one in self.session.settings.topics if one.name in names]
        views = [one for one in self.session.views if one.name in names]
        made = Selection(topic=topics[0]) if topics else Selection(views[0]) if views else None
        self.post(self.SettingsChanged(made, step.says))

    def note_new_keys(self) -> None:
        """Note that the user was told about new keys, if that is possible."""

        def task() -> None:
            with suppress(DiskError):
                note_new_keys(self.session.folders)

        self._worker.do(task)

    def settle(self) -> None:
        """Wait for all tasks, those of marks included. Do not call this in the event loop."""
        self._worker.settle()

    def when_written(self, task: Callable[[], object]) -> None:
        """Run a task, in this job's thread, once all settings are written."""
        self._worker.do(task)

    def close(self, *, finish: bool = True) -> None:
        """Stop; write all settings before, unless told not to wait for that."""
        self._worker.close(finish=finish)

    def _changed(self, notice: str = "") -> None:
        self.post(self.SettingsChanged(notice=notice))
