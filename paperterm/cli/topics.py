"""`paperterm topics [list|add|remove|test]`."""

from __future__ import annotations

import argparse
from typing import Any

from paperterm.cli.common import day_argument, json_argument, open_session, utf8
from paperterm.cli.output import put, put_json
from paperterm.errors import InputError
from paperterm.model import Day, Entry
from paperterm.session import Selection, Session
from paperterm.topics import Keyword, Match, Topic, Why, is_category


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, and to which topic."""
    json_argument(parser)
    parser.set_defaults(do=_list)
    verbs = parser.add_subparsers(title="what to do (list by default)", metavar="VERB")
    verb = verbs.add_parser("list", help="list the topics")
    json_argument(verb, default=argparse.SUPPRESS)
    verb = verbs.add_parser("add", help="write a new topic into config.toml")
    verb.add_argument("name", metavar="NAME", type=utf8)
    verb.add_argument(
        "-k",
        "--keyword",
        metavar="K",
        action="append",
        nargs="+",
        required=True,
        type=utf8,
        help="a keyword, once for each; several words after one -k must all occur",
    )
    verb.add_argument(
        "-f",
        "--filter",
        metavar="F",
        action="append",
        default=[],
        type=utf8,
        help="a word that keeps a paper out, once for each",
    )
    verb.add_argument(
        "--match",
        choices=[str(match) for match in Match],
        default="substring",
        help="find keywords inside words too, or whole words only; substring by default",
    )
    verb.add_argument(
        "-c",
        "--category",
        metavar="C",
        action="append",
        default=[],
        help="only papers in this category, such as cs.RO; once for each",
    )
    json_argument(verb, default=argparse.SUPPRESS)
    verb.set_defaults(do=_add)
    verb = verbs.add_parser("remove", help="take a topic out of config.toml")
    verb.add_argument("name", metavar="NAME")
    json_argument(verb, default=argparse.SUPPRESS)
    verb.set_defaults(do=_remove)
    verb = verbs.add_parser("test", help="say what matches, and why")
    verb.add_argument("name", metavar="NAME", nargs="?", help="one topic; all by default")
    day_argument(verb, "the day to test on; the newest one by default")
    json_argument(verb, default=argparse.SUPPRESS)
    verb.set_defaults(do=_test)


def run(args: argparse.Namespace) -> int:
    """Do what was asked."""
    do = args.do
    return int(do(open_session(), args))


def _list(session: Session, args: argparse.Namespace) -> int:
    topics = session.settings.topics
    if args.json:
        put_json([_record(topic) for topic in topics])
    else:
        put("".join(map(_line, topics)))
    return 0


def _add(session: Session, args: argparse.Namespace) -> int:
    keywords = tuple(map(tuple, args.keyword))
    if not all(text.strip() for texts in [*keywords, args.filter, [args.name]] for text in texts):
        raise InputError("topics add", "an empty name, keyword or filter", "leave it out")
    if strange := [one for one in args.category if not is_category(one)]:
        raise InputError(repr(strange[0]), "is no category of arXiv", "such as cs.RO")
    topic = Topic(args.name, keywords, tuple(args.filter), Match(args.match), tuple(args.category))
    session.add_topic(topic)
    if args.json:
        put_json(_record(topic))
    else:
        put(f"added {_line(topic)}")
    return 0


def _remove(session: Session, args: argparse.Namespace) -> int:
    topic = session.topic(args.name)
    session.remove_topic(topic.name)
    if args.json:
        put_json(_record(topic))
    else:
        put(f"removed {_line(topic)}")
    return 0


def _test(session: Session, args: argparse.Namespace) -> int:
    topics = (session.topic(args.name),) if args.name else session.settings.topics
    tested = [
        (entry, topic, why)
        for entry in session.entries(Selection.of_day(args.day or _newest(session)))
        for topic in topics
        if topic.accepts(entry.paper.categories)
        and (why := topic.why(entry.paper.searched)).keywords
    ]
    if args.json:
        put_json([_tested_record(*one) for one in tested])
    else:
        put("".join(_tested_line(*one) for one in tested))
    return 0


def _newest(session: Session) -> Day:
    if days := session.library.days():
        return days[0]
    raise InputError("", "the library is empty", "import or fetch a day first")


def _line(topic: Topic) -> str:
    parts = [_keywords(topic.keywords)]
    if topic.filters:
        parts.append(f"but not “{'”, “'.join(topic.filters)}”")
    if topic.match is Match.WORD:
        parts.append("whole words")
    if topic.categories:
        parts.append(f"in {', '.join(topic.categories)}")
    return f"{topic.name}: {'; '.join(parts)}\n"


def _keywords(keywords: tuple[Keyword, ...]) -> str:
    return ", ".join(" + ".join(words) for words in keywords) or "no keywords"


def _record(topic: Topic) -> dict[str, Any]:
    return {
        "name": topic.name,
        "keywords": _json_keywords(topic.keywords),
        "filters": list(topic.filters),
        "match": str(topic.match),
        "categories": list(topic.categories),
    }


def _json_keywords(keywords: tuple[Keyword, ...]) -> list[Any]:
    return [words[0] if len(words) == 1 else list(words) for words in keywords]


def _tested_record(entry: Entry, topic: Topic, why: Why) -> dict[str, Any]:
    return {
        "topic": topic.name,
        "id": str(entry.id),
        "title": entry.paper.title,
        "matches": why.matches,
        "keywords": _json_keywords(why.keywords),
        "filters": list(why.filters),
    }


def _tested_line(entry: Entry, topic: Topic, why: Why) -> str:
    sign = "+" if why.matches else "-"
    filtered = f"; but {', '.join(why.filters)}" if why.filters else ""
    title = " ".join(entry.paper.title.split())
    return f"{sign} {topic.name}  {entry.id}  {title}  ({_keywords(why.keywords)}{filtered})\n"
