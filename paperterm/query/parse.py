"""Reading a query.

Written by hand: lark takes 26–60 ms to import and pyparsing 48–64, the whole start of the reader
has less, and neither reads half of a text the way somebody means who is still typing. Here one
reader does both: what is wrong is either raised with its place, or left out.

    any   = all ("or" all)*            all  = item+           item = "-"? one
    one   = "(" any ")" | field one | "phrase" "*"? | /regex/ | word "*"?
"""

from __future__ import annotations

from collections.abc import Callable

from paperterm.errors import InputError, QueryError
from paperterm.model import PaperRef
from paperterm.query import patterns, value_readers
from paperterm.query.fold import folded_name, tokens
from paperterm.query.tree import (
    EVERYTHING,
    Field,
    MatchForm,
    Query,
    Term,
    all_of,
    any_of,
    negation,
)

MAX_LENGTH = 10_000
"""Characters of a query."""

MAX_DEPTH = 10
"""Parentheses inside parentheses; FTS5's own parser has no room for many more."""

_MAY_GROW = MAX_LENGTH // 8
"""Shorter ones cannot become longer than that by `topic:(a b)` being `topic:a topic:b`."""

FIELDS = {field.value: field for field in Field if field} | {"arxiv": Field.ID}
_SEARCHED = (Field.TEXT, Field.TITLE, Field.AUTHORS, Field.ABSTRACT)
_WITH_TEXT = (*_SEARCHED, Field.NOTE)
_WITH_VALUES: dict[Field, Callable[[str], object]] = {
    Field.IS: value_readers.state,
    Field.DAY: value_readers.days,
    Field.SINCE: value_readers.since,
}
_QUOTE_IT = "put it in quotes if it is to be found as it stands"


def parse(text: str) -> Query:
    """Read a whole query; an empty one asks for everything.

    Raises:
        QueryError: It is wrong somewhere; with the place and the reason.
    """
    return _Reader(text, typing=False).whole()


def parse_typing(text: str) -> Query:
    """Read a query that somebody is typing, as far as it makes sense. Never raises.

    Quotes, parentheses and regexes that are still open end with the text, what is wrong is left
    out, and the word or phrase at the very end may go on.
    """
    return _Reader(text, typing=True).whole()


def saved_query(text: str) -> str:
    """The query to be kept of what was typed: `parse` reads it as `parse_typing` read the text.

    It is what was typed with its open ends closed where that is enough, and else what
    `parse_typing` understood.
    """
    typed = parse_typing(text)
    bare = text.strip()
    for end in ("", "*", '"*', "/"):
        whole = bare + end
        whole += ")" * (whole.count("(") - whole.count(")"))
        try:
            if parse(whole) == typed:
                return whole
        except QueryError:
            continue
    return str(typed)


def entered(text: str) -> str:
    """The query to be kept of what somebody typed, where nothing has to be left out for it.

    What is only not closed yet is closed, as by `saved_query`.

    Raises:
        QueryError: Something would have to be left out; with the place and the reason.
    """
    bare = text.strip()
    whole = saved_query(text)
    if whole.startswith(bare):
        return whole
    parse(text)
    return bare


