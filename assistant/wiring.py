"""Chooses the concrete parts. The only file that knows every room."""

from __future__ import annotations

import logging
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from assistant.config import Settings, Workspace, cores, shipped
from assistant.domain.charter import Charter
from assistant.domain.protocols import Document, Embedder, LanguageModel, SecondOpinion, YesOrNo
from assistant.errors import AssistantError, BadInput, ModelError

if TYPE_CHECKING:
    from assistant.desk.charter import Rulebook
    from assistant.desk.crew import Crew
    from assistant.desk.desk import Desk
    from assistant.desk.evaluating import Evaluation
    from assistant.drafting.drafter import Drafter
    from assistant.llm.catalog import Catalog
    from assistant.llm.prompts import Prompt
    from assistant.llm.resolve import Resolved
    from assistant.llm.weights import ModelStore
    from assistant.retrieval.index import Index
    from assistant.store.store import Store
    from assistant.tone.checker import Checker
    from assistant.tone.voice import VoiceMeter
    from assistant.triage.problems import ProblemFinder
    from assistant.triage.triager import Triager

_log = logging.getLogger(__name__)
ModelUse = Literal["drafting", "embedding"]


class House:
    """The parts of one workspace, each made when it is first asked for.

    ``with_model=False`` leaves the language model out: drafts come from approved sentences and
    templates alone.
    """

    def __init__(self, workspace: Workspace, settings: Settings, *, with_model: bool = True) -> None:
        self.workspace = workspace
        self.settings = settings
        self._with_model = with_model
        self._making = threading.RLock()

    @cached_property
    def charter(self) -> Charter:
        from assistant.tone.load import load_charter

        return load_charter(self.workspace.charter)

    @cached_property
    def checker(self) -> Checker:
        from assistant.tone.checker import Checker

        return Checker(self.charter)

    @cached_property
    def voice(self) -> VoiceMeter:
        """The measure of voice; from features alone where no embedding model is installed."""
        from assistant.tone.voice import VoiceMeter

        try:
            embedder: Embedder | None = self.embedder
        except ModelError:
            embedder = None  # The reading itself says that it is less sure.
        return VoiceMeter(self.charter, embedder, self.workspace.data / "voice")

    @cached_property
    def store(self) -> Store:
        """The migrated store.

        Raises:
            StoreError: it cannot be opened or brought up to date.
        """
        from assistant.store import Store, sqlite_url

        store = Store(self.settings.database_url or sqlite_url(self.workspace.database.resolve()))
        store.migrate()
        return store

    @cached_property
    def catalog(self) -> Catalog:
        return catalog()

    @cached_property
    def models(self) -> ModelStore:
        from assistant.llm.weights import ModelStore

        return ModelStore(self.settings.cache_folder(), self.catalog)

    def chosen_model(self, use: ModelUse) -> str:
        """The name, path or address this workspace uses; the catalogue's default unless chosen."""
        with self.store.read() as work:
            chosen = work.settings.get("models", {})
        return str(chosen.get(use) or self.catalog.default(use).name)

    def choose_model(self, choice: str, who: str) -> Resolved:
        """Makes a model the one in use; what it is decides for what.

        Raises:
            ModelError: it is not installed, or is no model.
        """
        found = self.resolved(choice)
        use: ModelUse = "embedding" if found.kind == "embedder" else "drafting"
        with self.store.begin() as work:
            chosen = dict(work.settings.get("models", {}))
            place = Path(choice).expanduser()
            chosen[use] = str(place.resolve()) if place.exists() else choice
            work.settings.set("models", chosen, who)
        return found

    def resolved(self, choice: str) -> Resolved:
        from assistant.llm.resolve import resolve

        return resolve(choice, self.models, self.catalog)

    @cached_property
    def embedder(self) -> Embedder:
        from assistant.retrieval.embedder import SentenceEmbedder

        found = self.resolved(self.chosen_model("embedding"))
        if found.kind != "embedder":
            raise ModelError(
                "llm.not_an_embedder",
                f"{found.name} is no embedding model.",
                "Choose one with `assistant models use`.",
            )
        return SentenceEmbedder(Path(found.location), name=found.name)

    @cached_property
    def index(self) -> Index:
        from assistant.retrieval.index import Index

        index = Index(self.workspace.index, self.embedder, self.documents)
        index.open()
        return index

    def documents(self) -> Iterator[Document]:
        """Everything that can be found: approved replies, facts, charter passages."""
        with self.store.read() as work:
            for reply in work.replies.all():
                yield Document(reply.id, "reply", reply.language, reply.comment, reply.reply, reply.nature)
        yield from _documents_of(self.charter)

    @cached_property
    def language_model(self) -> LanguageModel | None:
        """The drafting model, loaded at its first use; None when drafts are made without one."""
        if not self._with_model:
            return None
        found = self.resolved(self.chosen_model("drafting"))
        if found.kind == "server":
            from assistant.llm.server import ServerModel

            return ServerModel(found.location, found.model, self.settings.server_key)
        from assistant.llm.llama import LlamaModel

        threads = self.settings.threads or cores()
        return LlamaModel(Path(found.location), name=found.name, n_ctx=self.settings.context, threads=threads)

    @cached_property
    def triager(self) -> Triager:
        return _triager(self.charter, self.workspace.data / "classifier", self.embedder, self.second_opinion)

    @cached_property
    def fast_triager(self) -> Triager:
        """Triage without embeddings: many times faster, a little less sure."""
        return _triager(self.charter, self.workspace.data / "classifier")

    @cached_property
    def crew(self) -> Crew | None:
        """Processes that triage without embeddings, one a core; None where there is one core."""
        from assistant.desk.crew import Crew

        make = partial(_triager, self.charter, self.workspace.data / "classifier")
        return Crew(make, cores()) if cores() > 1 else None

    @cached_property
    def prompts(self) -> dict[str, Prompt]:
        from assistant.llm.prompts import load_prompts

        return load_prompts(shipped("prompts"), self.workspace.prompts)

    @cached_property
    def judge(self) -> YesOrNo | None:
        """Whom the charter's yes-or-no questions are put to; None when there is no model."""
        if self.language_model is None:
            return None
        from assistant.llm.judge import ModelJudge

        return ModelJudge(self.language_model, self.prompts)

    @cached_property
    def second_opinion(self) -> SecondOpinion | None:
        """Who is asked where triage is unsure; None unless the setting asks for it and there is a model."""
        if not self.settings.second_opinion or self.language_model is None:
            return None
        from assistant.llm.opinion import ModelOpinion

        return ModelOpinion(self.language_model, self.prompts)

    @cached_property
    def drafter(self) -> Drafter:
        from assistant.drafting.drafter import Drafter

        return Drafter(self.charter, self.checker, self.index, self.prompts, self.language_model)

    @contextmanager
    def evaluation(
        self,
        memory: Sequence[Document],
        *,
        today: date,
        sender: str | None,
        seed: int = 0,
        plain: bool = False,
    ) -> Iterator[Evaluation]:
        """The parts that draft replies from ``memory`` alone, each without its own reply. The workspace's
        index is not touched: the memory is indexed in a folder that lasts as long as the run.

        Raises:
            ModelError: a model cannot be loaded, or ``eval.no_model``: the plain chat was asked for without one.
        """
        from assistant.desk.evaluating import Evaluation, Plain
        from assistant.drafting.drafter import Drafter
        from assistant.retrieval.index import Index
        from assistant.retrieval.without_own import WithoutOwn

        model = self.language_model
        if plain and model is None:
            raise ModelError(
                "eval.no_model",
                "The plain chat needs a language model.",
                "Leave out --baseline.",
            )
        documents = [*memory, *_documents_of(self.charter)]
        with (
            tempfile.TemporaryDirectory(prefix="repartie-eval-") as folder,
            Index(Path(folder), self.embedder, lambda: documents) as index,
        ):
            index.ensure()
            without = WithoutOwn(index, memory, self.embedder.id)
            chat = Plain(self.charter, without, self.prompts, model) if plain and model is not None else None
            drafter = Drafter(self.charter, self.checker, without, self.prompts, model)
            yield Evaluation(self.charter, self.triager, drafter, without, chat, today, sender, seed)

    @cached_property
    def desk(self) -> Desk:
        from assistant.desk.desk import Desk

        return Desk(
            store=self.store,
            charter=self.charter,
            checker=self.checker,
            triager=self._once("triager"),
            drafter=self._once("drafter"),
            index=self._once("index"),
        )

    @cached_property
    def rulebook(self) -> Rulebook:
        from assistant.desk.charter import Rulebook

        return Rulebook(
            store=self.store,
            folder=self.workspace.charter,
            kept=self.workspace.data / "charter_versions",
            charter=lambda: self.charter,
            take=self.take_charter,
        )

    def take_charter(self, charter: Charter) -> None:
        """From now on the desk works under this charter. The store, the models and the index stay; what
        is being made finishes under the charter it began with.

        Raises:
            BadInput: ``tone.pattern``: a pattern of it cannot be taken; nothing has changed.
        """
        from assistant.tone.checker import Checker

        checker = Checker(charter)
        with self._making:
            made = vars(self)
            old = made.get("charter")
            made["charter"], made["checker"] = charter, checker
            for name in ("triager", "fast_triager"):
                if name in made:
                    made[name] = made[name].under(charter, _problem_finder(charter))
            for name in ("drafter", "desk", "voice"):
                made.pop(name, None)
            if old is not None and "index" in made:
                self._index_anew(old, charter)

    def take_classifier(self) -> None:
        """From now on triage reads with the weights that lie in the workspace; those in use go on until the
        new ones are loaded.

        Raises:
            ModelError: ``triage.weights``: they are damaged; nothing has changed.
        """
        with self._making:
            made = vars(self)
            weights = self.workspace.data / "classifier"
            renewed: dict[str, Any] = {}
            if "triager" in made:
                renewed["triager"] = _triager(self.charter, weights, self.embedder, self.second_opinion)
            if "fast_triager" in made:
                renewed["fast_triager"] = _triager(self.charter, weights)
            made.update(renewed)

    def _index_anew(self, old: Charter, new: Charter) -> None:
        """Facts and passages that changed, in the index; it is a cache, so a fault there stops nothing."""
        before, now = ({(d.id, d.language): d for d in _documents_of(c)} for c in (old, new))
        gone = {key[0] for key, document in before.items() if now.get(key) != document}
        come = [d for key, d in now.items() if before.get(key) != d or key[0] in gone]
        try:
            if gone:
                self.index.remove(gone)
            if come:
                self.index.add_many(come)
        except AssistantError as error:
            _log.warning("the index does not know the new charter yet: %s", error.message)

    def part(self, name: str) -> Any:
        """A part by its name, made by one thread while others wait."""
        return self._once(name)()

    def _once(self, name: str) -> Callable[[], Any]:
        """A part made at its first call, by one thread while others wait."""

        def make() -> Any:
            with self._making:
                return getattr(self, name)

        return make

    def close(self) -> None:
        """Lets go of what was made: the model, the index, the store."""
        made = vars(self)
        for name in ("language_model", "index", "store"):
            part = made.get(name)
            if part is not None:
                part.close()


