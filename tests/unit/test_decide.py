"""Is this new? And where does a paper of the query API belong?"""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from paperterm.model import (
    AnnouncedPaper,
    Announcement,
    Batch,
    Day,
    Kind,
    Paper,
    PaperId,
    SourcePaper,
    Status,
)
from paperterm.refresh.decide import Decision, decide, of_submissions, sift
from paperterm.sources.feed import merged
from paperterm.sources.source import FetchedSubmissions

MON, TUE, WED, THU = (Day(2026, 2, number) for number in (9, 10, 11, 12))


def paper(number: int, version: int | None = 1, **fields: object) -> Paper:
    return Paper(PaperId(f"2602.{number:05}"), f"Title {number}", version=version, **fields)  # type: ignore[arg-type]


def told(number: int, kind: Kind = Kind.NEW, version: int | None = 1) -> SourcePaper:
    return SourcePaper(paper(number, version), kind)


def kept(day: Day, number: int, kind: Kind | None = Kind.NEW, version: int = 1) -> AnnouncedPaper:
    return AnnouncedPaper(paper(number, version), Announcement(day, kind, 0))


def test_decide() -> None:
    assert decide(None, paper(1)) is Decision.NEW
    assert decide(paper(1), paper(1)) is Decision.SAME
    assert decide(paper(1), paper(1, 2)) is Decision.REVISED
    assert decide(paper(1, 2), paper(1)) is Decision.SAME
    assert decide(paper(1, None), paper(1, None, abstract="other")) is Decision.REVISED


def test_a_batch_that_was_served_yesterday_is_stale_whatever_its_date() -> None:
    before = {PaperId("2602.00001"): kept(TUE, 1), PaperId("2602.00002"): kept(TUE, 2)}
    sifted = sift([told(1), told(2)], before, WED)
    assert sifted.is_stale
    assert [one.paper.id for one in sifted.stale] == ["2602.00001", "2602.00002"]


def test_one_category_that_lags_is_left_out() -> None:
    before = {PaperId("2602.00001"): kept(TUE, 1)}
    current = SourcePaper(paper(7, primary_category="cs.LG"), Kind.NEW)
    lagging = SourcePaper(paper(1, primary_category="cs.AI"), Kind.NEW)
    sifted = sift([lagging, current], before, WED)
    assert not sifted.is_stale
    assert sifted.lagging == {"cs.AI"}
    assert sifted.fresh == (current,)


def test_a_paper_listed_once_more_among_new_ones_is_no_sign_of_an_old_batch() -> None:
    before = {PaperId("2602.00001"): kept(TUE, 1)}
    sifted = sift([told(1), told(7)], before, WED)
    assert not sifted.lagging
    assert len(sifted.fresh) == 2


def test_a_replacement_of_a_known_paper_is_fresh_and_the_same_one_twice_is_not() -> None:
    before = {PaperId("2602.00001"): kept(TUE, 1)}
    assert sift([told(1, Kind.REPLACE, 2)], before, WED).fresh
    again = {PaperId("2602.00001"): kept(TUE, 1, Kind.REPLACE, 2)}
    assert sift([told(1, Kind.REPLACE, 2)], again, WED).stale


def test_what_the_same_day_holds_is_not_stale() -> None:
    assert sift([told(1)], {PaperId("2602.00001"): kept(WED, 1)}, WED).fresh


@given(st.lists(st.tuples(st.integers(1, 40), st.sampled_from(list(Kind))), unique=True))
def test_sifting_loses_nothing_and_twice_is_once(rows: list[tuple[int, Kind]]) -> None:
    batch = [told(number, kind, 2) for number, kind in rows]
    before = {PaperId(f"2602.{number:05}"): kept(TUE, number) for number in range(1, 20)}
    sifted = sift(batch, before, WED)
    assert sorted(map(repr, [*sifted.fresh, *sifted.stale])) == sorted(map(repr, batch))
    assert sift(sifted.fresh, before, WED).fresh == sifted.fresh


def sent(number: int, moment: str) -> SourcePaper:
    time = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    return SourcePaper(paper(number, published=time), Kind.NEW)


def estimated(
    papers: list[SourcePaper],
    days: list[Day],
    known: Mapping[PaperId, AnnouncedPaper],
    filled: Collection[Day],
    settled: Day,
) -> list[Batch]:
    return of_submissions(FetchedSubmissions(tuple(days), tuple(papers), settled), known, filled)


def test_papers_go_to_the_day_that_the_cut_offs_give() -> None:
    batches = estimated(
        [sent(1, "2026-02-10 18:00"), sent(2, "2026-02-11 20:00")], [TUE, WED, THU], {}, [], THU
    )
    ids = {str(batch.day): [one.paper.id for one in batch.papers] for batch in batches}
    assert ids == {"2026-02-10": ["2602.00001"], "2026-02-11": [], "2026-02-12": ["2602.00002"]}


def test_a_held_paper_goes_to_the_oldest_day_of_the_gap_and_a_known_one_nowhere() -> None:
    long_ago = [sent(1, "2026-01-20 12:00"), sent(2, "2026-01-20 12:00")]
    known = {PaperId("2602.00002"): kept(Day(2026, 1, 21), 2)}
    told = [*long_ago, sent(3, "2026-02-11 12:00"), sent(4, "2026-01-08 12:00")]
    fetched = [Day(2026, 1, 20)]
    batches = estimated(told, [TUE, WED], known, fetched, WED)
    ids = {str(batch.day): [one.paper.id for one in batch.papers] for batch in batches}
    assert ids == {"2026-02-10": ["2602.00001"], "2026-02-11": ["2602.00003"]}


def test_a_day_that_the_api_does_not_reach_yet_is_left_for_another_time() -> None:
    def statuses(told: list[SourcePaper], settled: Day) -> list[Status]:
        batches = estimated(told, [TUE, WED], {}, [], settled)
        return [batch.status for batch in batches]

    tuesdays, wednesdays = sent(1, "2026-02-10 12:00"), sent(2, "2026-02-11 12:00")
    assert statuses([tuesdays], THU) == [Status.ESTIMATED, Status.PARTIAL]
    assert statuses([tuesdays, wednesdays], THU) == [Status.ESTIMATED, Status.ESTIMATED]
    # The last Day that the answer reaches may be there by half, until it is settled.
    assert statuses([tuesdays, wednesdays], TUE) == [Status.ESTIMATED, Status.PARTIAL]
    assert statuses([tuesdays], MON) == [Status.PARTIAL, Status.PARTIAL]
    assert statuses([], THU) == [Status.PARTIAL, Status.PARTIAL]
    thursdays = sent(3, "2026-02-12 12:00")
    assert statuses([thursdays], MON) == [Status.ESTIMATED, Status.ESTIMATED]


def test_feeds_of_single_categories_merge_to_the_best_kind() -> None:
    feeds = [[told(1, Kind.CROSS), told(2, Kind.REPLACE)], [told(1), told(3, Kind.CROSS)]]
    assert [(one.paper.id[-1], one.kind) for one in merged(feeds)] == [
        ("1", Kind.NEW),
        ("3", Kind.CROSS),
        ("2", Kind.REPLACE),
    ]
