"""The limits of what a server may send and of what a refresh may take, with their reasons.

A server may be broken, or a stranger between it and the user. None of its answers may cost more
than these numbers, and none of its values is kept or sent back without a check.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

MIB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """The limits of one answer.

    Attributes:
        connect: Seconds to connect.
        head: Seconds from the request to the end of the head, however slowly it drips. The gate is
            held meanwhile, so all of a user's paperterms wait. The API takes up to 20.
        rate: Bytes a second that the body must have on average after that. A page of 2,000 papers
            has 5 MB, which takes five minutes at this rate.
        whole: Seconds for the whole answer.
        size: Bytes of a body, as received and unpacked. A feed of 2,000 papers has 4 MB.
        ratio: How much larger than the packed bytes the unpacked ones may be; in feeds it is 5.
        free: Bytes up to which the ratio does not matter.
        redirects: Requests that one address may lead to.
    """

    connect: float = 15.0
    head: float = 30.0
    rate: int = 16 * 1024
    whole: float = 300.0
    size: int = 32 * MIB
    ratio: int = 100
    free: int = MIB
    redirects: int = 3


class Budget(NamedTuple):
    """What one refresh may take: requests, seconds, and bytes of answers.

    The query API needs about half a request for a day of six large categories; a feed that was cut
    takes one for each category.
    """

    requests: int
    seconds: float
    size: int

    @classmethod
    def of(cls, days: int, categories: int) -> Budget:
        """Return the budget for so many days and categories, a few times what they should take."""
        requests = 40 + categories + 2 * days
        return cls(requests, 20.0 * requests, 4 * MIB * requests)


ATTEMPTS = 3
"""How often an answer that is not whole is asked for."""

SMALLEST_PAGE = 100
"""Papers on a page of the API that is not the last one: 2,000 are asked for."""

LONGEST_RETRY_AFTER = 24 * 3600.0
"""Seconds that a refusal may last, whatever the server says: it may have a wrong clock."""

LONGEST_HEADER = 200
"""Characters of a header that is kept: arXiv's validators have 64."""

LONGEST_REASON = 200
"""Bytes of the text of a refusal that are kept."""
