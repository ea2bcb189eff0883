"""What staff do with the charter's rules: try a change, save it as a new version, go back to an old one."""

from __future__ import annotations

import logging
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from assistant.desk.kept_charters import KeptCharters
from assistant.domain.charter import Charter
from assistant.domain.draft import CharterRef
from assistant.domain.people import User, leads
from assistant.domain.rule import Rule
from assistant.domain.version import CharterVersion, VersionCause
from assistant.domain.yaml_text import parse_yaml
from assistant.errors import BadInput, CharterError, NotFound, Refused
from assistant.tone.changes import Change, Verdict, changes, newly_failing
from assistant.tone.checker import Checker
from assistant.tone.examples import FailingExample, failing_examples
from assistant.tone.folder import charter_files, finish, replace_files
from assistant.tone.load import charter_hash, load_charter, rules_in
from assistant.tone.rule_file import RuleFile, with_fields, with_version

if TYPE_CHECKING:
    from assistant.store.store import Store

_log = logging.getLogger(__name__)
REPLIES_TRIED = 50
"""How many of the last approved replies a change is tried on."""
MAX_BLOCK = 100_000
"""Characters of one rule's text."""
_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
_WAIT_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class RuleChange:
    """What a person wants of one rule: these ``fields``, this ``text`` of YAML, or that it go.

    ``new``: there must be no such rule yet.
    """

    rule: str
    fields: Mapping[str, Any] | None = None
    text: str | None = None
    remove: bool = False
    new: bool = False


@dataclass(frozen=True, slots=True)
class Trial:
    """What a change would do. ``rule`` and ``text`` are the rule as it would stand; None: it goes.

    ``change`` None: nothing would change. ``stopped`` and ``passing`` are the replies that would newly be
    stopped, and newly pass; ``advised`` and ``unadvised`` the same for warnings and suggestions.
    ``read`` counts the replies tried.
    """

    text: str | None
    rule: Rule | None
    change: Change | None
    examples: tuple[FailingExample, ...] = ()
    stopped: tuple[Verdict, ...] = ()
    passing: tuple[Verdict, ...] = ()
    advised: tuple[Verdict, ...] = ()
    unadvised: tuple[Verdict, ...] = ()
    read: int = 0


