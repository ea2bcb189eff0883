"""Correcting by keys, what decides a doubt, filters and learning, in a real browser with fakes for models."""

import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.config import Settings, Workspace
from assistant.desk.teaching import Lesson
from assistant.desk.workspace import make_workspace
from assistant.domain.comment import Comment
from assistant.domain.protocols import Progress
from assistant.domain.triage import NatureGuess
from assistant.errors import Cancelled, Refused
from assistant.retrieval.fake import HashEmbedder
from assistant.triage.figures import figures
from assistant.web import learning
from assistant.wiring import House

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
SHOTS = Path(__file__).parent.parent / "screenshots"
TEXTS = {
    "Ada Roy": "Votre vendeuse a été <b>odieuse</b> mardi, elle m’a raccroché au nez.",
    "Zoé Petit": "La lampe est arrivée avec une vis en moins.",
    "Paul Durand": "Vos horaires du samedi, s’il vous plaît ?",
}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[tuple[str, House]]:
    import uvicorn

    from assistant.web.app import create_app

    make_workspace(tmp_path, demo=True)
    house = House(Workspace(tmp_path), Settings(), with_model=False)
    house.__dict__["embedder"] = HashEmbedder()
    house.__dict__["triager"] = house.fast_triager
    with house.store.begin() as work:
        work.users.add("Inès", "admin", "direction", who="test")
        work.users.add("Lou", "approver", "agent", who="test")
    for n, (author, text) in enumerate(TEXTS.items()):
        case, _ = house.desk.receive(
            Comment(str(n), text, channel="google_reviews", author=author, language="fr")
        )
        triage = house.desk.triage(case.id).triage
        assert triage is not None
        doubtful = replace(
            triage,
            nature="complaint",
            subtype=None,
            severity="S3",
            signals={},
            unsure=n == 0,
            alternatives=(NatureGuess("attack", 0.3),),
        )
        with house.store.begin() as work:
            work.cases.save(
                case.id, expect=None, who="test", what="triaged", state="triaged", triage=doubtful
            )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(create_app(house), port=port, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}", house
    server.should_exit = True
    thread.join(20)
    house.close()


def opened(browser: Any, address: str, name: str, **more: Any) -> tuple[Any, list[str]]:
    settings = {"viewport": {"width": 1440, "height": 900}, "locale": "fr-FR", **more}
    page = browser.new_context(**settings).new_page()
    wrong: list[str] = []
    page.on("console", lambda m: wrong.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda e: wrong.append(str(e)))
    page.goto(address)
    page.get_by_role("button", name=name).click()
    page.locator(".line").first.wait_for()
    return page, wrong


def shot(page: Any, name: str) -> None:
    SHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}.png")


def test_corrections_by_keys(desk: tuple[str, House], browser: Any) -> None:
    from playwright.sync_api import expect

    page, wrong = opened(browser, desk[0], "Inès")
    page.locator(".line", has_text="Ada Roy").click()
    doubt = page.locator(".doubt")
    expect(doubt).to_contain_text("La colère n’est pas une attaque")
    expect(doubt.get_by_role("button")).to_have_count(2)
    expect(page.locator(".verdict")).to_contain_text("une personne (« vendeuse »")
    assert "<b>" in page.locator(".said").inner_text()
    shot(page, "unsure")

    nature, severity, truth = (page.locator(".verdict select").nth(n) for n in range(3))
    page.keyboard.press("2")
    expect(nature).to_have_value("attack")
    expect(doubt).to_have_count(0)
    page.get_by_role("button", name="Annuler").click()
    expect(nature).to_have_value("complaint")
    expect(doubt).to_be_visible()

    page.keyboard.press("v")
    page.get_by_role("dialog").wait_for()
    shot(page, "palette")
    page.keyboard.press("3")
    expect(truth).to_have_value("false")
    expect(page.locator(".verdict")).to_contain_text("Inès a corrigé")
    page.keyboard.press("s")
    page.keyboard.press("1")
    expect(severity).to_have_value("S1")
    expect(page.locator(".duty")).to_contain_text("Astreinte communication")
    expect(page.locator(".duty")).to_contain_text("jour et nuit")
    page.get_by_role("button", name="Annuler").click()
    expect(severity).to_have_value("S3")
    expect(truth).to_have_value("false")

    page.keyboard.press("c")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("c")
    page.keyboard.press("7")
    expect(nature).to_have_value("praise")

    page.keyboard.press("?")
    for said in ("Corriger la nature", "Dire si c’est vrai", "Trancher entre"):
        expect(page.locator("dialog")).to_contain_text(said)
    page.keyboard.press("Escape")
    # While a person types, letters are letters.
    page.get_by_role("searchbox", name="Rechercher").type("csv12")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert wrong == []


