"""Domain values as JSON text and back, in one canonical form that can be hashed."""

from __future__ import annotations

import json
import re
from collections.abc import Hashable, Mapping
from functools import cache
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter

T = TypeVar("T")

_SURROGATE = re.compile("[\ud800-\udfff]")


@cache
def _adapter(kind: Hashable) -> TypeAdapter[Any]:
    adapter: TypeAdapter[Any] = TypeAdapter(cast(Any, kind))
    return adapter


def encode(value: object) -> Any:
    """A domain dataclass (or a plain value) as plain JSON values: dicts, lists, strings, numbers."""
    return _adapter(cast(Hashable, type(value))).dump_python(value, mode="json", fallback=_plain)


def _plain(value: Any) -> Any:
    # What a platform sends along (``author_info``) can hold anything; it must not stop an import.
    return dict(value) if isinstance(value, Mapping) else str(value)


def decode(kind: type[T], data: Any) -> T:
    """The domain value that :func:`encode` turned into ``data``.

    Keys that ``kind`` does not know are left out, so that a value written by a version with one more
    field can still be read.

    Raises:
        pydantic.ValidationError: ``data`` is no such value.
    """
    value: T = _adapter(cast(Hashable, kind)).validate_python(data)
    return value


def canonical(data: object) -> str:
    """Plain JSON values as text: keys sorted, no blanks, one text for one value.

    Lone surrogates, which no database takes, are written as escapes and come back as they were.
    """
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return _SURROGATE.sub(lambda found: f"\\u{ord(found.group()):04x}", text)
