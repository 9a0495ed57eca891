"""Reading a query.

Written by hand: lark takes 26 to 60 ms to import and pyparsing 48 to 64, more than the reader has
for its whole start, and neither can close what is open in a query that is still being typed.

    any   = all ("or" all)*            all  = item+           item = "-"? one
    one   = "(" any ")" | field one | "phrase" "*"? | /regex/ | word "*"?
"""

from __future__ import annotations

from typing import NamedTuple, NoReturn

from paperterm.errors import QueryError
from paperterm.query.fields import BY_NAME, Field
from paperterm.query.readers import MatchForm, Value
from paperterm.query.tree import EVERYTHING, Query, Term, all_of, any_of, negation

MAX_LENGTH = 10_000
"""Characters of a query."""

MAX_DEPTH = 10
"""Nested parentheses; FTS5's own parser has no room for many more."""

_MAY_GROW = MAX_LENGTH // 8
"""Shorter queries cannot grow longer than that when `topic:(a b)` becomes `topic:a topic:b`."""

_TOO_LONG = f"the query is longer than {MAX_LENGTH:,} characters"
_END_REGEX = r"end it with /, write / inside as \/"
_QUOTE_IT = "put it in quotes to search for the text"


class TypedQuery(NamedTuple):
    """A query that may not be finished: the text that `parse` reads as it, and the query."""

    text: str
    query: Query


def parse(text: str) -> Query:
    """Read a whole query; an empty one matches everything.

    Raises:
        QueryError: The query is invalid; with the place and the reason.
    """
    return _Reader(text, closes=False).whole()


def parse_typed(text: str) -> TypedQuery:
    """Read a query that is still being typed.

    Quotes, regexes and parentheses that are open end with the text, and the last word or the last
    word of an open phrase may go on, as if `*` were behind it.

    Raises:
        QueryError: The query is invalid all the same; with the place and the reason.
    """
    reader = _Reader(text, closes=True)
    query = reader.whole()
    closed = reader.closed()
    if len(closed) > MAX_LENGTH:
        raise QueryError(closed, MAX_LENGTH, _TOO_LONG)
    return TypedQuery(closed, query)


