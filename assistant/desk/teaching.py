"""What people corrected teaches the classifier: trained anew, measured before and after, refused if it wrongs."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.domain.feedback import Feedback
from assistant.domain.people import User, leads
from assistant.domain.protocols import Embedder, Progress
from assistant.domain.triage import NATURES
from assistant.errors import Cancelled, NotFound, Refused

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from assistant.store.store import Store
    from assistant.store.work import Work
    from assistant.triage.figures import Figures
    from assistant.triage.training import Example

_AT_ONCE = 256
_LAST = "classifier_lesson"
PATIENCE = 0.01
"""The share of honest complaints that a retraining may answer differently by chance."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A retraining. ``before`` and ``after`` are measured on the comments never trained on."""

    corrections: int
    before: Figures
    after: Figures


def corrections(store: Store) -> list[Example]:
    """The natures people gave to comments of the desk, the last word on each; of whole weight."""
    from assistant.triage.training import CORRECTION_WEIGHT, Example

    found: list[Example] = []
    with store.read() as work:
        for case_id, lesson in _last_words(work).items():
            try:
                case = work.cases.get(case_id)
            except NotFound:
                continue
            text = lesson.payload.get("text") or case.comment.whole
            language = case.triage.language if case.triage else "und"
            nature = lesson.payload["is"][0]  # type: ignore[index]
            found.append(Example(str(text), language, nature, weight=CORRECTION_WEIGHT))
    return found


def waiting(store: Store) -> int:
    """How many corrections have come since the classifier last learned."""
    with store.read() as work:
        last = work.settings.get(_LAST)
        words = _last_words(work).values()
    return sum(last is None or lesson.at.isoformat() > last["at"] for lesson in words)


def last_lesson(store: Store) -> dict[str, Any] | None:
    """What the last retraining that was kept gave: ``at``, ``by`` and the fields of :class:`Lesson`; None
    before the first."""
    with store.read() as work:
        found: dict[str, Any] | None = work.settings.get(_LAST)
    return found


def may_teach(user: User) -> None:
    """Raises:
    Refused: ``classifier.role``: this person may correct, not have the classifier learn from it.
    """
    if not leads(user):
        raise Refused(
            "classifier.role",
            f"{user.name} may correct the triage, not have it learn.",
            "Ask an administrator, or someone with the authority of a manager or above.",
        )


def _last_words(work: Work) -> dict[str, Feedback]:
    """The lesson that stands for each case: the last on its nature, without those that were taken back."""
    said: dict[str, list[Feedback]] = {}
    for lesson in work.feedback.all("triage"):
        if lesson.case_id is None:
            continue
        if lesson.payload.get("taken_back"):
            said.get(lesson.case_id, [])[-1:] = []
            continue
        said.setdefault(lesson.case_id, []).append(lesson)
    found = {}
    for case_id, lessons in said.items():
        on_nature = [lesson for lesson in lessons if _speaks_of_nature(lesson)]
        if on_nature:
            found[case_id] = on_nature[-1]
    return found


def _speaks_of_nature(lesson: Feedback) -> bool:
    given, now = lesson.payload.get("given"), lesson.payload.get("is")
    named = not isinstance(given, list) or "nature" in given
    return named and isinstance(now, list) and bool(now) and now[0] in NATURES


