"""The body of an answer, unpacked piece by piece, so that a small one cannot become a huge one.

httpx unpacks whole pieces: 64 KiB of gzip may be 64 MiB, and of other packings gigabytes, before
anybody can look. So only gzip is asked for, and zlib is told how much to make of it.
"""

from __future__ import annotations

import zlib

from paperterm.errors import MisledError, SourceError

LARGEST = 32 * 1024 * 1024
"""Bytes of an answer, unpacked; a feed of 2,000 papers has 4 MB."""

TIGHTEST = 100
"""How many times smaller a packed answer may be; feeds are packed to a fifth."""

FREE = 1024 * 1024
"""So many bytes may be packed as tightly as anybody likes."""

STANDS_BETWEEN = "a proxy or a login page may stand between"
_STEP = 256 * 1024


class Body:
    """What has come of an answer.

    Args:
        host: Who sends it, for the errors.
        packing: The header Content-Encoding.

    Raises:
        MisledError: It comes in a packing that nobody asked for.
    """

    def __init__(self, host: str, packing: str) -> None:
        self._host = host
        self._parts: list[bytes] = []
        self._packed = 0
        self.size = 0
        wanted = packing.strip().lower()
        if wanted not in ("", "identity", "gzip", "x-gzip"):
            said = f"sent a packing that was not asked for ({wanted[:40]})"
            raise MisledError(host, said, STANDS_BETWEEN)
        self._gzip = zlib.decompressobj(wbits=31) if "gzip" in wanted else None

    def add(self, piece: bytes) -> None:
        """Take a piece as it came.

        Raises:
            MisledError: There is too much of it, or it is packed too tightly.
            SourceError: It cannot be unpacked.
        """
        self._packed += len(piece)
        if self._gzip is None:
            self._keep(piece)
            return
        while not self._gzip.eof:
            try:
                part = self._gzip.decompress(piece, _STEP)
            except zlib.error as error:
                raise SourceError(self._host, "sent what cannot be unpacked") from error
            self._keep(part)
            piece = self._gzip.unconsumed_tail
            if not piece:
                return

    def whole(self) -> bytes:
        """All of it.

        Raises:
            SourceError: The end is missing.
        """
        if self._gzip and self._packed and not self._gzip.eof:
            raise SourceError(self._host, "broke off (the end of what it packed is missing)")
        return b"".join(self._parts)

    def _keep(self, part: bytes) -> None:
        self._parts.append(part)
        self.size += len(part)
        if self.size > LARGEST:
            limit = LARGEST // 1024 // 1024
            raise MisledError(self._host, f"sent more than {limit} MiB", STANDS_BETWEEN)
        if self.size > max(FREE, TIGHTEST * self._packed):
            said = f"sent what unpacks to more than {TIGHTEST} times its size"
            raise MisledError(self._host, said, STANDS_BETWEEN)
