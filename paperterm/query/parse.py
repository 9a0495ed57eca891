"""Read a query.

The parser is written by hand: lark takes 26 to 60 ms to import and pyparsing 48 to 64, too long for
the start, and neither can complete a query that is being typed.

    any   = all ("or" all)*            all  = item ("AND"? item)*
    item  = ("NOT" | "-")* one
    one   = "(" any ")" | field one | "phrase" "*"? | /regex/ | word "*"?
"""

from __future__ import annotations

from typing import NamedTuple, NoReturn

from paperterm.errors import QueryError
from paperterm.model import PaperId, PaperRef
from paperterm.query.fields import BY_NAME, Field
from paperterm.query.tree import (
    EVERYTHING,
    MatchForm,
    Query,
    Term,
    Value,
    all_of,
    any_of,
    negation,
    replace_terms,
)

MAX_LENGTH = 10_000
"""Characters of a query."""

MAX_DEPTH = 10
"""Nested parentheses; the parser of FTS5 allows few more."""

_MAY_GROW = MAX_LENGTH // 8
"""A query of this length stays below `MAX_LENGTH` when `topic:(a b)` becomes `topic:a topic:b`."""

_LONGEST_ADDRESS = 500

_TOO_LONG = f"the query is longer than {MAX_LENGTH:,} characters"
_END_REGEX = r"end it with /, write / inside as \/"
_QUOTE_IT = "put it in quotes to search for the text"


class TypedQuery(NamedTuple):
    """A query that is being typed: its completed text, which `parse` reads, and the query."""

    text: str
    query: Query


def parse(text: str) -> Query:
    """Read a whole query; an empty one matches everything.

    Raises:
        QueryError: The query is invalid; with the place and the reason.
    """
    return _Reader(text, closes=False).whole()


def parse_typed(text: str) -> TypedQuery:
    """Read a query that is being typed.

    Open quotes, regexes and parentheses are closed at the end, and a word at the end gets a `*`.

    Raises:
        QueryError: The query is invalid even then; with the place and the reason.
    """
    reader = _Reader(text, closes=True)
    query = reader.whole()
    closed = reader.closed()
    if len(closed) > MAX_LENGTH:
        raise QueryError(closed, MAX_LENGTH, _TOO_LONG)
    return TypedQuery(closed, query)


def with_ids(query: Query) -> Query:
    """Return the query in which a word that is an arXiv id finds that paper, too."""
    return replace_terms(query, _or_id)


def _or_id(term: Term) -> Query:
    if term.field is not Field.TEXT or term.form is MatchForm.REGEX:
        return term
    ref = PaperRef.find(term.text)
    return any_of([term, Term(Field.ID, ref.id)]) if ref else term


def only_id(query: Query) -> PaperId | None:
    """Return the paper of a query that is an id and nothing else."""
    if not isinstance(query, Term) or query.field not in (Field.TEXT, Field.ID):
        return None
    ref = None if query.form is MatchForm.REGEX else PaperRef.find(query.text)
    return ref.id if ref else None


