"""Ids, marks and topics, against a plain re-statement of their rules."""

import re
from datetime import timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from paperterm.errors import InputError
from paperterm.model import Keepsake, Mark, PaperId, PaperRef
from paperterm.model.queue import new_keys, queue_key
from paperterm.topics import Match, Topic
from tests.building import NOON, later, name

MONTHS = st.integers(1, 12)
FIVE_DIGITS = st.builds(
    "{:02}{:02}.{:05}".format, st.integers(15, 99), MONTHS, st.integers(0, 99999)
)
FOUR_DIGITS = st.builds("{:02}{:02}.{:04}".format, st.integers(8, 14), MONTHS, st.integers(0, 9999))
ARCHIVES = st.sampled_from(["math", "hep-th", "cond-mat", "q-bio", "astro-ph", "cs", "physics"])
CLASSES = st.sampled_from(["", ".GT", ".stat-mech", ".optics", ".AI"])
OLD = st.tuples(ARCHIVES, CLASSES, st.integers(91, 106), MONTHS, st.integers(1, 999))
VERSIONS = st.none() | st.integers(1, 9999)
BEFORE = st.sampled_from(
    ["", "arXiv:", "https://arxiv.org/abs/", "arxiv.org/pdf/", "10.48550/arXiv.", "oai:arXiv.org:"]
)


@given(FIVE_DIGITS | FOUR_DIGITS, VERSIONS, BEFORE)
def test_new_ids_are_read_as_they_are_printed(id_: str, version: int | None, before: str) -> None:
    ref = PaperRef(PaperId(id_), version)
    assert PaperRef.parse(f"{before}{ref}") == ref
    assert PaperRef.parse(ref.id.abs_url).id == ref.id
    assert ref.id.shard == (id_[:4], id_[5:7])


@given(OLD, VERSIONS, BEFORE)
def test_old_ids_lose_their_class_and_nothing_else(
    parts: tuple[str, str, int, int, int], version: int | None, before: str
) -> None:
    archive, subject, year, month, number = parts
    digits = f"{year % 100:02}{month:02}{number:03}"
    ref = PaperRef(PaperId(f"{archive}/{digits}"), version)
    after = f"v{version}" if version else ""
    assert PaperRef.parse(f"{before}{archive}{subject}/{digits}{after}") == ref
    assert PaperRef.parse(str(ref)) == ref


@given(st.text() | st.text("0123456789./v:arxivmth -"))
def test_any_text_is_an_id_that_prints_as_it_is_read_or_an_error(text: str) -> None:
    try:
        ref = PaperRef.parse(text)
    except InputError:
        return
    assert PaperRef.parse(str(ref)) == ref


SECONDS = st.integers(0, 5)
TEXTS = st.sampled_from(["", "a", "b", "a\n\nb"])
KEEPSAKES = st.builds(Keepsake, st.integers(0, 2), TEXTS, st.lists(TEXTS, max_size=2).map(tuple))
STEPS = st.one_of(
    st.tuples(st.just("set_read"), st.tuples(st.booleans())),
    st.tuples(st.just("set_starred"), st.tuples(st.booleans())),
    st.tuples(st.just("set_queued"), st.tuples(st.booleans())),
    st.tuples(st.just("set_dismissed"), st.tuples(st.booleans())),
    st.tuples(st.just("set_place"), st.tuples(st.sampled_from(["a", "b"]))),
    st.tuples(st.just("set_tag"), st.tuples(TEXTS, st.booleans())),
    st.tuples(st.just("set_note"), st.tuples(TEXTS)),
    st.tuples(st.just("remember"), st.tuples(KEEPSAKES)),
)
Step = tuple[str, tuple[object, ...]]


def done(mark: Mark, steps: list[tuple[Step, int]]) -> Mark:
    """What a machine made of a mark, its clock jumping as it likes."""
    for (setter, arguments), seconds in steps:
        mark = getattr(mark, setter)(*arguments, later(seconds))
    return mark


STORIES = st.lists(st.tuples(STEPS, SECONDS), max_size=6)
MARKS = STORIES.map(lambda steps: done(Mark(name(1)), steps))


@given(MARKS, MARKS, MARKS)
def test_marks_merge_in_any_order_and_as_often_as_one_likes(
    one: Mark, two: Mark, three: Mark
) -> None:
    assert one.merged(two) == two.merged(one)
    assert one.merged(two).merged(three) == one.merged(two.merged(three))
    assert one.merged(one) == one
    assert one.merged(two).merged(two) == one.merged(two)
    assert one.merged(Mark(one.id)) == one


@given(MARKS, STORIES)
def test_what_is_done_to_a_mark_wins_over_what_it_was(
    mark: Mark, steps: list[tuple[Step, int]]
) -> None:
    after = done(mark, steps)
    assert mark.merged(after) == after


@given(MARKS, STEPS, SECONDS)
def test_a_setter_says_what_holds_then_whatever_the_clock(mark: Mark, step: Step, at: int) -> None:
    setter, arguments = step
    after = done(mark, [(step, at)])
    says: dict[str, object] = {
        "set_read": after.is_read,
        "set_starred": after.is_starred,
        "set_queued": after.is_queued,
        "set_dismissed": after.is_dismissed,
        "set_place": after.place if after.is_queued else arguments[0],
        "set_tag": arguments[0] in after.tag_names,
        "set_note": after.note_text or "",
    }
    assert says.get(setter, arguments[-1]) == arguments[-1]
    assert done(after, [(step, at + 1)]) is after


@given(st.lists(st.integers(1, 2**50), min_size=2, max_size=8, unique=True).map(sorted))
def test_queue_keys_sort_as_the_times_do(ticks: list[int]) -> None:
    epoch = NOON - timedelta(seconds=NOON.timestamp())
    keys = [queue_key(epoch + timedelta(microseconds=tick)) for tick in ticks]
    assert all(one < other for one, other in pairwise(keys))