def teach(
    store: Store,
    folder: Path,
    embedder: Embedder,
    *,
    seed: int = 0,
    progress: Progress | None = None,
    who: str = "desk",
) -> Lesson:
    """Trains both sets of weights on the shipped comments and the corrections, and keeps them in ``folder``.

    Args:
        store: where the corrections are.
        folder: where the desk looks for weights first.
        embedder: the one in use; the weights are bound to it.
        seed: of the folds.
        progress: ``stage`` is ``reading``, ``learning``, then ``measuring``; counts the texts read; ``cancel``
            stops it at the next of these.
        who: the person who asked for it.

    Raises:
        Refused: ``classifier.worse``: more honest complaints than before would be called something else;
            nothing is kept.
        BadInput: ``triage.examples``.
        Cancelled: ``progress.cancel`` was set.
    """
    from assistant.triage.classifier import Classifier, load_abuse, load_classifier
    from assistant.triage.training import fixed_examples, measure, seed_examples, train
    from assistant.triage.weights import save_weights

    progress = progress or Progress()
    at = datetime.now(UTC)
    corrected = corrections(store)
    seeds, fixed = seed_examples(), fixed_examples()
    kept = KeptVectors(embedder, folder, progress)
    progress.stage = "reading"
    kept.embed([e.text for e in (*seeds, *fixed, *corrected)])
    _go_on(progress, "learning")
    full, _ = train([*seeds, *corrected], embedder=kept, seed=seed)
    fast, _ = train([*seeds, *corrected], seed=seed)
    _go_on(progress, "measuring")
    before = measure(load_classifier(embedder, folder), fixed, kept)
    after = measure(Classifier(full, load_abuse()), fixed, kept)
    allowed = round(PATIENCE * after.complaints)
    lost = before.confusion["complaint"].get("complaint", 0) - after.confusion["complaint"].get(
        "complaint", 0
    )
    if after.wronged > before.wronged or lost > allowed:
        raise Refused(
            "classifier.worse",
            f"The classifier trained on {len(corrected)} corrections would call {after.wronged} of "
            f"{after.complaints} honest complaints an attack, a provocation or spam (before: {before.wronged}) and "
            f"recognise {lost} fewer of them. It was not kept.",
            "Look at the latest corrections: some may be wrong, or about one person's style.",
        )
    _go_on(progress, "measuring")
    save_weights(full, folder / "nature_full.npz")
    save_weights(fast, folder / "nature_fast.npz")
    lesson = Lesson(len(corrected), before, after)
    with store.begin() as work:
        work.settings.set(_LAST, {"at": at.isoformat(), "by": who, **asdict(lesson)}, who)
    return lesson


def _go_on(progress: Progress, stage: str) -> None:
    if progress.cancel.is_set():
        raise _stopped()
    progress.stage = stage


def _stopped() -> Cancelled:
    return Cancelled("classifier.cancelled", "Learning was stopped; nothing has changed.")


class KeptVectors:
    """An :class:`~assistant.domain.protocols.Embedder` that keeps the vectors of the training comments in a file: they are the same next time."""

    def __init__(self, embedder: Embedder, folder: Path, progress: Progress) -> None:
        self._embedder = embedder
        self._path = folder / f"vectors-{embedder.sha256[:16]}.npz"
        self._progress = progress
        self._known: dict[str, NDArray[np.float32]] = self._read()

    @property
    def id(self) -> str:
        return self._embedder.id

    @property
    def sha256(self) -> str:
        return self._embedder.sha256

    @property
    def dimensions(self) -> int:
        return self._embedder.dimensions

    def embed(self, texts: Sequence[str], *, query: bool = False) -> NDArray[np.float32]:
        """As the embedder's own; vectors it has made before come from the file, at half precision."""
        import numpy as np

        names = [hashlib.sha256(f"{query} {text}".encode()).hexdigest()[:32] for text in texts]
        new = {name: text for name, text in zip(names, texts, strict=True) if name not in self._known}
        rest = iter(new.items())
        self._progress.total = (self._progress.total or 0) + len(new)
        while some := dict(islice(rest, _AT_ONCE)):
            if self._progress.cancel.is_set():
                raise _stopped()
            made = self._embedder.embed(list(some.values()), query=query)
            self._known.update(zip(some, made.astype(np.float16).astype(np.float32), strict=True))
            self._progress.done += len(some)
        if new:
            self._write()
        return np.stack([self._known[name] for name in names])

    def _read(self) -> dict[str, NDArray[np.float32]]:
        import zipfile

        import numpy as np

        try:
            with np.load(self._path, allow_pickle=False) as data:
                names = data["names"].tobytes().decode().split("\n")
                return dict(zip(names, data["vectors"].astype(np.float32), strict=True))
        except (OSError, ValueError, KeyError, zipfile.BadZipFile):
            return {}  # a cache: made anew

    def _write(self) -> None:
        import numpy as np

        self._path.parent.mkdir(parents=True, exist_ok=True)
        names = np.frombuffer("\n".join(self._known).encode(), dtype=np.uint8)
        vectors = np.stack(list(self._known.values())).astype(np.float16)
        partial = self._path.with_suffix(".part.npz")
        np.savez(partial, names=names, vectors=vectors)
        partial.replace(self._path)
