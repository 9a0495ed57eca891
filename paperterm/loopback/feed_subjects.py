"""The subjects of a feed: archives, and the categories in them.

Source: https://arxiv.org/category_taxonomy.
"""

from __future__ import annotations

from typing import NamedTuple

from paperterm.errors import InputError

_CLASSES = {
    "astro-ph": "CO EP GA HE IM SR",
    "cond-mat": "dis-nn mes-hall mtrl-sci other quant-gas soft stat-mech str-el supr-con",
    "cs": "AI AR CC CE CG CL CR CV CY DB DC DL DM DS ET FL GL GR GT HC IR IT LG LO MA MM MS NA NE"
    " NI OH OS PF PL RO SC SD SE SI SY",
    "econ": "EM GN TH",
    "eess": "AS IV SP SY",
    "gr-qc": "",
    "hep-ex": "",
    "hep-lat": "",
    "hep-ph": "",
    "hep-th": "",
    "math": "AC AG AP AT CA CO CT CV DG DS FA GM GN GR GT HO IT KT LO MG MP NA NT OA OC PR QA RA"
    " RT SG SP ST",
    "math-ph": "",
    "nlin": "AO CD CG PS SI",
    "nucl-ex": "",
    "nucl-th": "",
    "physics": "acc-ph ao-ph app-ph atm-clus atom-ph bio-ph chem-ph class-ph comp-ph data-an"
    " ed-ph flu-dyn gen-ph geo-ph hist-ph ins-det med-ph optics plasm-ph pop-ph soc-ph space-ph",
    "q-bio": "BM CB GN MN NC OT PE QM SC TO",
    "q-fin": "CP EC GN MF PM PR RM ST TR",
    "quant-ph": "",
    "stat": "AP CO ME ML OT TH",
}

# Two names of one category: a paper that has one of them is in the feeds of both.
_SAME = (
    *(("math-ph", "math.MP"), ("math.ST", "stat.TH"), ("cs.IT", "math.IT")),
    *(("econ.GN", "q-fin.EC"), ("eess.SY", "cs.SY"), ("math.NA", "cs.NA")),
)

CATEGORIES: dict[str, tuple[str, ...]] = {
    archive: tuple(f"{archive}.{name}" for name in classes.split()) or (archive,)
    for archive, classes in _CLASSES.items()
}
"""The categories of each archive; an archive without subject classes is itself a category."""


class FeedSubjects(NamedTuple):
    """The subjects of a feed: their names as arXiv writes them, and all categories in them."""

    names: tuple[str, ...]
    categories: frozenset[str]


def parse_subjects(text: str) -> FeedSubjects:
    """Parse `cs.AI+math`, in upper or lower case; archives come first in the result.

    Raises:
        InputError: An archive or a category is unknown.
    """
    archives: list[str] = []
    categories: list[str] = []
    for name in text.split("+"):
        archive, dot, subject_class = name.strip().partition(".")
        if archive.lower() not in CATEGORIES:
            raise InputError(
                "", f"Bad archive '{archive}'. Valid archive names are: {', '.join(CATEGORIES)}."
            )
        if dot:
            categories.append(_category(archive.lower(), subject_class))
        else:
            archives.append(archive.lower())
    meant = {*categories, *(one for archive in archives for one in CATEGORIES[archive])}
    for one, other in _SAME:
        if one in meant or other in meant:
            meant |= {one, other}
    return FeedSubjects((*archives, *categories), frozenset(meant))


def _category(archive: str, subject_class: str) -> str:
    known = {category.lower(): category for category in CATEGORIES[archive]}
    found = known.get(f"{archive}.{subject_class}".lower())
    if found is None:
        raise InputError(
            "",
            f"Bad subject class '{subject_class}'. Valid subject classes for the archive"
            f" '{archive}' are: {', '.join(CATEGORIES[archive])}.",
        )
    return found