class _Reader:
    """Goes through a text once. Its methods read what stands at `at`, and move behind it.

    They return None where nothing is left: behind an error while typing, or for a word without a
    letter or digit, such as the `&` of a title, which no text can be asked for.
    """

    def __init__(self, text: str, *, typing: bool) -> None:
        self.text = text
        self.typing = typing
        self.at = 0

    def whole(self) -> Query:
        if len(self.text) > MAX_LENGTH:
            self.fail(MAX_LENGTH, f"the query is longer than {MAX_LENGTH:,} characters")
            self.text = self.text[:MAX_LENGTH]
        parts = []
        while self.at < len(self.text):
            if (part := self.any(Field.TEXT, 0)) is not None:
                parts.append(part)
            if self.at < len(self.text):
                self.fail(self.at, "there is no open parenthesis to close")
                self.at += 1
        if not parts and self.text.strip():
            self.fail(0, "there is no letter or digit to look for")
        query = all_of(parts) if parts else EVERYTHING
        if len(self.text) > _MAY_GROW and len(str(query)) > MAX_LENGTH:
            reason = (
                f"with its fields written out the query is longer than {MAX_LENGTH:,} characters"
            )
            self.fail(0, reason)
            return EVERYTHING
        return query

    def any(self, field: Field, depth: int) -> Query | None:
        parts = [self.all(field, depth)]
        while self.is_or():
            start = self.at
            self.at += 2
            if parts[-1] is None:
                self.fail(start, "nothing stands before the or", _QUOTE_IT)
            parts.append(self.all(field, depth))
            if parts[-1] is None:
                self.fail(start, "nothing stands behind the or", _QUOTE_IT)
        found = [part for part in parts if part is not None]
        return any_of(found) if found else None

    def all(self, field: Field, depth: int) -> Query | None:
        parts = []
        self.skip_spaces()
        while self.at < len(self.text) and self.text[self.at] != ")" and not self.is_or():
            if (part := self.item(field, depth)) is not None:
                parts.append(part)
            self.skip_spaces()
        return all_of(parts) if parts else None

    def item(self, field: Field, depth: int) -> Query | None:
        start = self.at
        while self.peek() == "-":
            self.at += 1
        if self.at == start:
            return self.one(field, depth)
        if self.is_end():
            return None  # a dash between words
        part = self.one(field, depth)
        if part is None:
            self.fail(start, "nothing stands behind the -", _QUOTE_IT)
        return None if part is None else negation(part)

    def one(self, field: Field, depth: int) -> Query | None:
        sign = self.peek()
        if sign == "(":
            return self.group(field, depth)
        if sign == '"':
            return self.phrase(field)
        if sign == "/" and not self.is_end(1):
            return self.regex(field)
        if name := self.field_name():
            return self.fielded(name, field, depth)
        return self.word(field)

    def group(self, field: Field, depth: int) -> Query | None:
        start = self.at
        self.at += 1
        if depth == MAX_DEPTH:
            self.fail(start, f"more than {MAX_DEPTH} parentheses inside one another")
            return None
        part = self.any(field, depth + 1)
        if self.peek() == ")":
            self.at += 1
        else:
            self.fail(start, "this parenthesis is not closed")
        if part is None:
            self.fail(start, "nothing stands between the parentheses")
        return part

    def field_name(self) -> str:
        """The field, or what must be meant for one, that begins here; `http://` is none."""
        end = self.at
        while self.text[end : end + 1].isalpha() and self.text[end].isascii():
            end += 1
        name = self.text[self.at : end]
        if self.text[end : end + 1] != ":":
            return ""
        if name.lower() in FIELDS:
            return name
        length = len(name) + 1
        if self.typing and end + 1 == len(self.text):
            return name
        return "" if self.is_end(length) or self.text.startswith("//", end + 1) else name

    def fielded(self, name: str, outer: Field, depth: int) -> Query | None:
        start = self.at
        self.at += len(name) + 1
        field = FIELDS.get(name.lower())
        if field is None:
            names = " ".join(f"{one}:" for one in Field if one)
            self.fail(start, f"{name}: is no field", f"there are {names}; {_QUOTE_IT}")
        elif outer:
            self.fail(start, f"{name}: stands inside {outer}:")
        elif self.is_end():
            self.fail(start, f"{name}: has no value", "write it right behind the colon")
        elif self.peek() == "-":
            self.fail(start, f"the - stands behind {name}:", f"write -{name}: instead")
        else:
            part = self.one_value(field, depth)
            if part is None:
                self.fail(start, f"{name}: has no letter or digit to look for")
            return part
        if not self.is_end():
            self.one_value(Field.TEXT, depth)  # belongs to what was wrong
        return None

    def one_value(self, field: Field, depth: int) -> Query | None:
        """What stands right behind a colon, where a word may hold a colon of its own."""
        if self.peek() in ("(", '"') or (self.peek() == "/" and not self.is_end(1)):
            return self.one(field, depth)
        return self.word(field)

    def phrase(self, field: Field) -> Query | None:
        start = self.at
        self.at += 1
        said = []
        while (sign := self.peek()) not in ("", '"'):
            if sign == "\\" and self.peek(1) in ("\\", '"'):
                sign = self.peek(1)
                self.at += 1
            said.append(sign)
            self.at += 1
        is_open = not self.peek()
        if is_open:
            self.fail(start, "these quotes are not closed")
        self.at += 1
        prefix = self.peek() == "*"
        self.at += prefix
        if is_open:
            prefix = not said[-1:] or not said[-1].isspace()
        return self.term(start, Term(field, "".join(said), MatchForm.PHRASE, prefix))

    def regex(self, field: Field) -> Query | None:
        start = self.at
        self.at += 1
        said = []
        while (sign := self.peek()) not in ("", "/"):
            if sign == "\\":
                sign = "/" if self.peek(1) == "/" else sign + self.peek(1)
                self.at += 1
            said.append(sign)
            self.at += 1
        if not self.peek():
            self.fail(start, "this regex is not closed", r"end it with /, write / inside as \/")
            if said and said[-1] == "\\":
                said.pop()
        self.at += 1
        return self.term(start, Term(field, "".join(said), MatchForm.REGEX))

    def word(self, field: Field) -> Query | None:
        start = self.at
        while not self.is_end() and self.peek() not in ("(", '"'):
            self.at += 1
        said = self.text[start : self.at]
        is_open = self.typing and self.at == len(self.text) and not _is_whole(field, said)
        prefix = said.endswith("*")
        text = said[:-1] if prefix else said
        is_or = text.lower() == "or" and not field  # has to be quoted when it is printed
        form = MatchForm.PHRASE if is_or and not prefix else MatchForm.WORD
        return self.term(start, Term(field, text, form, prefix or is_open))

    def term(self, start: int, term: Term) -> Query | None:
        """The term if it can be looked for."""
        try:
            return _checked(term, typing=self.typing)
        except ValueError as error:
            self.fail(start, str(error))
            return None

    def fail(self, at: int, reason: str, hint: str = "") -> None:
        """Raise, unless somebody is typing."""
        if not self.typing:
            raise QueryError(self.text, at, reason, hint)

    def is_or(self) -> bool:
        return self.text[self.at : self.at + 2].lower() == "or" and (
            self.is_end(2) or self.peek(2) in ("(", '"')
        )

    def is_end(self, ahead: int = 0) -> bool:
        """Whether a word would end so many characters ahead."""
        sign = self.peek(ahead)
        return not sign or sign == ")" or sign.isspace()

    def peek(self, ahead: int = 0) -> str:
        """The character so many places ahead; behind the end it is empty."""
        return self.text[self.at + ahead : self.at + ahead + 1]

    def skip_spaces(self) -> None:
        while self.peek().isspace():
            self.at += 1


