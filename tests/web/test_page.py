"""The page in a real browser, with the real models: from a pasted comment to its publication."""

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.config import Settings, Workspace
from assistant.desk.workspace import fill_with_demo, make_workspace
from assistant.wiring import House

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
SHOTS = Path(__file__).parent.parent / "screenshots"
COMMENT = "Lampe reçue cassée <script>document.title='pwned'</script>, le verre en mille morceaux. Très déçu."
PATIENCE = 120_000


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    import uvicorn

    from assistant.web.app import create_app

    folder = tmp_path_factory.mktemp("workspace")
    make_workspace(folder / "demo", demo=True)
    house = House(Workspace(folder / "demo"), Settings())
    for use in ("drafting", "embedding"):
        if house.chosen_model(use) not in house.models.installed():  # type: ignore[arg-type]
            pytest.skip(f"the default {use} model is not installed")
    fill_with_demo(house.desk, folder / "demo")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(create_app(house), port=port, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(20)
    house.close()


def test_from_a_pasted_comment_to_its_publication(address: str, browser: Any) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="fr-FR")
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda m: wrong.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda e: wrong.append(str(e)))
    page.on(
        "request",
        lambda r: wrong.append(r.url) if not r.url.startswith((address, "data:", "blob:")) else None,
    )
    page.goto(address)
    page.get_by_role("button", name="Inès").click()
    SHOTS.mkdir(exist_ok=True)

    page.get_by_role("button", name="Ajouter", exact=True).click()
    page.get_by_label("Collez un commentaire").fill(COMMENT)
    page.get_by_label("Auteur", exact=True).fill("Paul <b>Roy</b>")
    page.locator("dialog select").first.select_option("google_reviews")
    page.get_by_role("button", name="Ajouter ce commentaire").click()
    page.locator(".verdict").wait_for(timeout=PATIENCE)
    assert "<script>" in page.locator(".said").inner_text()
    assert page.title() == "Répartie" and page.locator(".said script").count() == 0
    # A person's word: whatever triage made of it, this is an ordinary complaint.
    page.locator(".verdict select").first.select_option("complaint")
    page.locator(".verdict select").nth(1).select_option("S3")
    page.wait_for_function("document.querySelectorAll('.verdict select')[1].value === 'S3'")
    page.screenshot(path=SHOTS / "case.png")

    page.get_by_role("button", name="Rédiger").click()
    area = page.get_by_label("Votre réponse", exact=True)
    area.wait_for(timeout=PATIENCE)
    proposed = area.input_value()
    assert len(proposed) > 60 and page.locator(".origin").count() > 2
    area.press("Control+End")
    area.type(" Nous vous rembourserons demain.")
    page.locator(".finding.error").first.wait_for()
    page.screenshot(path=SHOTS / "findings.png")

    # A new proposal stands beside what was typed.
    page.get_by_role("button", name="Autre proposition").click()
    page.locator(".flash").wait_for(timeout=PATIENCE)
    assert area.input_value().endswith("rembourserons demain.")
    area.fill(proposed.replace("Bonjour", "Bonsoir", 1))
    page.locator(".band.green").wait_for()
    page.keyboard.press("Control+Enter")
    page.locator(".flash", has_text="Réponse approuvée").wait_for()
    page.get_by_role("button", name="Publier", exact=True).click()
    page.get_by_label("Lien vers la réponse publiée").fill("https://avis.example/1")
    page.get_by_role("button", name="Marquer comme publiée").click()
    page.get_by_role("heading", name="Publiée").wait_for()
    page.screenshot(path=SHOTS / "published.png")
    assert wrong == []


@pytest.mark.parametrize("locale", ["fr-FR", "en-GB"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 420])
def test_the_page_in_every_dress(address: str, browser: Any, locale: str, scheme: str, width: int) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, locale=locale, color_scheme=scheme
    )
    page = context.new_page()
    page.goto(address)
    page.get_by_role("button", name="Inès").click()
    page.locator(".line").first.click()
    page.locator(".reply h2").wait_for()
    SHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SHOTS / f"{locale[:2]}-{scheme}-{width}.png")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.documentElement.lang") == locale[:2]
    context.close()
