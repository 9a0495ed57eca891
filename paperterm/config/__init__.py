"""The settings: config.toml, read with errors that name file, line and key; edits keep comments.

Edits are in `edit` (topics) and `values` (the rest); a start does not need them.
"""

from paperterm.config.config import Config
from paperterm.config.load import Stamp, load, stamp, write_first
from paperterm.config.settings import SavedView, Value

__all__ = ["Config", "SavedView", "Stamp", "Value", "load", "stamp", "write_first"]
