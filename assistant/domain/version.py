"""A version of the charter: who made it, when, and by what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

VersionCause = Literal["changed", "added", "removed", "restored", "outside", "first"]
"""A rule was changed, added or removed on the page; an old version was restored; files were changed
outside the page; the version that was there before the first change."""


@dataclass(frozen=True, slots=True)
class CharterVersion:
    """One version. ``subject`` is the rule's id, or for a restored version the number of the old one.

    ``who`` and ``at`` are None where nobody recorded them. ``before`` and ``before_sha256`` name the
    version it was made from; "" where that is not known.
    """

    version: str
    sha256: str
    cause: VersionCause
    subject: str = ""
    who: str | None = None
    at: datetime | None = None
    before: str = ""
    before_sha256: str = ""