class _Reader:
    """Goes through a text once. Its methods read what is at `at`, and move behind it.

    They return None for a word without a letter or digit, such as the `&` of a title, which no
    text can be searched for.
    """

    def __init__(self, text: str, *, closes: bool) -> None:
        self.text = text
        self.closes = closes
        self.at = 0
        self.missing = ""
        """What closes the text, as far as it was open."""

    def closed(self) -> str:
        """Return the text with what was missing at its end."""
        text = self.text.lstrip()
        is_inside = self.missing[:1] in ('"', "/", "\\")  # a space at the end belongs to it
        return (text if is_inside else text.rstrip()) + self.missing

    def whole(self) -> Query:
        if len(self.text) > MAX_LENGTH:
            self.fail(MAX_LENGTH, _TOO_LONG)
        parts = []
        while self.at < len(self.text):
            if (part := self.any(Field.TEXT, 0)) is not None:
                parts.append(part)
            if self.at < len(self.text):
                self.fail(self.at, "no open parenthesis to close")
        if not parts and self.text.strip():
            self.fail(0, "no letter or digit to search for")
        query = all_of(parts) if parts else EVERYTHING
        if len(self.text) > _MAY_GROW and len(str(query)) > MAX_LENGTH:
            self.fail(0, f"with its fields written out {_TOO_LONG}")
        return query

    def any(self, field: Field, depth: int) -> Query | None:
        parts = [self.all(field, depth)]
        while self.is_or():
            start = self.at
            self.at += 2
            if parts[-1] is None:
                self.fail(start, "nothing before the or", _QUOTE_IT)
            parts.append(self.all(field, depth))
            if parts[-1] is None:
                self.fail(start, "nothing after the or", _QUOTE_IT)
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
            self.fail(start, "nothing after the -", _QUOTE_IT)
        return negation(part)

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

    def group(self, field: Field, depth: int) -> Query:
        start = self.at
        self.at += 1
        if depth == MAX_DEPTH:
            self.fail(start, f"more than {MAX_DEPTH} nested parentheses")
        part = self.any(field, depth + 1)
        is_open = self.peek() != ")"
        if is_open and (part is None or not self.closes):
            self.fail(start, "this parenthesis is not closed")
        if part is None:
            self.fail(start, "nothing between the parentheses")
        if is_open:
            self.missing += ")"
        self.at += 1
        return part

    def field_name(self) -> str:
        """Return the field, or what must be meant for one, that begins here; `http://` is none."""
        end = self.at
        while self.text[end : end + 1].isalpha() and self.text[end].isascii():
            end += 1
        name = self.text[self.at : end]
        if self.text[end : end + 1] != ":":
            return ""
        if name.lower() in BY_NAME:
            return name
        is_word = self.is_end(len(name) + 1) or self.text.startswith("//", end + 1)
        return "" if is_word else name

    def fielded(self, name: str, outer: Field, depth: int) -> Query:
        start = self.at
        self.at += len(name) + 1
        field = BY_NAME.get(name.lower())
        if field is None:
            self.fail(start, f"unknown field '{name}'", f"{_nearest(name)}, or {_QUOTE_IT}")
        if outer is not Field.TEXT:
            self.fail(start, f"{name}: inside {outer.written}")
        if self.is_end():
            self.fail(start, field.takes, "leave no space after the colon")
        if self.peek() == "-":
            self.fail(start, f"the - is after {name}:", f"write -{name}: instead")
        if self.peek() in ("(", '"') or (self.peek() == "/" and not self.is_end(1)):
            part = self.one(field, depth)
        else:
            part = self.word(field)  # which may hold a colon of its own
        if part is None:
            self.fail(start, f"no letter or digit after {name}:")
        return part

    def phrase(self, field: Field) -> Query | None:
        start = self.at
        self.at += 1
        signs = []
        missing = '"'
        while (sign := self.peek()) not in ("", '"'):
            if sign == "\\" and self.peek(1) in ("\\", '"'):
                sign = self.peek(1)
                self.at += 1
            elif sign == "\\" and not self.peek(1):
                missing = '\\"'  # or it would keep the quotes open
            signs.append(sign)
            self.at += 1
        unclosed = "" if self.peek() else "these quotes are not closed"
        self.at += 1
        prefix = self.peek() == "*"
        self.at += prefix
        if unclosed:
            prefix = not signs[-1:] or not signs[-1].isspace()
            self.missing += missing + "*" * prefix
        value = Value("".join(signs), MatchForm.PHRASE, prefix)
        return self.term(start, field, value, unclosed)

    def regex(self, field: Field) -> Query | None:
        start = self.at
        self.at += 1
        signs = []
        while (sign := self.peek()) not in ("", "/"):
            if sign == "\\":
                sign = "/" if self.peek(1) == "/" else sign + self.peek(1)
                self.at += 1
            signs.append(sign)
            self.at += 1
        unclosed = "" if self.peek() else f"this regex is not closed; {_END_REGEX}"
        if unclosed:
            self.missing += "/"
            if signs[-1:] == ["\\"]:
                self.fail(start, unclosed)
        self.at += 1
        return self.term(start, field, Value("".join(signs), MatchForm.REGEX), unclosed)

    def word(self, field: Field) -> Query | None:
        start = self.at
        while not self.is_end() and self.peek() not in ("(", '"'):
            self.at += 1
        typed = self.text[start : self.at]
        prefix = typed.endswith("*")
        text = typed[:-1] if prefix else typed
        is_or = text.lower() == "or" and field is Field.TEXT  # is quoted when it is printed
        if is_or and not prefix:
            return self.term(start, field, Value(text, MatchForm.PHRASE))
        is_open = self.closes and self.at == len(self.text) and not prefix
        # With a * behind it, `see:` would be a field.
        is_open = is_open and not field.is_whole(text) and not text.endswith(":")
        term = self.term(start, field, Value(text, MatchForm.WORD, prefix or is_open))
        if is_open and term is not None:
            self.missing += "*"
        return term

    def term(self, start: int, field: Field, value: Value, unclosed: str = "") -> Term | None:
        """Return a term; None for a word that is only signs. `unclosed` says what is open."""
        if unclosed and not self.closes:
            self.fail(start, unclosed)
        try:
            condition = field.read(value)
        except ValueError as error:
            self.fail(start, unclosed or str(error))
        return Term(field, value.text, value.form, value.prefix) if condition else None

    def fail(self, at: int, reason: str, hint: str = "") -> NoReturn:
        raise QueryError(self.text, at, reason, hint)

    def is_or(self) -> bool:
        return self.text[self.at : self.at + 2].lower() == "or" and (
            self.is_end(2) or self.peek(2) in ("(", '"')
        )

    def is_end(self, ahead: int = 0) -> bool:
        """Return whether a word would end so many characters ahead."""
        sign = self.peek(ahead)
        return not sign or sign == ")" or sign.isspace()

    def peek(self, ahead: int = 0) -> str:
        """Return the character so many places ahead; behind the end it is empty."""
        return self.text[self.at + ahead : self.at + ahead + 1]

    def skip_spaces(self) -> None:
        while self.peek().isspace():
            self.at += 1


def _nearest(name: str) -> str:
    """Return which fields to try in the place of an unknown one."""
    from difflib import get_close_matches

    fields = [field for field in Field if field.key]
    by_word = BY_NAME | {field.name.lower(): field for field in fields}  # author: as well as au:
    near = [by_word[word] for word in get_close_matches(name.lower(), by_word, n=1)]
    return f"try {' '.join(field.written for field in near or fields)}"
