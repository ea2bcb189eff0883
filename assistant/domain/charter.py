"""The charter's types: what the YAML of ``charter/`` may say. Read by ``tone.load``.

Texts that people read come in both languages as :data:`Texts`, ``{fr: …, en: …}``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.comment import DEFAULT_OWNERSHIP, Ownership
from assistant.domain.decision import Row
from assistant.domain.draft import CharterRef
from assistant.domain.finding import TextKind
from assistant.domain.people import Authority
from assistant.domain.rule import Rule
from assistant.domain.triage import Nature, Severity
from assistant.domain.voice import Axis, Pole

Language = Literal["fr", "en"]
Texts = dict[Language, str]
"""One text per language."""
Phrases = dict[Language, tuple[str, ...]]
"""Several texts per language."""

Typography = Literal["fr-FR", "fr-BE", "fr-CH", "fr-CA", "en-GB", "en-US"]
"""Whose typographic habits; see ``tone.typography_profiles``."""
CommitmentKind = Literal[
    "refund",
    "compensation",
    "gesture",
    "replacement",
    "deadline",
    "guarantee",
    "admission",
    "threat",
    "accusation",
]


class Frozen(BaseModel):
    """Base of every type read from a file people edit: frozen, unknown keys refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Signatory(Frozen):
    name: str
    role: str
    date: date


class Identity(Frozen):
    """Who speaks. ``products`` are names a reply may use; ``sectors`` choose problem vocabularies."""

    legal_name: str
    brand: str
    sectors: tuple[str, ...] = ()
    speaks_as: Literal["nous", "je"] = "nous"
    team: Texts
    products: tuple[str, ...] = ()
    own_names: tuple[str, ...] = ()


class Locale(Frozen):
    """How one language is written: the form of address and the typography profile.

    ``fine``: the kinds of text in which the fine points of typography are asked for too.
    """

    address: Literal["vous", "tu", "you"]
    typography: Typography
    fine: tuple[TextKind, ...] = ("post",)


class Languages(Frozen):
    """``default`` and the keys of ``supported`` are locales such as ``fr-FR``."""

    default: str
    supported: dict[str, Locale]

    @property
    def default_language(self) -> str:
        return self.default.split("-")[0]

    @property
    def codes(self) -> tuple[str, ...]:
        """Two-letter languages the company answers in."""
        return tuple(locale.split("-")[0] for locale in self.supported)


class Channel(Frozen):
    """A place comments come from. Lengths are in characters."""

    label: Texts
    ownership: Ownership
    public: bool = True
    target_chars: int = 600
    hard_chars: int = 4000
    emoji_max: int = 0
    links_max: int = 0


class Commitment(Frozen):
    """Extra wording that binds this company, beside what the guards know of each kind."""

    id: str
    kind: CommitmentKind
    detect: Phrases
    authority: Authority = "manager"


class StandingCommitment(Frozen):
    """A promise the company makes to everyone. Only those with ``public: true`` may stand in public."""

    id: str
    text: Texts
    public: bool = True


class Gesture(Frozen):
    """A gesture of goodwill; drafts name it by id, in private, within the person's authority."""

    id: str
    label: Texts
    cost_eur: float
    severities: tuple[Severity, ...]
    authority: Authority


class Confidentiality(Frozen):
    """``patterns`` are RE2 expressions by id; ``canaries`` are strings that must never leave."""

    patterns: dict[str, str] = Field(default_factory=dict)
    canaries: tuple[str, ...] = ()


class Signature(Frozen):
    """Templates with ``{name}``, ``{brand}``, ``{team}``. ``use_customer_name``: may a reply greet by name?"""

    public: Texts
    private: Texts
    use_customer_name: bool = True


class ReplyLimits(Frozen):
    """Words count the whole reply. ``cooling_off_min`` is in minutes."""

    words_min: int = 20
    words_max: int = 140
    max_public_turns: int = 2
    cooling_off_min: int = 10
    four_eyes_from: Severity = "S2"


class Clock(Frozen):
    """Minutes to the first reply; ``business`` counts the calendar's opening hours only."""

    ack: int
    first_reply: int
    clock: Literal["business", "calendar"] = "business"


class Calendar(Frozen):
    """Opening hours by weekday (``mon`` … ``sun``, local time ``HH:MM``). Closed on ``holidays`` (ISO dates)
    and on the public holidays of ``holidays_of``: a country (ISO 3166, ``FR``), or a part of it (``FR-57``)."""

    timezone: str
    hours: dict[str, tuple[str, str]]
    holidays: tuple[date, ...] = ()
    holidays_of: str | None = Field(None, pattern=r"^[A-Z]{2}(-[A-Za-z0-9]{1,6})?$")


