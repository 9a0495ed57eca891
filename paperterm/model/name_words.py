"""Words in names of authors that are more than names: suffixes, groups, particles.

Checked on the 123,391 names of 62,625 papers of arXiv.
"""

from __future__ import annotations

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SUFFIX = re.compile(
    r"(?:[JS]r|[js]r|[JS]R(?=\.)|Junior|Júnior|I{2,3}|IV|2nd|3rd|4th)\.?"
    r"|Ph\.?\s?D\.?|D\.?Phil\.?|M\.?D\.?|M\.?Sc\.?|B\.?Sc\.?|MBA|Esq\.?"
)
_GROUP = re.compile(
    r"\b(?:collaborat(?:ions?|ors)|consorti(?:um|a)|groups?|teams?|initiatives?|investigators"
    r"|projects?|networks?|partnership|alliance|communit(?:y|ies)|committee|task force|society"
    r"|association|foundation|institut(?:es?|ions?)|universit(?:y|ies)|laborator(?:y|ies)|labs?"
    r"|research|robotics|technologies|academy|hospital|club|inc|ltd|llc|corp|corporation|gmbh"
    r"|on behalf of)\b|\b(?-i:of|for|the)\s|\s(?:and|&)\s|\b(?-i:[A-Z](?=\w*[a-z])\w+\sAI)$",
    re.IGNORECASE,
)
_MAYBE_GROUP = re.compile(
    r"\b(?:cent(?:er|re)|council|company|observatory|survey|agency|school|college|department"
    r"|mission|board|union)\b",
    re.IGNORECASE,
)
"""Surnames too: `Evan G. Center`, `Chad Council`."""

PARTICLES = _words(
    "de del della dello delle degli dei di da do dos das du des la le las los lo el al af av van"
    " von vom zu zum zur der den dem het 't ter ten te ther op bin binti bint ibn abu ben bar ul"
    " ur ud uz dela delos ap"
)
IN_CAPITALS = _words(
    "De Del Della Dello Di Da Dal Dalla Do Dos Du Des La Le Lo El Al Van Von Der Den Ter Ten Zu Ben"
    " Ibn Abu Ul Ur Ud Mac St. Saint"
)
"""Particles that belong to the family name if they are directly before its last word."""

VIETNAMESE = _words(
    "Bui Dang Dinh Do Doan Duong Ho Hoang Huynh Le Luong Ly Ngo Nguyen Phan Pham Phung Quang Tran"
    " Trinh Truong Van Vo Vu Vuong"
)
"""Family names, beside which `Van` and `Le` are given names."""

JOINTS = _words("y i e im genannt dit")
"""Words between two parts of a family name: `Ortega y Gasset`."""

KIN = _words("Filho Neto Netto Sobrinho")
"""Portuguese words that follow a family name and belong to it."""

DEVOTED = _words(
    "ángeles angeles carmen carmo conceição dieu dios jesús jesus lourdes luz mar pilar rocío"
    " rosario socorro sol"
)
"""Words that follow a particle in a given name: `María del Mar López`."""


def is_suffix(word: str) -> bool:
    """Return whether a word is a suffix of a name: `Jr.`, `III`, `PhD`."""
    return _SUFFIX.fullmatch(word) is not None


def is_group(name: str) -> bool:
    """Return whether an author is a group, judged by the name."""
    if _GROUP.search(name):
        return True
    return name.count(" ") > 1 and "." not in name and bool(_MAYBE_GROUP.search(name))
