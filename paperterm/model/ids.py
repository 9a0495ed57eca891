"""arXiv identifiers, in one canonical form.

Source: https://info.arxiv.org/help/arxiv_identifier.html. Since April 2007 `YYMM.NNNN`, since
January 2015 with five digits; before, `archive/YYMMNNN`, which people also write with a subject
class, `math.GT/0309136`. The canonical form has neither the class nor the version.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from paperterm.errors import InputError

_NEW = r"(?P<yymm>[0-9]{4})\.(?P<number>[0-9]{4,5})"
_OLD = r"(?P<archive>[a-z]{1,8}(?:-[a-z]{2,5})?)%s/(?P<old>[0-9]{7})"
_SUBJECT_CLASS = r"(?:\.[a-z]{2,6}(?:-[a-z]{2,4})?)?"
_BEFORE = (
    r"(?:(?:https?://)?(?:[a-z]{2,6}\.)?arxiv\.org"
    r"/(?:abs|pdf|html|format|ps|src|e-print|bibtex)/"
    r"|(?:https?://)?(?:dx\.)?doi\.org/10\.48550/arxiv\."
    r"|10\.48550/arxiv\.|oai:arxiv\.org:|arxiv:\s*)?"
)
_AFTER = r"(?:v(?P<version>[1-9][0-9]{0,3}))?(?:\.pdf|/)?(?:[?#].*|\s*\[[a-z.-]+\])?"
_ANY_FORM = re.compile(
    f"{_BEFORE}(?:{_NEW}|{_OLD % _SUBJECT_CLASS}){_AFTER}", re.IGNORECASE | re.ASCII
)
_CANONICAL = re.compile(f"{_NEW}|{_OLD % ''}", re.ASCII)


def _is_real(found: re.Match[str]) -> bool:
    """Return whether the month exists, and numbers had that many digits then.

    arXiv never gives ids such as `0000.00001`: the invented papers of the demo use them.
    """
    if old := found["old"]:
        return "01" <= old[2:4] <= "12" and (old[:2] >= "91" or old[:4] <= "0703")
    yymm, digits = found["yymm"], len(found["number"])
    if yymm == "0000":
        return digits == 5
    return yymm >= "0704" and "01" <= yymm[2:] <= "12" and digits == (5 if yymm >= "1501" else 4)


class PaperId(str):
    """The canonical id of a paper, without its version: `2602.12063`, `math/0309136`.

    Raises:
        InputError: The text is not in canonical form; `PaperRef.parse` reads the other forms.
    """

    __slots__ = ()

    def __new__(cls, text: str) -> PaperId:
        """Check the form."""
        found = _CANONICAL.fullmatch(text)
        if not found or not _is_real(found):
            raise _not_an_id(text)
        return super().__new__(cls, text)

    @property
    def yymm(self) -> str:
        """Year and month of the number, two digits each."""
        return self.number[:4]

    @property
    def number(self) -> str:
        """All digits, year and month included, without the dot: `260212063`."""
        return self.rpartition("/")[2].replace(".", "")

    @property
    def shard(self) -> tuple[str, str]:
        """The shard of its mark: year-month, and the first two digits of the number."""
        number = self.number
        return number[:4], number[4:6]

    @property
    def abs_url(self) -> str:
        """The address of its page at arXiv."""
        return f"https://arxiv.org/abs/{self}"

    @property
    def pdf_url(self) -> str:
        """The address of its newest PDF at arXiv."""
        return f"https://arxiv.org/pdf/{self}"


class PaperRef(NamedTuple):
    """An id as people write it: the paper, and the version if given."""

    id: PaperId
    version: int | None = None

    def __str__(self) -> str:
        return f"{self.id}v{self.version}" if self.version else str(self.id)

    @classmethod
    def parse(cls, text: str) -> PaperRef:
        """Read any usual form: plain, `arXiv:…`, an address of arxiv.org, a DOI, an OAI name.

        Raises:
            InputError: The text has none of these forms.
        """
        found = _ANY_FORM.fullmatch(text.strip())
        if not found or not _is_real(found):
            raise _not_an_id(text)
        if found["old"]:
            canonical = f"{found['archive'].lower()}/{found['old']}"
        else:
            canonical = f"{found['yymm']}.{found['number']}"
        version = found["version"]
        return cls(PaperId(canonical), int(version) if version else None)


def _not_an_id(text: str) -> InputError:
    shown = text if len(text) <= 60 else f"{text[:57]}..."
    return InputError(
        repr(shown), "is not an arXiv id", "write it as 2602.12063, 2602.12063v2 or math/0309136"
    )