def _is_whole(field: Field, text: str) -> bool:
    """Whether a word cannot be meant to go on: one of a few values, or the id of a paper."""
    if field in _WITH_VALUES:
        return True
    if field not in (Field.TEXT, Field.ID):
        return False
    try:
        PaperRef.parse(text)
    except InputError:
        return False
    return True


def _checked(term: Term, *, typing: bool) -> Term | None:
    """The term if it can be looked for; None if it is a word of nothing but signs.

    Raises:
        ValueError: It cannot, with the reason.
    """
    if term.field in _WITH_VALUES:
        return _checked_value(term, typing=typing)
    if term.form is MatchForm.REGEX:
        if term.field not in _WITH_TEXT:
            raise ValueError(f"{term.field}: takes no regex")
        if not term.text:
            raise ValueError("the regex is empty")
        patterns.compiled(term.text)
        return term
    said = tokens(term.text) if term.field in _WITH_TEXT else folded_name(term.text)
    is_anything = term.prefix and not term.text and term.field not in _SEARCHED  # `tag:*`
    is_slash = (
        term.form is MatchForm.WORD and term.text == "/"
    )  # would begin a regex with a * behind
    if (said or is_anything) and not is_slash:
        return term
    if term.form is MatchForm.WORD:
        return None
    raise ValueError("there is no letter or digit between the quotes")


def _checked_value(term: Term, *, typing: bool) -> Term:
    """A term of a field with a fixed set of values; a day may be half-typed."""
    check = _WITH_VALUES[term.field]
    if term.form is not MatchForm.WORD or term.prefix:
        raise ValueError(f"{term.field}: takes one plain word")
    try:
        check(term.text)
    except ValueError:
        if typing and term.field is Field.DAY and (begun := _longest_day(term.text)):
            return Term(Field.DAY, begun)
        raise
    return term


def _longest_day(text: str) -> str:
    """The longest beginning of a text that is a day, a month, a year or a range of these."""
    for length in range(min(len(text), len("2026-02-12..2026-02-12")), 0, -1):
        try:
            value_readers.days(text[:length])
        except ValueError:
            continue
        return text[:length]
    return ""
