"""Names: the customer's as they gave it, the sender's own, and no other (DESIGN §8)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.domain.finding import Finding
from assistant.tone.first_names import first_names
from assistant.tone.guards.messages import breach
from assistant.tone.reading import Reading, SentenceView, folded
from assistant.tone.support import Sources

_GREETING = re.compile(
    r"(?:^|\n|(?<=[.!?] ))(?:Bonjour|Bonsoir|Salut|Coucou|Cher|Chère|Chers|Hello|Hi|Hey|Dear|Good (?:morning|afternoon|evening)|Merci|Thank you|Thanks)(?: there| again| encore)?"
    r",?[ \u00a0](?P<title>(?:Monsieur|Madame|Mademoiselle|M\.|Mme|Mlle|Mr|Mrs|Ms|Miss|Mx|Dr|Sir)\.?[ \u00a0])?"
    r"(?P<name>[A-ZÀ-Ý][\w’'-]{1,30}(?:[ \u00a0][A-ZÀ-Ý][\w’'.-]{0,30}){0,2})(?=[ \u00a0]?[,!.\n:]|$| et | pour | for | and )"
)
_NOBODY = frozenset(
    "a et vous tous toutes madame monsieur mesdames messieurs client cliente clients everyone all there team customer customers sir friend ami amie lecteur"
    " chers chere cher voisins merci pour thank you we nous".split()
)
_GREETINGS = frozenset("bonjour bonsoir salut cher chere hello hi hey dear good merci thank thanks".split())
_SIGNATURE = re.compile(
    r"^(?P<name>[A-ZÀ-Ý][\w’'-]{1,25}(?:[ -][A-ZÀ-Ý][\w’'.-]{0,25}){0,2})(?:,| [–—-] |\n)(?P<rest>[^\n]{3,60})$"
)
_TITLED = re.compile(
    r"(?<!\w)(?:Monsieur|Madame|Mademoiselle|M\.|Mme|Mlle|Mr|Mrs|Ms|Miss|Mx|Dr)\.?[ \u00a0](?P<name>[A-ZÀ-Ý][\w’'-]{1,30})"
)
_CALLED = re.compile(r"(?:^|[,;:.!?—–-][ \u00a0])(?P<name>[A-ZÀ-Ý][\w’'-]{1,25})(?=[ \u00a0]?[,:!.?]|$)")
_SIGNS = re.compile(
    r"^[ \u00a0]*[-–—][ \u00a0]?(?P<dash>[A-ZÀ-Ý][\w’'-]{1,25})[ \u00a0]*$"
    r"|(?i:\bsigned|\bsigné)(?:[ \u00a0]?:|[ \u00a0]by|,)?[ \u00a0](?P<signed>[A-ZÀ-Ý][\w’'-]{1,25})"
    r"|(?i:\bthis is|\bmy name is|\bi['’]m|\bici|\bje suis|\bje m['’]appelle|\b(?:chatting|speaking|talking) with|\byours(?: sincerely| truly| faithfully)?,|\bsincerely(?: yours)?,"
    r"|\bregards,|\bcordialement,|\bbien à vous,)[ \u00a0](?:(?:Mr|Mrs|Ms|M\.|Mme)\.?[ \u00a0])?(?P<said>[A-ZÀ-Ý][\w’'-]{1,25})"
    r"|(?:^|[.!?][ \u00a0])(?P<of>[A-ZÀ-Ý][\w’'-]{1,25})(?:[ \u00a0][A-ZÀ-Ý][\w’'-]{1,25})?(?:,[ \u00a0](?:directeur|directrice|responsable|conseiller|conseillère|service|manager|director|head|team|your|customer)"
    r"|[ \u00a0](?:de chez|du service|de l['’]équipe|from the|from customer|from)\b)",
    re.MULTILINE,
)


def find(reading: Reading, sources: Sources) -> Iterator[Finding]:
    """Yields ``person.name`` and ``person.sender``, in replies."""
    if reading.context.kind in ("script", "post"):
        return
    yield from _customers(reading, sources)
    for sentence in reading.sentences:
        yield from _senders(reading, sources, sentence)


def _customers(reading: Reading, sources: Sources) -> Iterator[Finding]:
    known = _known(reading, sources)
    taken: set[int] = set()
    for match in (*_GREETING.finditer(reading.text), *_TITLED.finditer(reading.text)):
        name = _tokens(match["name"])
        if not name or name <= _NOBODY or match.start("name") in taken:
            continue
        if any(name <= _tokens(own) for own in sources.charted.own_names):
            continue
        if not name - _NOBODY <= known and not _in_handle(name - _NOBODY, sources):
            taken.add(match.start("name"))
            yield breach(reading, "person.name", *match.span("name"))
    said = reading.context.comment
    theirs = _tokens(said.whole) if said is not None else set()
    ours = _tokens(sources.sender)
    for match in _CALLED.finditer(reading.text):
        name = _tokens(match["name"])
        if match.start("name") in taken or not name or not all(n in first_names() for n in name):
            continue
        if not name <= known | theirs | ours and not _in_handle(name, sources) and not _signs(reading, match):
            yield breach(reading, "person.name", *match.span("name"))


def _signs(reading: Reading, match: re.Match[str]) -> bool:
    """Whether a name stands where our people sign: it opens the last line or the last sentence."""
    last = reading.sentences[-1].start if reading.sentences else 0
    line = reading.text.rstrip().rfind("\n") + 1
    return match.start("name") > 0 and match.start("name") in (last, line)


def _known(reading: Reading, sources: Sources) -> set[str]:
    """The names the customer goes by: the author's field, and the capitalised words that end the comment."""
    if not sources.charted.charter.settings.signature.use_customer_name:
        return set()
    known = _tokens(sources.author)
    comment = reading.context.comment
    return known | _own_signature(comment.whole) if comment is not None else known


