"""The settings: config.toml, its defaults, checks and edits.

`edit` is imported where it is used: a start does not need it.
"""

from paperterm.config.load import load, write_first
from paperterm.config.setting import Value
from paperterm.config.settings import Config
from paperterm.config.views import SavedView

__all__ = ["Config", "SavedView", "Value", "load", "write_first"]
