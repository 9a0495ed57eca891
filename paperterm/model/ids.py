"""arXiv identifiers, in one canonical form.

Source: https://info.arxiv.org/help/arxiv_identifier.html. Since April 2007 `YYMM.NNNN`, since
January 2015 with five digits; before, `archive/YYMMNNN`, which people also write with a subject
class, `math.GT/0309136`. The canonical form has neither the class nor the version.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from paperterm.errors import InputError

_NEW = r"(?P<yymm>[0-9]{4})\.(?P<number>[0-9]{4,5})"
_OLD = r"(?P<archive>[a-z]{1,8}(?:-[a-z]{2,5})?)%s/(?P<old>[0-9]{7})"
_SUBJECT_CLASS = r"(?:\.[a-z]{2,6}(?:-[a-z]{2,4})?)?"
_KINDS = "abs|pdf|html|format|ps|src|e-print|bibtex|overview|papers?"
_SITES = (
    rf"(?:[a-z0-9-]+\.)*(?:arxiv\.org|ar5iv\.org|alphaxiv\.org|arxiv-vanity\.com)/(?:{_KINDS})/",
    r"xxx\.lanl\.gov/(?:abs|pdf)/",
    r"(?:export\.)?arxiv\.org/api/query\?id_list=",
    r"(?:www\.)?(?:huggingface\.co|hf\.co|emergentmind\.com)/papers/",
    r"(?:www\.|api\.)?semanticscholar\.org/(?:graph/v1/paper/|paper/|reader/)?arxiv[:/]",
    r"(?:www\.)?(?:scirate\.com|papers\.cool)/arxiv/",
    r"(?:ui\.)?adsabs\.harvard\.edu/abs/arxiv:",
)
_BEFORE = (
    r"(?:[^]\[]*\]\()?"  # the text of a Markdown link
    rf"(?:(?P<site>(?:https?://)?(?:{'|'.join(_SITES)}))"
    r"|(?:doi:?\s*)?(?:(?:https?://)?(?:www\.|dx\.)?doi\.org/)?10\.48550/arxiv\."
    r"|oai:arxiv\.org:|(?:arxiv\s+(?:e-?|pre)prints?[:,]?\s+)?arxiv(?:\s+id)?[:：.\s]\s*)?"
)
_AFTER = (
    r"(?:v(?P<version>[1-9][0-9]{0,3}))?(?:\.pdf|/|(?(site)/\S*))?"
    r"(?:[?#&].*|\]\s.*|\s*\[[a-z.-]+\]?(?:\s+[0-9]{1,2}\s+[a-z]{3}\s+[0-9]{4})?)?"
)
_BLANK = " \t\r\n\xa0\u3000\u200b\ufeff*_`|"
_OPENING = _BLANK + "([{<\"'“‘«„‹（［｛＜【「『《〈"
_CLOSING = _BLANK + ")]}>\"'”’».,;:!?…›）］｝＞】」』》〉，。、；：！？\\"
"""What may stand around an id in a sentence, also of Chinese or Japanese, or of Markdown."""
_CANONICAL = re.compile(f"{_NEW}|{_OLD % ''}", re.ASCII)


@cache
def _any_form() -> re.Pattern[str]:
    """Return the pattern of all forms; the start needs none."""
    return re.compile(
        f"{_BEFORE}(?:{_NEW}|{_OLD % _SUBJECT_CLASS}){_AFTER}", re.IGNORECASE | re.ASCII
    )


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
    def year(self) -> int:
        """The year of its submission; ids with a slash began in 1991."""
        year = int(self.yymm[:2])
        return 1900 + year if "/" in self and year >= 91 else 2000 + year

    @property
    def submission(self) -> tuple[int, str]:
        """What sorts ids by the time of their submission: `math/0309136` before `0704.0001`."""
        return self.year, self.number

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
        """Read whatever people paste for a paper: an id, a DOI, the address of a page about it.

        Punctuation, quotes and brackets around it are ignored.

        Raises:
            InputError: The text has none of the known forms.
        """
        if (ref := cls.find(text)) is None:
            raise _not_an_id(text)
        return ref

    @classmethod
    def find(cls, text: str) -> PaperRef | None:
        """Read a text as `parse` does; return None if it has none of the known forms."""
        found = _any_form().fullmatch(text.lstrip(_OPENING).rstrip(_CLOSING))
        if not found or not _is_real(found):
            return None
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
