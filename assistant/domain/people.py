"""Who may do what in the desk, and what they may commit the company to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal["drafter", "approver", "admin"]
Authority = Literal["agent", "manager", "legal", "direction"]
ROLES: tuple[Role, ...] = ("drafter", "approver", "admin")
AUTHORITIES: tuple[Authority, ...] = ("agent", "manager", "legal", "direction")
"""From the least to the most; ``at_least`` compares them."""


@dataclass(frozen=True, slots=True)
class User:
    """A named person at the desk."""

    id: str
    name: str
    role: Role = "approver"
    authority: Authority = "agent"
    disabled: bool = False


def at_least(held: str, needed: str) -> bool:
    """Whether an authority reaches another, in the order agent, manager, legal, direction."""
    order = list(AUTHORITIES)
    return order.index(held) >= order.index(needed)  # type: ignore[arg-type]


def leads(user: User) -> bool:
    """Whether this person may change what all the others work with: an administrator, or a manager and above."""
    return user.role == "admin" or at_least(user.authority, "manager")
