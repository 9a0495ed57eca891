"""A set of ids in little memory."""

from __future__ import annotations

from paperterm.model.ids import PaperId


class IdSet:
    """Some ids, a bit each: three million take 0.4 MB, and 300 MB in a set of Python."""

    def __init__(self) -> None:
        self._months: dict[str, bytearray] = {}

    def add(self, id_: PaperId) -> bool:
        """Add an id; return whether it is new."""
        month, byte, bit = _place(id_)
        bits = self._months.setdefault(month, bytearray())
        bits.extend(bytes(max(0, byte + 1 - len(bits))))
        is_new = not bits[byte] & bit
        bits[byte] |= bit
        return is_new

    def __contains__(self, id_: PaperId) -> bool:
        month, byte, bit = _place(id_)
        bits = self._months.get(month, b"")
        return byte < len(bits) and bool(bits[byte] & bit)


def _place(id_: PaperId) -> tuple[str, int, int]:
    """Return the month, with the archive of an old id, and the byte and bit of the number in it."""
    head, dot, digits = id_.partition(".")
    if not dot:
        head, digits = id_[:-3], id_[-3:]
    number = int(digits)
    return head, number >> 3, 1 << (number & 7)
