"""Unpack the body of an answer piece by piece, so that a small one cannot become a huge one.

httpx unpacks a whole piece before its size can be checked: 64 KiB of gzip may become 64 MiB, other
encodings gigabytes. So only gzip is requested, and zlib gets a limit for each step.
"""

from __future__ import annotations

import zlib

from paperterm.errors import MisledError, SourceError
from paperterm.sources.limits import MIB, Limits

IN_BETWEEN = "a proxy or login page may be in between"
_STEP = 256 * 1024


class Body:
    """The part of an answer received so far.

    Args:
        host: The host that sends it, for the errors.
        encoding: The header Content-Encoding.
        limits: What it may take.

    Attributes:
        received: The number of bytes received.
        size: The number of bytes unpacked.

    Raises:
        MisledError: It has an encoding that was not requested.
    """

    def __init__(self, host: str, encoding: str, limits: Limits) -> None:
        self._host = host
        self._limits = limits
        self._parts: list[bytes] = []
        self.received = 0
        self.size = 0
        wanted = encoding.strip().lower()
        if wanted not in ("", "identity", "gzip", "x-gzip"):
            problem = f"sent an encoding that was not requested ({wanted[:40]})"
            raise MisledError(host, problem, IN_BETWEEN)
        self._gzip = zlib.decompressobj(wbits=31) if "gzip" in wanted else None

    def add(self, piece: bytes) -> None:
        """Add a piece as received.

        Raises:
            MisledError: It is too large, as received, unpacked or by its ratio, or goes on after
                its end.
            SourceError: It is damaged.
        """
        self.received += len(piece)
        # Also of bytes that unpack to nothing.
        self._check_size(self.received)
        if self._gzip is None:
            self._append(piece)
            return
        while piece:
            try:
                part = self._gzip.decompress(piece, _STEP)
            except zlib.error as error:
                raise SourceError(self._host, "sent a damaged gzip stream") from error
            self._append(part)
            if self._gzip.unused_data:
                problem = "sent more after the end of its gzip stream"
                raise MisledError(self._host, problem, IN_BETWEEN)
            piece = self._gzip.unconsumed_tail

    def whole(self) -> bytes:
        """Return all of it.

        Raises:
            SourceError: The end is missing.
        """
        if self._gzip and self.received and not self._gzip.eof:
            raise SourceError(self._host, "broke off (the gzip stream is incomplete)")
        return b"".join(self._parts)

    def _append(self, part: bytes) -> None:
        self._parts.append(part)
        self.size += len(part)
        self._check_size(self.size)
        if self.size > max(self._limits.free, self._limits.ratio * self.received):
            problem = (
                f"sent a gzip stream that unpacks to more than {self._limits.ratio} times its size"
            )
            raise MisledError(self._host, problem, IN_BETWEEN)

    def _check_size(self, size: int) -> None:
        if size > self._limits.size:
            problem = f"sent more than {self._limits.size / MIB:g} MiB"
            raise MisledError(self._host, problem, IN_BETWEEN)
