"""Backups: days, marks and settings in one archive, and days that the library lets go of.

An archive is a zip file, because a reader of one knows the size of each file before it unpacks
any, can take out one alone, and never meets a link or a device; and because every system opens it.
It is packed and checked in memory, a third of the size of the library.
"""

from paperterm.library.backup.manifest import Manifest
from paperterm.library.backup.pack import Made, pack
from paperterm.library.backup.prune import Pruned, prune
from paperterm.library.backup.restore import Restored, restore
from paperterm.library.backup.unpack import Unpacked, is_backup, unpacked

__all__ = [
    "Made",
    "Manifest",
    "Pruned",
    "Restored",
    "Unpacked",
    "is_backup",
    "pack",
    "prune",
    "restore",
    "unpacked",
]