class Escalation(Frozen):
    """``contacts`` maps a function to how it is reached; ``ladder`` says whom each severity tells."""

    contacts: dict[str, str]
    ladder: dict[Severity, tuple[str, ...]]
    always: dict[str, tuple[str, ...]] = Field(default_factory=dict)


class Audience(Frozen):
    id: str
    label: Texts
    interests: Phrases = Field(default_factory=dict)


class VoiceTarget(Frozen):
    """Where the house wants to stand on one dimension, -2..+2, and how far from there is still its voice."""

    target: float = Field(ge=-2, le=2)
    tolerance: float = Field(ge=0, le=4)


class Voice(Frozen):
    """How the house sounds.

    ``is_but_not``: pairs ``[what we are, what we are not]`` per language; they go into the prompts.
    ``dimensions`` are the targets for any text, ``by_nature`` those that replace them in replies to
    comments of one nature.
    """

    is_but_not: dict[Language, tuple[tuple[str, str], ...]]
    dimensions: dict[Axis, VoiceTarget] = Field(default_factory=dict)
    by_nature: dict[Nature, dict[Axis, VoiceTarget]] = Field(default_factory=dict)

    def targets(self, nature: str | None) -> dict[Axis, VoiceTarget]:
        """The targets for a nature (a subtype has those of its nature); None: the general ones."""
        own = next((t for n, t in self.by_nature.items() if nature and n == nature.split("/")[0]), {})
        return {**self.dimensions, **own}


class VoiceExample(Frozen):
    """Two answers to one situation: as the house would write, and as it would not.

    ``breaks`` names the poles the ``dont`` goes too far towards: ``funny`` says that it is too funny.
    """

    id: str
    nature: Nature
    language: Language
    do: str = Field(min_length=1)
    dont: str = Field(min_length=1)
    breaks: tuple[Pole, ...] = Field(min_length=1)


class CharterSettings(Frozen):
    """The file ``charter/charter.yaml``."""

    charter_version: str = Field(pattern=r"^\d+\.\d+(\.\d+)?$")
    status: Literal["draft", "approved", "retired"]
    effective: date
    approved_by: tuple[Signatory, ...] = ()
    identity: Identity
    languages: Languages
    audiences: tuple[Audience, ...] = ()
    voice: Voice
    channels: dict[str, Channel]
    signature: Signature
    commitments: tuple[Commitment, ...] = ()
    standing_commitments: tuple[StandingCommitment, ...] = ()
    gestures: tuple[Gesture, ...] = ()
    competitors: tuple[str, ...] = ()
    confidentiality: Confidentiality = Confidentiality()
    reply_limits: ReplyLimits = ReplyLimits()
    sla: dict[Severity, Clock]
    calendar: Calendar
    escalation: Escalation
    private_path: Phrases
    """Ways to continue in private, each a full clause: "écrivez-nous à …". At least one per language."""


class Fact(Frozen):
    """A statement the company vouches for. ``valid_until`` None: no end known."""

    id: str
    text: Texts
    source: str
    public: bool
    valid_until: date | None = None
    topics: Phrases = Field(default_factory=dict)
    """What people call the subject, to find the fact by: "délai de retour", "return window"."""

    def in_date(self, today: date) -> bool:
        return self.valid_until is None or today <= self.valid_until


PlaybookAction = Literal["reply", "ignore", "remove", "report", "person"]
Move = Literal[
    "greet",
    "thank",
    "acknowledge",
    "apologise",
    "explain",
    "correct",
    "answer",
    "next_step",
    "private_path",
    "invite",
    "humour",
    "rule",
    "warn",
    "redress",
    "close",
    "sign",
]


class Playbook(Frozen):
    """What to do with one nature (or ``nature/subtype``) in the places of ``ownership``.

    ``action``: ``reply`` a draft is made · ``ignore``, ``remove``, ``report`` no reply ·
    ``person`` a person writes, the desk gives a holding line and the checklist.
    ``moves`` in order; those in ``optional`` may be dropped. ``approvers`` says from which severity
    which authority must approve. ``passages`` are ids of charter passages shown with the draft.
    """

    id: str
    kind: str
    ownership: tuple[Ownership, ...]
    action: PlaybookAction
    objective: Texts
    moves: tuple[Move, ...] = ()
    optional: tuple[Move, ...] = ()
    avoid: Phrases = Field(default_factory=dict)
    passages: tuple[str, ...] = ()
    approvers: dict[Severity, Authority] = Field(default_factory=dict)
    checklist: Phrases = Field(default_factory=dict)
    holding_line: Texts = Field(default_factory=dict)
    words_max: int | None = None