ALIKE = st.sampled_from(["", "0", "a", "a0", "i0V", "zz", "i!", "é"])
PLACES = st.lists(
    ALIKE | st.integers(0, 9).map(lambda tick: queue_key(later(tick))), min_size=2, max_size=7
).map(sorted)


@given(PLACES, st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=30))
def test_a_queue_is_in_the_order_it_was_given(
    keys: list[str], moves: list[tuple[int, int]]
) -> None:
    queue = [(key, str(number)) for number, key in enumerate(keys)]
    for at, to in ((at % len(keys), to % len(keys)) for at, to in moves):
        new = new_keys([key for key, _ in queue], at, to, later(99))
        assert next(iter(new)) == at
        wanted = [name for _, name in queue]
        wanted.insert(to, wanted.pop(at))
        queue = [(new.get(place, key), name) for place, (key, name) in enumerate(queue)]
        # What is alike stands as the list has it.
        queue.sort(key=lambda one: (one[0], wanted.index(one[1])))
        assert [name for _, name in queue] == wanted


@given(
    st.lists(st.integers(0, 62), min_size=2, max_size=6, unique=True),
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=40),
)
def test_a_paper_is_moved_alone(ticks: list[int], moves: list[tuple[int, int]]) -> None:
    keys = sorted(queue_key(NOON + timedelta(microseconds=tick)) for tick in ticks)
    for at, to in ((at % len(keys), to % len(keys)) for at, to in moves):
        new = new_keys(keys, at, to, later(99))
        assert [*new] == [at]
        keys = sorted([*keys[:at], *keys[at + 1 :], new[at]])
        assert keys.index(new[at]) == to


def test_what_is_queued_later_stands_behind_what_was_moved() -> None:
    keys = [queue_key(later(second)) for second in range(5)]
    for _ in range(300):
        new = new_keys(keys, 0, 4, later(9))
        assert [*new] == [0]
        keys = [*keys[1:], new[0]]
        assert keys == sorted(keys)
    assert keys[-1] < queue_key(later(60))
    assert max(map(len, keys)) < 12


def test_moving_to_and_fro_does_not_make_keys_long() -> None:
    keys = [queue_key(later(second)) for second in range(5)]
    for turn in range(300):
        new = new_keys(keys, 4, turn % 4, later(9))
        assert len(new) == 1
        keys[4] = new[4]
        keys.sort()
    assert max(map(len, keys)) < 60


def test_papers_that_were_queued_in_one_step_are_moved_among_themselves() -> None:
    keys = [queue_key(later(0)), *[queue_key(later(5))] * 4, queue_key(later(9))]
    new = new_keys(keys, 4, 2, later(99))
    assert [*new] == [4, 2, 3]
    assert keys[1] < new[4] < new[2] < new[3] < keys[5]
    assert [*new_keys(keys, 1, 0, later(99))] == [1]


WORDS = st.sampled_from(["rag", "RAG", "LLM", "o1", "a.b", "2D", "État", "語", "s", "x y", "C++"])
GLUE = st.sampled_from(["", " ", "-", "_", "s", "S", "\n", "(", "1", "é"])
KEYWORDS = st.lists(st.lists(WORDS, min_size=1, max_size=3).map(tuple), max_size=3).map(tuple)
FILTERS = st.lists(WORDS, max_size=2).map(tuple)
SENTENCES = st.lists(WORDS | GLUE | st.characters(), max_size=12).map("".join)


@given(KEYWORDS, FILTERS, SENTENCES)
def test_a_substring_topic_follows_the_rule_of_the_public_digest(
    keywords: tuple[tuple[str, ...], ...], filters: tuple[str, ...], text: str
) -> None:
    wanted = False
    for keyword in keywords:
        found = True
        for word in keyword:
            found = found and word.lower() in text.lower()
        wanted = wanted or found
    for word in filters:
        wanted = wanted and word.lower() not in text.lower()
    topic = Topic("T", keywords, filters)
    assert topic.matches(text) == topic.matches_lower(text.lower()) == wanted
    assert topic.why(text).matches == wanted


def stands_whole(word: str, text: str) -> bool:
    """Whether a word, or its plural, stands between characters that are no letters or digits."""
    return any(
        text[start:end].lower() in (word.lower(), f"{word.lower()}s")
        and not text[:start][-1:].isalnum()
        and not text[end:][:1].isalnum()
        for start in range(len(text))
        for end in range(start + 1, len(text) + 1)
    )


@given(KEYWORDS, FILTERS, st.lists(WORDS | GLUE, max_size=10).map("".join))
def test_a_word_topic_finds_whole_words_and_plurals(
    keywords: tuple[tuple[str, ...], ...], filters: tuple[str, ...], text: str
) -> None:
    flat = re.sub(r"\s+", " ", text)
    wanted = any(all(stands_whole(word, flat) for word in keyword) for keyword in keywords)
    wanted = wanted and not any(stands_whole(word, flat) for word in filters)
    topic = Topic("T", keywords, filters, Match.WORD)
    assert topic.matches(text) == topic.why(text).matches == wanted


@given(KEYWORDS, SENTENCES, st.sampled_from(Match))
def test_hits_stand_where_a_keyword_is(
    keywords: tuple[tuple[str, ...], ...], text: str, match: Match
) -> None:
    topic = Topic("T", keywords, (), match)
    found = {text[start:end] for start, end in topic.hits(text)}
    assert all(hit and len(text) >= len(hit) for hit in found)
    if match is Match.WORD:
        assert bool(found) == topic.matches(text)