class Rulebook:
    """The rules of one workspace's charter. The only code that changes them.

    ``charter`` gives the charter the desk works under; ``take`` makes it work under another.
    """

    def __init__(
        self,
        *,
        store: Store,
        folder: Path,
        kept: Path,
        charter: Callable[[], Charter],
        take: Callable[[Charter], None],
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._store = store
        self._folder = folder
        self._kept = KeptCharters(kept)
        self._charter = charter
        self._take = take
        self._clock = clock

    # ── read ────────────────────────────────────────────────────────────────────────────────

    def current(self) -> Charter:
        """The charter as it stands on disk; where files were edited by hand, the desk takes it now.

        Raises:
            CharterError: the files cannot be read; the desk goes on under the charter it has.
        """
        finish(self._folder)
        charter = self._charter()
        if charter_hash(self._folder) != charter.ref.sha256:
            charter = load_charter(self._folder)
            self._take(charter)
        return charter

    def text(self, rule: str) -> str:
        """The YAML of one rule, as it stands in its file.

        Raises:
            NotFound: ``charter.rule_unknown``.
            CharterError: its file cannot be read.
        """
        family, key = _place(rule)
        block = self._file(family).block(key)
        if block is None:
            raise _unknown(rule)
        return block

    def may_change(self, user: User) -> bool:
        """Whether this person may save rules: administrators, and from the authority ``manager`` on."""
        return leads(user)

    def history(self) -> list[CharterVersion]:
        """Every version that is known, newest first."""
        charter = self._charter()
        with self._store.read() as work:
            found = work.charters.list()
        if not found:
            return [CharterVersion(charter.ref.version, charter.ref.sha256, "first")]
        versions: list[CharterVersion] = []
        below = [*found[1:], None]
        if found[0].sha256 != charter.ref.sha256:
            versions.append(CharterVersion(charter.ref.version, charter.ref.sha256, "outside"))
        for version, older in zip(found, below, strict=True):
            versions.append(version)
            if older is None or version.before_sha256 != older.sha256:
                cause: VersionCause = "outside" if older else "first"
                versions.append(CharterVersion(version.before, version.before_sha256, cause))
        return versions

    def can_restore(self, version: CharterVersion) -> bool:
        """Whether its files are kept."""
        return self._kept.has(version.version, version.sha256)

    # ── try ─────────────────────────────────────────────────────────────────────────────────

    def try_change(self, change: RuleChange) -> Trial:
        """What a change would do to the rule's own examples and to past replies. Changes nothing.

        Raises:
            CharterError: the text is not YAML or no rule; the message gives ``rule:line:column``.
            BadInput: ``charter.rule_name``, ``charter.too_long``.
            NotFound: ``charter.rule_unknown``.
            Refused: ``charter.rule_exists``.
        """
        old = self.current()
        text, rule = self._proposed(change)
        new = replace(old, rules=_with_rule(old.rules, change.rule, rule))
        with self._store.read() as work:
            replies = work.replies.latest(REPLIES_TRIED)
        difference = changes(old, new, [r.reply for r in replies]).of("rule")
        trial = Trial(text, rule, difference[0] if difference else None)
        examples = tuple(failing_examples(replace(new, rules=(rule,)))) if rule else ()
        if trial.change is None:
            return replace(trial, examples=examples, read=len(replies))
        before, now, today = Checker(old), Checker(new), self._today(old)
        errors = newly_failing(before, now, replies, today)
        advice = newly_failing(before, now, replies, today, advice=True)
        return replace(
            trial,
            examples=examples,
            stopped=errors.failing,
            passing=errors.passing,
            advised=advice.failing,
            unadvised=advice.passing,
            read=errors.read,
        )

    def written(self, change: RuleChange) -> str | None:
        """The rule's text as it would stand in its file, right or wrong; None for a rule that goes.

        Raises:
            CharterError: its file cannot be read.
            BadInput: ``charter.rule_name``, ``charter.too_long``.
            NotFound: ``charter.rule_unknown``.
            Refused: ``charter.rule_exists``.
        """
        family, key = _place(change.rule)
        present = self._file(family).block(key)
        if present is None and not change.new:
            raise _unknown(change.rule)
        if present is not None and change.new:
            raise Refused(
                "charter.rule_exists", f"There is a rule {change.rule} already.", "Choose another name."
            )
        if change.remove:
            return None
        text = change.text
        if text is None:
            text = with_fields(present, key, change.fields or {})
        if len(text) > MAX_BLOCK:
            raise BadInput(
                "charter.too_long", f"The rule has more than {MAX_BLOCK:,} characters.", "Shorten it."
            )
        return text

    def _proposed(self, change: RuleChange) -> tuple[str | None, Rule | None]:
        """The rule's text and the rule, as they would be; None for a rule that goes."""
        text = self.written(change)
        if text is None:
            return None, None
        family, key = _place(change.rule)
        source = parse_yaml(text, change.rule)
        rules = list(rules_in(source, family))
        if [rule.id for rule in rules] != [change.rule] or source.marks[(key,)][1] != 1:
            raise source.error((), f"one rule was expected here, and its name is `{key}`")
        return text, rules[0]

    # ── save ────────────────────────────────────────────────────────────────────────────────

    def save(self, change: RuleChange, who: str, *, expect: str) -> CharterRef:
        """Saves a change as a new version of the charter, in force at once.

        Args:
            change: what is to change.
            who: the person.
            expect: the hash of the charter that person saw.

        Raises:
            CharterError: as ``try_change``; the charter with this change cannot be loaded;
                ``charter.unwritable``: the disk refused, and nothing has changed.
            BadInput: ``charter.examples``: an example contradicts the rule; ``charter.unchanged``.
            Refused: ``charter.role``; ``charter.version``: someone else has saved meanwhile;
                ``charter.busy``; as ``try_change``.
        """
        user = self._entitled(who)
        with self._alone():
            old = self._as_seen(expect)
            text, rule = self._proposed(change)
            family, key = _place(change.rule)
            file = self._file(family)
            renewed = file.without(key) if text is None else file.with_block(key, text)
            if renewed.text == file.text:
                raise BadInput("charter.unchanged", "Nothing was changed.", "Change something, then save.")
            if rule is not None and (wrong := list(failing_examples(replace(old, rules=(rule,))))):
                raise _contradicted(wrong)
            cause: VersionCause = "removed" if text is None else "added" if change.new else "changed"
            files = {f"rules/{family}.yaml": renewed.text.encode()}
            return self._publish(old, files, (), cause, change.rule, user.name)

    def restore(self, version: str, sha256: str, who: str, *, expect: str) -> CharterRef:
        """Makes a new version that is equal to an old one but for its number and date.

        Raises:
            NotFound: ``charter.version_unknown``.
            CharterError: the old files cannot be loaded by this version of the program;
                ``charter.unwritable``.
            Refused: ``charter.role``, ``charter.version``, ``charter.busy``.
        """
        user = self._entitled(who)
        with self._alone():
            old = self._as_seen(expect)
            files = self._kept.files(version, sha256)
            now = {p.relative_to(self._folder).as_posix() for p in charter_files(self._folder)}
            return self._publish(old, files, now - files.keys(), "restored", version, user.name)

    def _publish(
        self,
        old: Charter,
        files: dict[str, bytes],
        gone: set[str] | tuple[()],
        cause: VersionCause,
        subject: str,
        who: str,
    ) -> CharterRef:
        at = self._clock()
        settings = files.get("charter.yaml") or (self._folder / "charter.yaml").read_bytes()
        number = self._next_number(old.ref.version)
        files["charter.yaml"] = with_version(settings.decode(), number, self._today(old, at)).encode()
        new = self._loaded(files, gone)
        Checker(new)  # the desk must be able to work under it, before anyone is told that it does
        self._kept.keep(self._folder, old.ref)
        undo = {
            name: path.read_bytes() for name in [*files, *gone] if (path := self._folder / name).is_file()
        }
        version = CharterVersion(
            number, new.ref.sha256, cause, subject, before=old.ref.version, before_sha256=old.ref.sha256
        )
        replaced = False
        try:
            with self._store.begin() as work:
                work.charters.add(version, who, at)
                replace_files(self._folder, files, gone)
                replaced = True
        except BaseException:
            if replaced:  # a version that the trail does not know must not stay
                replace_files(self._folder, undo, files.keys() - undo.keys())
            raise
        self._take(new)
        try:
            self._kept.keep(self._folder, new.ref)
        except OSError as error:  # it stands in the charter's own folder; the next save keeps it
            _log.warning("no copy of version %s could be kept: %s", number, error)
        return new.ref

    def _loaded(self, files: Mapping[str, bytes], gone: set[str] | tuple[()]) -> Charter:
        """The whole charter as it would be, read from a copy."""
        with tempfile.TemporaryDirectory() as place:
            copy = Path(place) / self._folder.name
            for path in charter_files(self._folder):
                name = path.relative_to(self._folder).as_posix()
                if name not in gone:
                    (copy / name).parent.mkdir(parents=True, exist_ok=True)
                    shutil.copyfile(path, copy / name)
            for name, content in files.items():
                (copy / name).parent.mkdir(parents=True, exist_ok=True)
                (copy / name).write_bytes(content)
            return load_charter(copy)

    # ── what both need ──────────────────────────────────────────────────────────────────────

    def _entitled(self, who: str) -> User:
        with self._store.read() as work:
            user = work.users.by_name(who)
        if user.disabled or not self.may_change(user):
            raise Refused(
                "charter.role",
                f"{user.name} may try changes to the charter, not save them.",
                "Ask an administrator, or someone with the authority of a manager or above.",
            )
        return user

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One save at a time, in every process of this workspace."""
        from filelock import FileLock, Timeout

        self._kept.folder.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(self._kept.folder / ".lock", timeout=_WAIT_SECONDS):
                yield
        except Timeout as error:
            raise Refused(
                "charter.busy", "Someone else is saving the charter right now.", "Try again in a moment."
            ) from error
        except OSError as error:
            raise CharterError(
                "charter.unwritable",
                f"The change was not saved: {error.strerror or error}.",
                "See that the folders charter/ and data/ may be written and that their disk has room.",
            ) from error

    def _as_seen(self, expect: str) -> Charter:
        charter = self.current()
        if charter.ref.sha256 != expect:
            raise Refused(
                "charter.version",
                f"The charter has changed meanwhile: it is at version {charter.ref.version}.",
                "Compare your change with what stands there now, then save it again.",
            )
        return charter

    def _file(self, family: str) -> RuleFile:
        path = self._folder / "rules" / f"{family}.yaml"
        try:
            text = path.read_bytes().decode() if path.is_file() else ""
        except (OSError, UnicodeDecodeError) as error:
            raise CharterError(
                "charter.unreadable", f"rules/{path.name} cannot be read: {error}", "Check the file."
            ) from error
        return RuleFile(f"rules/{path.name}", text)

    def _next_number(self, number: str) -> str:
        with self._store.read() as work:
            taken = {v.version for v in work.charters.list()} | {number}
        *head, last = number.split(".")
        step = int(last) + 1
        while (found := ".".join([*head, str(step)])) in taken:
            step += 1
        return found

    def _today(self, charter: Charter, at: datetime | None = None) -> date:
        zone = ZoneInfo(charter.settings.calendar.timezone)
        return (at or self._clock()).astimezone(zone).date()


def _place(rule: str) -> tuple[str, str]:
    """The file's name and the key of a rule's id."""
    family, _, key = rule.partition(".")
    if not (_NAME.fullmatch(family) and _NAME.fullmatch(key)):
        raise BadInput(
            "charter.rule_name",
            f"“{rule[:80]}” is no name for a rule.",
            "Write file.name with small letters a to z, digits and _; begin each part with a letter.",
        )
    return family, key


def _with_rule(rules: tuple[Rule, ...], id: str, rule: Rule | None) -> tuple[Rule, ...]:
    put = [rule] if rule is not None else []
    if all(r.id != id for r in rules):
        return (*rules, *put)
    return tuple(found for r in rules for found in (put if r.id == id else [r]))


def _unknown(rule: str) -> NotFound:
    return NotFound("charter.rule_unknown", f"There is no rule {rule[:80]}.", "Someone may have removed it.")


def _contradicted(wrong: list[FailingExample]) -> BadInput:
    first = wrong[0]
    what = "is not flagged" if first.expected == "bad" else "is flagged"
    return BadInput(
        "charter.examples",
        f"The rule contradicts {len(wrong)} of its examples: “{first.example}” {what}.",
        "Correct the rule or the example; `Try it` shows each.",
    )