class Passage(Frozen):
    """A paragraph of the charter in prose, shown as evidence and searched."""

    id: str
    title: Texts
    text: Texts


class PlatformRule(Frozen):
    """A rule of our own spaces; every deletion names one."""

    id: str
    text: Texts
    ground: Literal["illegal", "contractual"]
    reference: str = ""


class PlatformRules(Frozen):
    """The file ``charter/platform_rules.yaml``."""

    url: str
    version: str
    rules: tuple[PlatformRule, ...]
    redress: str


class Problem(Frozen):
    """What a complaint can be about.

    ``cues`` find it: plain words or short phrases, lower case, accents optional; ``*`` ends a stem,
    ``/`` parts alternatives of one word (``pas/jamais reçu``), ``…`` stands for up to four words. ``nouns`` word it for the customer: noun phrases in our
    voice that follow "Nous sommes désolés pour" / "We are sorry about", with their determiner
    ("le retard de votre livraison", "the delay to your delivery"). ``weight`` orders problems in a
    long comment: higher matters more.
    """

    id: str
    sector: str
    description: Texts
    cues: Phrases
    nouns: Phrases
    weight: int = 1
    severity: Severity | None = None


class Template(Frozen):
    """A well-written sentence for one move.

    ``text`` may hold the slots ``{problem}`` (noun phrase), ``{de_problem}`` and ``{a_problem}``
    (French: with the preposition contracted), ``{product}``, ``{brand}``, ``{team}``, ``{name}``,
    ``{private_path}``, ``{fact}``. ``natures`` empty: any. ``public`` / ``private`` say where it may stand.
    ``problems`` empty: any; else only with one of these problem ids. ``heated`` true: only where the
    comment is angry; false: only where it is not.
    """

    id: str
    move: Move
    language: Language
    text: str
    natures: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    severities: tuple[Severity, ...] = ()
    heated: bool | None = None
    public: bool = True
    private: bool = True


@dataclass(frozen=True, slots=True)
class Charter:
    """The whole folder, loaded and checked. ``ref`` names its version and hash."""

    settings: CharterSettings
    ref: CharterRef
    rules: tuple[Rule, ...] = ()
    facts: tuple[Fact, ...] = ()
    playbooks: tuple[Playbook, ...] = ()
    passages: tuple[Passage, ...] = ()
    platform_rules: PlatformRules | None = None
    problems: tuple[Problem, ...] = ()
    templates: tuple[Template, ...] = ()
    examples: tuple[VoiceExample, ...] = ()
    decision: tuple[Row, ...] = ()
    """The rows of ``decision.yaml``; empty: the table that comes with the program."""
    _problems_by_id: Mapping[str, Problem] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_problems_by_id", {p.id: p for p in self.problems})

    def problem(self, id: str) -> Problem | None:
        return self._problems_by_id.get(id)

    def channel(self, id: str) -> Channel | None:
        return self.settings.channels.get(id)

    def ownership_of(self, channel: str) -> Ownership:
        """The owner of a channel; places the charter does not name belong to a third platform."""
        known = self.settings.channels.get(channel)
        return known.ownership if known else DEFAULT_OWNERSHIP

    def is_public(self, channel: str, ownership: Ownership | None = None) -> bool:
        """Whether what is written there can be read by everyone. Unknown places count as public."""
        known = self.settings.channels.get(channel)
        if known is not None:
            return known.public
        return ownership != "private"

    def playbook(self, id: str) -> Playbook | None:
        return next((p for p in self.playbooks if p.id == id), None)

    def playbook_for(self, nature: Nature, subtype: str | None, ownership: Ownership) -> Playbook | None:
        """The playbook of the subtype, else of the nature, in that place."""
        kinds = [f"{nature}/{subtype}", nature] if subtype else [nature]
        for kind in kinds:
            for playbook in self.playbooks:
                if playbook.kind == kind and ownership in playbook.ownership:
                    return playbook
        return None

    def facts_in_date(self, today: date, *, public_only: bool) -> tuple[Fact, ...]:
        """Facts that may support a claim today, in public or in private."""
        return tuple(f for f in self.facts if f.in_date(today) and (f.public or not public_only))