class _Reader:
    """Reads a text once. Its methods read the part at `at`, and set `at` to its end.

    They return None for a word without letters and digits, such as the `&` of a title.
    """

    def __init__(self, text: str, *, closes: bool) -> None:
        self.text = text
        self.closes = closes
        self.at = 0
        self.missing = ""
        """The signs that close the open parts of the text."""

    def closed(self) -> str:
        """Return the text with the missing signs at its end."""
        text = self.text.lstrip()
        is_inside = self.missing[:1] in ('"', "/", "\\")  # keep a space at the end
        return (text if is_inside else text.rstrip()) + self.missing

    def whole(self) -> Query:
        if len(self.text) > MAX_LENGTH:
            self.fail(MAX_LENGTH, _TOO_LONG)
        ref = PaperRef.find(self.text)
        if ref and self.text.strip() != str(ref):  # pasted; it may have blanks, brackets and colons
            return Term(Field.ID, str(ref))
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
            self.fail(0, f"with its fields written out, {_TOO_LONG}")
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
        parts: list[Query] = []
        self.skip_spaces()
        while not self.is_over():
            if self.is_operator("AND"):
                if not parts:
                    self.fail(self.at, "nothing before the AND", _QUOTE_IT)
                self.operator("AND")
            if (part := self.item(field, depth)) is not None:
                parts.append(part)
            self.skip_spaces()
        return all_of(parts) if parts else None

    def operator(self, name: str) -> None:
        """Skip an operator, which something must follow."""
        start = self.at
        self.at += len(name)
        self.skip_spaces()
        if self.is_over() or self.is_operator("AND"):
            self.fail(start, f"nothing after the {name}", _QUOTE_IT)

    def item(self, field: Field, depth: int) -> Query | None:
        is_negated = False
        while self.is_operator("NOT"):
            self.operator("NOT")
            is_negated = not is_negated
        part = self.dashed(field, depth)
        return negation(part) if part and is_negated else part

    def dashed(self, field: Field, depth: int) -> Query | None:
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
        """Return the name of a field, known or not, that begins here; `http://` is not one."""
        end = self.at
        while self.text[end : end + 1].isalpha() and self.text[end].isascii():
            end += 1
        name = self.text[self.at : end]
        if self.text[end : end + 1] != ":":
            return ""
        if name.lower() in BY_NAME:
            return name
        is_word = self.is_end(len(name) + 1) or self.text.startswith("//", end + 1)
        return "" if is_word or self.is_id() else name

    def is_id(self) -> bool:
        """Return whether the word that begins here is the id of a paper, such as `doi:10.…`."""
        words = self.text[self.at : self.at + _LONGEST_ADDRESS].split(None, 1)
        return bool(words) and PaperRef.find(words[0]) is not None

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
                missing = '\\"'  # a single backslash would escape the quote
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
        is_operator = text.lower() == "or" or text in ("AND", "NOT")  # printed with quotes
        if is_operator and field is Field.TEXT and not prefix:
            return self.term(start, field, Value(text, MatchForm.PHRASE))
        is_open = self.closes and self.at == len(self.text) and not prefix
        # With a * behind it, `see:` would be a field.
        is_open = is_open and not field.is_whole(text) and not text.endswith(":")
        term = self.term(start, field, Value(text, MatchForm.WORD, prefix or is_open))
        if is_open and term is not None:
            self.missing += "*"
        return term

    def term(self, start: int, field: Field, value: Value, unclosed: str = "") -> Term | None:
        """Return a term; None for a word without letters and digits.

        `unclosed` is the error of an open quote or regex.
        """
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
        name = self.text[self.at : self.at + 2]
        return name.lower() == "or" and self.is_operator(name)

    def is_operator(self, name: str) -> bool:
        """Return whether an operator begins here."""
        size = len(name)
        return self.text.startswith(name, self.at) and (
            self.is_end(size) or self.peek(size) in ("(", '"')
        )

    def is_over(self) -> bool:
        """Return whether no item can begin here."""
        return self.at >= len(self.text) or self.text[self.at] == ")" or self.is_or()

    def is_end(self, ahead: int = 0) -> bool:
        """Return whether a word would end so many characters ahead."""
        sign = self.peek(ahead)
        return not sign or sign == ")" or sign.isspace()

    def peek(self, ahead: int = 0) -> str:
        """Return the character so many places ahead; empty behind the end."""
        return self.text[self.at + ahead : self.at + ahead + 1]

    def skip_spaces(self) -> None:
        while self.peek().isspace():
            self.at += 1


def _nearest(name: str) -> str:
    """Return the fields to try instead of an unknown one."""
    from difflib import get_close_matches

    fields = [field for field in Field if field.key]
    by_word = BY_NAME | {field.name.lower(): field for field in fields}  # author: as well as au:
    near = [by_word[word] for word in get_close_matches(name.lower(), by_word, n=1)]
    return f"try {' '.join(field.written for field in near or fields)}"