def test_filters_outlive_a_reload(desk: tuple[str, House], browser: Any) -> None:
    from playwright.sync_api import expect

    page, wrong = opened(browser, desk[0], "Lou")
    expect(page.locator(".line")).to_have_count(3)
    page.get_by_label("Filtrer et trier").click()
    page.get_by_label("Filtrer par auteur").fill("zoe")
    expect(page.locator(".line")).to_have_count(1)
    page.get_by_label("Filtrer par auteur").fill("")
    expect(page.locator(".line")).to_have_count(3)
    page.get_by_label("À confirmer seulement").check()
    expect(page.locator(".line")).to_have_count(1)
    page.get_by_label("Par échéance").select_option("severity")
    shot(page, "filters")
    page.reload()
    expect(page.get_by_label("À confirmer seulement")).to_be_checked()
    expect(page.get_by_label("Par échéance")).to_have_value("severity")
    expect(page.locator(".line")).to_have_count(1)
    page.evaluate("localStorage.setItem('repartie.filters', '{broken')")
    page.reload()
    expect(page.locator(".line")).to_have_count(3)
    assert wrong == []


@pytest.mark.parametrize("width", [1440, 420])
def test_learning_from_the_page(
    desk: tuple[str, House], browser: Any, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    from playwright.sync_api import expect

    address, house = desk
    house.desk.correct_triage("1", "Inès", nature="misinformed")
    let_go = threading.Event()
    before, after = figures([]), replace(figures([]), macro_f1=0.812, complaints=100, wronged=1)

    def teach(store: Any, folder: Any, embedder: Any, *, progress: Progress, who: str) -> Lesson:
        progress.stage, progress.done, progress.total = "reading", 300, 1200
        assert let_go.wait(60)
        with store.begin() as work:
            from dataclasses import asdict

            lesson = {"at": "2031-01-01T09:00:00+00:00", "by": who, **asdict(Lesson(1, before, after))}
            work.settings.set("classifier_lesson", lesson, who)
        return Lesson(1, before, after)

    monkeypatch.setattr(learning, "teach", teach)
    page, wrong = opened(browser, address, "Inès", viewport={"width": width, "height": 900})
    page.locator(".nav", has_text="Charte").click()
    page.get_by_role("button", name="Ce que le tri a appris (1 à apprendre)").click()
    expect(page.locator(".classifier")).to_contain_text("1 correction attend")
    page.get_by_role("button", name="Apprendre des corrections").click()
    expect(page.locator(".classifier")).to_contain_text("300 textes sur 1200")
    shot(page, f"learning-{width}")
    let_go.set()
    expect(page.locator(".figures")).to_contain_text("81,2")
    expect(page.locator(".figures")).to_contain_text("1 / 100")
    expect(page.locator(".classifier")).to_contain_text("Tout est appris")
    expect(page.locator(".history-link").last).to_contain_text("(0 à apprendre)")
    expect(page.locator(".flash")).to_contain_text("Le tri lit désormais avec ces corrections")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    shot(page, f"learned-{width}")

    def refuse(*_: Any, **__: Any) -> Lesson:
        raise Refused("classifier.worse", "Worse.", "Look.")

    monkeypatch.setattr(learning, "teach", refuse)
    page.get_by_role("button", name="Apprendre des corrections").click()
    expect(page.locator(".classifier .notice")).to_contain_text("rien n’a été gardé")
    assert wrong == []


def test_learning_is_stopped(desk: tuple[str, House], browser: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from playwright.sync_api import expect

    def until_stopped(*_: Any, progress: Progress, **__: Any) -> Lesson:
        progress.stage = "learning"
        assert progress.cancel.wait(60)
        raise Cancelled("classifier.cancelled", "Stopped.")

    monkeypatch.setattr(learning, "teach", until_stopped)
    page, wrong = opened(browser, desk[0], "Inès")
    page.locator(".nav", has_text="Charte").click()
    page.get_by_role("button", name="Ce que le tri a appris").click()
    page.get_by_role("button", name="Apprendre des corrections").click()
    page.get_by_role("button", name="Arrêter").click()
    expect(page.get_by_role("button", name="Apprendre des corrections")).to_be_visible()
    expect(page.locator(".flash")).to_have_count(0)
    assert wrong == []


def test_who_does_not_lead_sees_the_figures_alone(desk: tuple[str, House], browser: Any) -> None:
    from playwright.sync_api import expect

    page, wrong = opened(browser, desk[0], "Lou")
    page.locator(".nav", has_text="Charte").click()
    page.get_by_role("button", name="Ce que le tri a appris").click()
    expect(page.locator(".classifier")).to_contain_text("Un responsable ou un administrateur")
    expect(page.get_by_role("button", name="Apprendre des corrections")).to_have_count(0)
    assert wrong == []