def _in_handle(name: set[str], sources: Sources) -> bool:
    """ "Prentice" for the author "eprentice"."""
    handle = folded(sources.author)
    return bool(name) and all(len(n) > 3 and n in handle for n in name)


def _tokens(name: str) -> set[str]:
    return set(re.findall(r"[a-z]{2,}", folded(name)))


def _own_signature(text: str) -> set[str]:
    """The name a customer signed with: one to three capitalised words that end the comment, a place
    after a comma ("E. Prentice, Leeds") left aside."""
    last = text.rstrip(" .!\n").rsplit("\n", 1)[-1]
    last = re.split(r"(?<=\w\w)[.!?…:;]\s+|\s[-–—]\s", last)[-1].strip(" -–—")
    names: set[str] = set()
    for part in last.split(","):
        found = part.split()
        if 1 <= len(found) <= 4 and all(w[:1].isupper() for w in found) and not part.isupper():
            names |= _tokens(part)
    return names


def _senders(reading: Reading, sources: Sources, sentence: SentenceView) -> Iterator[Finding]:
    if not sources.sender:
        return
    ours = _tokens(sources.sender)
    for match in _SIGNS.finditer(reading.text, sentence.start, sentence.end):
        group = match.lastgroup or "said"
        name = _tokens(match[group])
        if (
            name
            and all(n in first_names() for n in name)
            and not name <= ours
            and not name <= _tokens(sources.author)
        ):
            yield breach(reading, "person.sender", *match.span(group))
            return
    yield from _signed(reading, sources, sentence)


def _signed(reading: Reading, sources: Sources, sentence: SentenceView) -> Iterator[Finding]:
    """The signature of the charter: a name, then the team or the brand."""
    match = _SIGNATURE.match(reading.text[sentence.start : sentence.end])
    if not match:
        return
    settings = sources.charted.charter.settings
    rest = folded(match["rest"])
    teams = [folded(team) for team in settings.identity.team.values()]
    if not any(mark in rest for mark in (folded(settings.identity.brand), *teams)):
        return
    name = _tokens(match["name"])
    if name & _GREETINGS:
        return
    if not name <= _tokens(sources.sender) and not any(name <= _tokens(o) for o in sources.charted.own_names):
        yield breach(
            reading, "person.sender", sentence.start + match.start("name"), sentence.start + match.end("name")
        )
