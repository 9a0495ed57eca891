"""A paper as a JSON object: the contract with scripts outside the project."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from paperterm.errors import InputError
from paperterm.model import Announcement, Entry, Kind, Mark, Paper, PaperId
from paperterm.model.record import marked_record, parse, record
from tests.building import DAY, NOON, later, paper

KEYS = (
    "id version title authors authors_truncated abstract categories primary_category announced "
    "kind published updated comment journal_ref doi"
)
FULL = paper(
    "math/0309136",
    "Title",
    authors=("A", "B"),
    authors_truncated=True,
    abstract="Text",
    categories=("cs.AI", "cs.LG"),
    primary_category="cs.AI",
    version=3,
    published=datetime(2026, 2, 1, tzinfo=UTC),
    updated=datetime(2026, 2, 10, 17, 59, 59, 123, tzinfo=UTC),
    comment="9 pages",
    journal_ref="J. 1 (2026)",
    doi="10.1000/1",
    extra={"score": 0, "code": None, "tagged": {"by": ["me", False]}},
)


def read(**told: Any) -> Paper:
    return parse({"id": "2602.00001", "title": "T", **told}).paper


def test_only_an_id_and_a_title_must_be_there() -> None:
    parsed = parse({"id": "2602.00001", "title": "T"})
    assert parsed == (Paper(PaperId("2602.00001"), "T"), None, None)


def test_unknown_values_are_null_and_the_keys_are_those_of_the_contract() -> None:
    told = record(paper(), None)
    assert list(told) == KEYS.split()
    known = {key: value for key, value in told.items() if value is not None}
    assert known == {
        "id": "2602.00001",
        "title": "Paper 1",
        "authors": [],
        "authors_truncated": False,
        "categories": [],
    }


def test_everything_survives_a_round_trip_through_json() -> None:
    told = json.loads(json.dumps(record(FULL, Announcement(DAY, Kind.REPLACE_CROSS, 7))))
    assert told["published"] == "2026-02-01T00:00:00Z"
    assert told["updated"] == "2026-02-10T17:59:59.000123Z"
    assert (told["announced"], told["kind"]) == ("2026-02-12", "replace-cross")
    assert parse(told) == (FULL, Kind.REPLACE_CROSS, DAY)


def test_marks_are_six_keys_more_and_not_read_back() -> None:
    mark = Mark(FULL.id).set_starred(True, NOON).set_tag("b", True, NOON).set_tag("a", True, NOON)
    told = marked_record(Entry(FULL, None, mark.set_note("see", later(1))))
    assert list(told)[-6:] == ["read", "starred", "queued", "dismissed", "tags", "note"]
    assert [told[key] for key in list(told)[-6:]] == [False, True, False, False, ["a", "b"], "see"]
    assert parse(told).paper == FULL


def test_a_version_in_the_id_counts_where_none_is_told() -> None:
    assert read(id="arXiv:2602.12063v4").version == 4
    assert read(id="2602.12063v4", version=5).version == 5


def test_the_primary_category_and_the_list_complete_each_other() -> None:
    assert read(categories=["cs.LG", "cs.AI"]).primary_category == "cs.LG"
    assert read(primary_category="cs.LG").categories == ("cs.LG",)
    assert read(categories=["cs.LG", "cs.AI"], primary_category="cs.AI").primary_category == "cs.AI"


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2026-02-12T18:00:00Z", datetime(2026, 2, 12, 18, tzinfo=UTC)),
        ("2026-02-12T13:00:00-05:00", datetime(2026, 2, 12, 18, tzinfo=UTC)),
        ("2026-02-12T18:00:00", datetime(2026, 2, 12, 18, tzinfo=UTC)),
        ("2026-02-12", datetime(2026, 2, 12, tzinfo=UTC)),
        ("0001-01-01T00:00:00+10:00", None),
        ("1969-12-31T23:59:59Z", None),
        ("9999-12-31T23:59:59.999999-10:00", None),
    ],
)
def test_times_are_utc_and_unknown_outside_the_years_of_arxiv(
    text: str, time: datetime | None
) -> None:
    assert read(published=text).published == time


@pytest.mark.parametrize("told", [None, [], "text", 7, ["id"]])
def test_something_else_than_an_object(told: object) -> None:
    with pytest.raises(InputError, match="is not a JSON object"):
        parse(told)


@pytest.mark.parametrize("missing", ["id", "title"])
@pytest.mark.parametrize("value", [..., None, "", " \n"])
def test_a_paper_without_id_or_title(missing: str, value: object) -> None:
    told = {"id": "2602.00001", "title": "T", missing: value}
    if value is ...:
        del told[missing]
    with pytest.raises(InputError, match=f"paper without {missing}"):
        parse(told)


TEXTS = "title abstract primary_category announced kind published updated comment journal_ref doi"
NO_TEXTS: tuple[object, ...] = (7, True, ["x"], {"x": 1})
NO_LISTS: tuple[object, ...] = ("A", 7, {"a": 1}, ["A", 7])
NO_TIMES = ("noon", "2026-02-30", "9999-99-99")
NO_VERSIONS: tuple[object, ...] = (0, -1, 1.5, "1", True, [1])
WRONG = [
    *((key, value) for key in ("id", *TEXTS.split()) for value in NO_TEXTS),
    *((key, value) for key in ("authors", "categories") for value in NO_LISTS),
    *((key, value) for key in ("published", "updated") for value in NO_TIMES),
    *(("version", value) for value in NO_VERSIONS),
    ("authors_truncated", "yes"),
    ("authors_truncated", 1),
    ("kind", "newest"),
]


@pytest.mark.parametrize(("key", "value"), WRONG)
def test_a_wrong_value_names_its_key(key: str, value: object) -> None:
    with pytest.raises(InputError) as caught:
        read(**{key: value})
    assert caught.value.subject == f'"{key}"'


def test_wrong_ids_and_days_say_so() -> None:
    with pytest.raises(InputError, match="'7': is not an arXiv id"):
        read(id="7")
    with pytest.raises(InputError, match="'2026-02-30': is not a day"):
        read(announced="2026-02-30")
