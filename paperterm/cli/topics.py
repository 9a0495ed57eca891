"""`paperterm topics [list|add|remove|test]`."""

from __future__ import annotations

import argparse
from typing import Any

from paperterm.cli.common import day_argument, json_argument, open_session, parse_text
from paperterm.cli.output import put_result
from paperterm.config.defaults import plain_keywords
from paperterm.errors import InputError
from paperterm.model import Day, Entry
from paperterm.model.taxonomy import hint_for, is_category
from paperterm.session import Selection, Session
from paperterm.topics import Keyword, Match, Topic, Why


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verbs, their arguments and --json."""
    json_argument(parser)
    parser.set_defaults(do=_list)
    verbs = parser.add_subparsers(title="verbs (default: list)", metavar="VERB")
    verb = verbs.add_parser("list", help="list the topics")
    json_argument(verb, default=argparse.SUPPRESS)
    verb = verbs.add_parser("add", help="add a topic to config.toml")
    verb.add_argument("name", metavar="NAME", type=parse_text, help="the name of the topic")
    verb.add_argument(
        "-k",
        "--keyword",
        metavar="K",
        action="append",
        nargs="+",
        required=True,
        type=parse_text,
        help="a keyword; repeat -k for alternatives; all words after one -k must occur",
    )
    verb.add_argument(
        "-f",
        "--filter",
        metavar="F",
        action="append",
        default=[],
        type=parse_text,
        help="a word that excludes a paper; may be repeated",
    )
    verb.add_argument(
        "--match",
        choices=[str(match) for match in Match],
        default="substring",
        help="match inside words or only whole words (default: substring)",
    )
    verb.add_argument(
        "-c",
        "--category",
        metavar="C",
        action="append",
        default=[],
        help="only papers in this category, such as cs.RO; may be repeated",
    )
    json_argument(verb, default=argparse.SUPPRESS)
    verb.set_defaults(do=_add)
    verb = verbs.add_parser("remove", help="remove a topic from config.toml")
    verb.add_argument("name", metavar="NAME", help="the name of the topic")
    json_argument(verb, default=argparse.SUPPRESS)
    verb.set_defaults(do=_remove)
    verb = verbs.add_parser("test", help="print which papers match, and why")
    verb.add_argument("name", metavar="NAME", nargs="?", help="the topic (default: all)")
    day_argument(verb, "the day to test", default="the newest")
    json_argument(verb, default=argparse.SUPPRESS)
    verb.set_defaults(do=_test)


def run(args: argparse.Namespace) -> int:
    """Run the verb."""
    args.do(open_session(), args)
    return 0


def _list(session: Session, args: argparse.Namespace) -> None:
    topics = session.settings.topics
    put_result(list(map(_record, topics)), "".join(map(_line, topics)), as_json=args.json)


def _add(session: Session, args: argparse.Namespace) -> None:
    keywords = tuple(map(tuple, args.keyword))
    if not all(text.strip() for texts in [*keywords, args.filter, [args.name]] for text in texts):
        raise InputError("topics add", "a name, keyword or filter is empty", "leave it out")
    if unknown := [one for one in args.category if not is_category(one)]:
        raise InputError(repr(unknown[0]), "unknown category", hint_for(unknown[0]))
    topic = Topic(args.name, keywords, tuple(args.filter), Match(args.match), tuple(args.category))
    session.add_topic(topic)
    put_result(_record(topic), f"added {_line(topic)}", as_json=args.json)


def _remove(session: Session, args: argparse.Namespace) -> None:
    topic = session.topic(args.name)
    session.remove_topic(topic.name)
    put_result(_record(topic), f"removed {_line(topic)}", as_json=args.json)


def _test(session: Session, args: argparse.Namespace) -> None:
    topics = (session.topic(args.name),) if args.name else session.settings.topics
    day = Selection.of_day(args.day or _newest(session))
    tested = [
        (entry, topic, why)
        for entry in session.entries(day._replace(following=session.following))
        for topic in topics
        if topic.accepts(entry.paper.categories)
        and (why := topic.why(entry.paper.searched)).keywords
    ]
    records = [_tested_record(*one) for one in tested]
    put_result(records, "".join(_tested_line(*one) for one in tested), as_json=args.json)


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
        "keywords": plain_keywords(topic.keywords),
        "filters": list(topic.filters),
        "match": str(topic.match),
        "categories": list(topic.categories),
    }


def _tested_record(entry: Entry, topic: Topic, why: Why) -> dict[str, Any]:
    return {
        "topic": topic.name,
        "id": str(entry.id),
        "title": entry.paper.title,
        "matches": why.matches,
        "keywords": plain_keywords(why.keywords),
        "filters": list(why.filters),
    }


def _tested_line(entry: Entry, topic: Topic, why: Why) -> str:
    sign = "+" if why.matches else "-"
    filtered = f"; but {', '.join(why.filters)}" if why.filters else ""
    title = " ".join(entry.paper.title.split())
    return f"{sign} {topic.name}  {entry.id}  {title}  ({_keywords(why.keywords)}{filtered})\n"
