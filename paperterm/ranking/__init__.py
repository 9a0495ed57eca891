"""The order of interest: what a user kept says which other papers to read first, and why.

Pure functions over frozen values. The method and its constants were chosen by measuring them on
the public reading lists of real people: docs/ranking.md.
"""

from paperterm.ranking.background import Background, background, chosen
from paperterm.ranking.ground import Ground, Sample
from paperterm.ranking.model import Model, Part, fit
from paperterm.ranking.words import Words, read

__all__ = [
    "Background",
    "Ground",
    "Model",
    "Part",
    "Sample",
    "Words",
    "background",
    "chosen",
    "fit",
    "read",
]
