"""Unpack the body of an answer piece by piece, so that a small one cannot become a huge one.

httpx unpacks a whole piece before its size can be checked: 64 KiB of gzip may become 64 MiB, other
encodings gigabytes. So only gzip is requested, and zlib gets a limit for each step.
"""

from __future__ import annotations

import zlib

from paperterm.errors import MisledError, SourceError

LARGEST = 32 * 1024 * 1024
"""The limit of an unpacked answer in bytes; a feed of 2,000 papers has 4 MB."""

TIGHTEST = 100
"""The limit of the packing ratio; that of feeds is 5."""

FREE = 1024 * 1024
"""Answers of up to this many bytes may have any ratio."""

IN_BETWEEN = "a proxy or login page may be in between"
_STEP = 256 * 1024


class Body:
    """The part of an answer received so far.

    Args:
        host: The host that sends it, for the errors.
        encoding: The header Content-Encoding.

    Raises:
        MisledError: It has an encoding that was not requested.
    """

    def __init__(self, host: str, encoding: str) -> None:
        self._host = host
        self._parts: list[bytes] = []
        self._packed = 0
        self.size = 0
        wanted = encoding.strip().lower()
        if wanted not in ("", "identity", "gzip", "x-gzip"):
            problem = f"sent an encoding that was not requested ({wanted[:40]})"
            raise MisledError(host, problem, IN_BETWEEN)
        self._gzip = zlib.decompressobj(wbits=31) if "gzip" in wanted else None

    def add(self, piece: bytes) -> None:
        """Add a piece as received.

        Raises:
            MisledError: It is too large, unpacked or by its ratio.
            SourceError: It is damaged.
        """
        self._packed += len(piece)
        if self._gzip is None:
            self._append(piece)
            return
        while not self._gzip.eof:
            try:
                part = self._gzip.decompress(piece, _STEP)
            except zlib.error as error:
                raise SourceError(self._host, "sent a damaged gzip stream") from error
            self._append(part)
            piece = self._gzip.unconsumed_tail
            if not piece:
                return

    def whole(self) -> bytes:
        """Return all of it.

        Raises:
            SourceError: The end is missing.
        """
        if self._gzip and self._packed and not self._gzip.eof:
            raise SourceError(self._host, "broke off (the gzip stream is incomplete)")
        return b"".join(self._parts)

    def _append(self, part: bytes) -> None:
        self._parts.append(part)
        self.size += len(part)
        if self.size > LARGEST:
            limit = LARGEST // 1024 // 1024
            raise MisledError(self._host, f"sent more than {limit} MiB", IN_BETWEEN)
        if self.size > max(FREE, TIGHTEST * self._packed):
            problem = f"sent a gzip stream that unpacks to more than {TIGHTEST} times its size"
            raise MisledError(self._host, problem, IN_BETWEEN)