def _documents_of(charter: Charter) -> Iterator[Document]:
    for fact in charter.facts:
        for language, text in fact.text.items():
            topics = ". ".join(fact.topics.get(language, ()))
            yield Document(fact.id, "fact", language, f"{topics}. {text}", text)
    for passage in charter.passages:
        for language, text in passage.text.items():
            yield Document(passage.id, "charter", language, f"{passage.title[language]}. {text}", text)


def _triager(
    charter: Charter,
    classifiers: Path,
    embedder: Embedder | None = None,
    second: SecondOpinion | None = None,
) -> Triager:
    from assistant.triage.classifier import load_classifier
    from assistant.triage.triager import Triager

    classifier = load_classifier(embedder, classifiers)
    problems = _problem_finder(charter)
    return Triager(
        charter, classifier, embedder=embedder, problems=problems, fast=embedder is None, second=second
    )


def _problem_finder(charter: Charter) -> ProblemFinder:
    from assistant.triage.problems import ProblemFinder

    return ProblemFinder(charter.problems, sectors=charter.settings.identity.sectors)


def catalog() -> Catalog:
    """The catalogue that ships with the product.

    Raises:
        BadInput: it cannot be read.
    """
    from assistant.llm.catalog import load_catalog

    path = shipped("models") / "catalog.yaml"
    if not path.is_file():
        raise BadInput("llm.catalog", f"{path} is missing.", "Install the product again.")
    return load_catalog(path)
