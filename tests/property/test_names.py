"""Names of authors: whatever is typed, all formats say one reading, and lose no letter of it."""

import json
import re

import rispy  # type: ignore[import-untyped]
from hypothesis import example, given
from hypothesis import strategies as st
from pybtex.database import parse_string  # type: ignore[import-untyped]

from paperterm.export import exporter
from paperterm.model.names import names_of
from tests.building import paper, view

WORDS = r"""
    Ana Bo van der De la Le Van Nguyen al-Test d'Ex 't von y Jr. III V PhD Collaboration Team for
    the of and And & A. B C.Dee Ş Łuk É Müller Maria Mar Neto (MIT) 李 山田 ジョン Seung-won * 1 ¹ :
    , {x} { } \\ \'e \v{S} "Bob" Inc. Center others
"""
AUTHORS = st.lists(
    st.sampled_from(WORDS.split()) | st.text(max_size=4), min_size=1, max_size=7
).map(" ".join)


@given(AUTHORS)
@example("De la")
@example("van der, Jr.")
@example("A and B, C")
def test_all_formats_have_one_reading(author: str) -> None:
    one = paper(1, authors=(author,))
    names = names_of(one.authors)
    (item,) = json.loads(exporter("csljson").render(view(one)))
    said = [each.get("literal") or each["family"] for each in item.get("author", [])]
    others = ["others"] if names and one.authors_truncated else []
    assert said == [*(name.family for name in names), *others]
    (reference,) = rispy.loads(exporter("ris").render(view(one)).decode())
    assert len(reference.get("authors", [])) == len(names)
    read = parse_string(exporter("bibtex").render(view(one)).decode(), "bibtex")
    people = next(iter(read.entries.values())).persons.get("author", [])
    assert len(people) == len(said)


@given(AUTHORS)
@example(" and Ana")
@example("and *")
def test_no_letter_is_lost(author: str) -> None:
    for name in names_of([author]):
        bare = re.sub(r"\\[A-Za-z]*|\([^()]*\)|\[[^][]*\]", "", author)
        parts = "".join(name[:4])
        assert not name.is_group or name.is_whole
        assert any(map(str.isalpha, parts))
        if bare == author and not re.search(r"^\s*(and|&)\s|[{}$~`&^_]", author):
            assert letters(bare) == letters(parts)


def letters(text: str) -> list[str]:
    return sorted(char for char in text if char.isascii() and char.isalpha())
