"""Messages whose annotated fields are what they are made of."""

from __future__ import annotations

from inspect import get_annotations
from typing import Any, ClassVar, dataclass_transform

from textual.message import Message


@dataclass_transform(eq_default=False)
class DataMessage(Message):
    """A message that is made like a dataclass: `x: int` and `y: str = ""` are its arguments.

    Two dozen of them are made when the reader starts; a real dataclass is compiled each time, which
    takes a third of a millisecond.
    """

    _fields: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        cls._fields = (*cls._fields, *get_annotations(cls))

    def __init__(self, *values: Any, **named: Any) -> None:
        super().__init__()
        given = dict(zip(self._fields, values, strict=False)) | named
        missing = [name for name in self._fields if name not in given and not hasattr(self, name)]
        if missing or len(values) + len(named) != len(given) or given.keys() - {*self._fields}:
            raise TypeError(f"{type(self).__name__} is made of {', '.join(self._fields)}")
        for name, value in given.items():
            setattr(self, name, value)
