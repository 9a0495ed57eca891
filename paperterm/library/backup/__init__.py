"""Backups: days, marks and settings in one archive, and pruning old days.

An archive is a zip file: it lists the size of each file, one file can be read alone, it has no
links or devices, and every system can open it. It is packed and checked in memory, which takes a
third of the size of the library.
"""

from paperterm.library.backup.manifest import Manifest
from paperterm.library.backup.pack import NewBackup, pack
from paperterm.library.backup.prune import Pruned, prune
from paperterm.library.backup.restore import Restored, restore
from paperterm.library.backup.unpack import Unpacked, is_backup, unpacked

__all__ = [
    "Manifest",
    "NewBackup",
    "Pruned",
    "Restored",
    "Unpacked",
    "is_backup",
    "pack",
    "prune",
    "restore",
    "unpacked",
]
