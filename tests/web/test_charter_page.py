"""Reviewing a text and changing a rule in a real browser, with the desk's fakes in place of models."""

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.config import Settings, Workspace
from assistant.desk.workspace import fill_with_demo, make_workspace
from assistant.retrieval.fake import HashEmbedder
from assistant.wiring import House

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
SHOTS = Path(__file__).parent.parent / "screenshots"
TEXT = (
    "Bonjour,\n\nCalmez-vous <img src=x onerror=\"document.title='pwned'\">, nous vous rembourserons demain. "
    "Merci pour votre feedback. Écrivez-nous afin de solutionner ce point."
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, House]]:
    import uvicorn

    from assistant.web.app import create_app

    folder = tmp_path_factory.mktemp("workspace") / "demo"
    make_workspace(folder, demo=True)
    house = House(Workspace(folder), Settings(), with_model=False)
    house.__dict__["embedder"] = HashEmbedder()
    house.__dict__["triager"] = house.fast_triager
    fill_with_demo(house.desk, folder)
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
    """A page on which this person is at work, and the list of everything wrong that it does."""
    settings = {"viewport": {"width": 1280, "height": 900}, "locale": "fr-FR", **more}
    page = browser.new_context(**settings).new_page()
    wrong: list[str] = []
    page.on("console", lambda m: wrong.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda e: wrong.append(str(e)))
    page.on(
        "request",
        lambda r: wrong.append(r.url) if not r.url.startswith((address, "data:", "blob:")) else None,
    )
    page.goto(address)
    page.get_by_role("button", name=name).click()
    page.locator(".nav").first.wait_for()
    return page, wrong


def goto(page: Any, name: str) -> None:
    page.locator(".nav", has_text=name).click()


def shot(page: Any, name: str) -> None:
    SHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}.png")


def test_a_text_under_review(desk: tuple[str, House], browser: Any) -> None:
    from playwright.sync_api import expect

    page, wrong = opened(browser, desk[0], "Camille")
    page.locator(".line").first.click()
    page.locator(".reply h2").wait_for()
    goto(page, "Relire un texte")
    area = page.get_by_label("Votre texte").locator("textarea.area")
    area.fill(TEXT)
    page.locator(".finding.error").first.wait_for()
    assert page.title() == "Répartie" and page.locator(".back img").count() == 0
    assert page.locator(".back mark.error").count() >= 2
    calm = (
        page.locator(".finding", has_text="on n’apaise")
        .or_(page.locator(".finding", has_text="on n'apaise"))
        .first
    )
    calm.locator("summary").click()
    assert "forbidden.calm_down" in calm.inner_text() and "rules/forbidden.yaml" in calm.inner_text()
    assert "agacement" in calm.inner_text()  # the rule's good example
    page.locator(".moved li").first.wait_for()
    page.locator(".voice .scale .point").first.wait_for()
    shot(page, "review")

    before = page.locator(".finding").count()
    page.get_by_role("button", name="Appliquer les corrections sûres").click()
    expect(page.locator(".finding")).not_to_have_count(before)
    assert "feedback" not in area.input_value() and "Calmez-vous" in area.input_value()

    area.press("Control+Enter")  # decides nothing about the case that was open
    area.press("Control+s")

    # What was typed outlives navigation, reloading, and a look of someone else.
    kept = area.input_value()
    goto(page, "File")
    page.locator(".line").first.wait_for()
    goto(page, "Relire un texte")
    assert area.input_value() == kept
    page.reload()
    goto(page, "Relire un texte")
    assert area.input_value() == kept
    page.locator(".tools .my-name").click()
    page.get_by_role("button", name="Thomas").click()
    expect(area).to_have_value("")
    with desk[1].store.read() as work:
        assert {"approved", "in_review"}.isdisjoint(s for s, n in work.cases.counts().items() if n)
    assert wrong == []


def test_a_rule_is_tried_saved_and_restored(desk: tuple[str, House], browser: Any) -> None:
    address, house = desk
    file = house.workspace.charter / "rules" / "address.yaml"
    before, started_with = file.read_text("utf-8"), house.charter.ref.version
    page, wrong = opened(browser, address, "Thomas")
    goto(page, "Charte")
    page.get_by_label("Chercher une règle").fill("ordering")
    page.locator(".rule-line").first.click()
    page.locator("#rule-level").select_option("error")
    pattern = page.locator("#rule-pattern")
    pattern.fill(r"\b(vous devez|nous vous")
    page.get_by_role("button", name="Essayer").click()
    page.locator(".fault-card").wait_for()
    shot(page, "rule-fault")
    assert page.get_by_role("button", name="Enregistrer").is_disabled()

    pattern.fill(r"\b(vous devez|nous vous|you must)\b")
    page.get_by_role("button", name="Essayer").click()
    page.locator(".verdicts li mark").first.wait_for()
    shot(page, "rule-trial")
    goto(page, "File")  # an unsaved change outlives navigation
    goto(page, "Charte")
    assert pattern.input_value() == r"\b(vous devez|nous vous|you must)\b"
    page.get_by_role("tab", name="YAML").click()
    yaml = page.get_by_role("textbox", name="YAML")
    yaml.wait_for()
    assert "level: error" in yaml.input_value()
    page.get_by_role("button", name="Essayer").click()
    page.locator(".verdicts li mark").first.wait_for()
    page.get_by_role("button", name="Enregistrer").click()
    page.locator(".flash", has_text="en vigueur").wait_for()
    assert house.charter.ref.version != started_with
    assert next(r for r in house.charter.rules if r.id == "address.ordering").level == "error"

    page.locator(".history-link").first.click()
    page.locator(".version-list li").nth(1).wait_for()
    shot(page, "versions")
    page.locator(".version-list li").nth(1).get_by_role("button", name="Reprendre").click()
    page.get_by_role("button", name="Reprendre cette version").click()
    page.locator(".version-list li").nth(2).wait_for()
    assert file.read_text("utf-8") == before
    assert wrong == []


def test_two_people_save_at_once(desk: tuple[str, House], browser: Any) -> None:
    first, _ = opened(browser, desk[0], "Thomas")
    second, _ = opened(browser, desk[0], "Inès")
    for page, word in ((first, "un mot de Thomas"), (second, "un mot d’Inès")):
        goto(page, "Charte")
        page.get_by_label("Chercher une règle").fill("calm down")
        page.locator(".rule-line").first.click()
        page.get_by_label("Ce que lit la personne – Français").fill(f"« {{match}} » : {word}.")
        page.get_by_role("button", name="Essayer").click()
        page.locator(".trial .good-mark").first.wait_for()
    first.get_by_role("button", name="Enregistrer").click()
    first.locator(".flash", has_text="en vigueur").wait_for()
    second.get_by_role("button", name="Enregistrer").click()
    second.locator(".race pre").nth(1).wait_for()
    assert "un mot de Thomas" in second.locator(".race pre").nth(0).inner_text()
    assert "un mot d’Inès" in second.locator(".race pre").nth(1).inner_text()
    shot(second, "rule-race")
    second.get_by_role("button", name="Garder la mienne").click()
    second.locator(".trial .good-mark").first.wait_for()
    second.get_by_role("button", name="Enregistrer").click()
    second.locator(".flash", has_text="en vigueur").wait_for()


def test_a_rule_is_added_and_removed(desk: tuple[str, House], browser: Any) -> None:
    address, house = desk
    page, wrong = opened(browser, address, "Thomas")
    goto(page, "Charte")
    page.get_by_role("button", name="Ajouter une règle").click()
    page.locator("dialog input").fill("Veuillez noter l’été")
    page.get_by_role("button", name="Créer la règle").click()
    page.locator("#rule-terms").fill("veuillez noter\nmerci de noter")
    page.get_by_role("button", name="Essayer").click()
    page.locator(".fault-card li").nth(1).wait_for()  # message and examples are missing
    page.get_by_label("Ce que lit la personne – Français").fill("« {match} » : non.")
    for part, text in (("bad", "Veuillez noter ceci."), ("good", "Nous fermons à 19 h.")):
        page.locator(f".examples .{part} button").click()
        page.locator(f".examples .{part} textarea").fill(text)
    page.get_by_role("button", name="Essayer").click()
    page.locator(".trial .good-mark").first.wait_for()
    page.get_by_role("button", name="Enregistrer").click()
    page.locator(".flash", has_text="en vigueur").wait_for()
    added = next(r for r in house.charter.rules if r.id.endswith(".veuillez_noter_l_ete"))
    assert added.kind == "existence" and added.terms == ("veuillez noter", "merci de noter")
    page.get_by_role("button", name="Retirer la règle").click()
    page.locator("dialog .trial").wait_for()
    shot(page, "rule-remove")
    page.get_by_role("button", name="Retirer", exact=True).last.click()
    page.locator(".flash", has_text="Règle retirée").wait_for()
    assert added.id not in {r.id for r in house.charter.rules}
    assert wrong == []


def test_who_may_only_try(desk: tuple[str, House], browser: Any) -> None:
    page, wrong = opened(browser, desk[0], "Camille")
    goto(page, "Charte")
    page.get_by_label("Chercher une règle").fill("anglicisms")
    page.locator(".rule-line").first.click()
    page.locator("#rule-level").select_option("warning")
    page.get_by_role("button", name="Essayer").click()
    page.locator(".trial .card").first.wait_for()
    assert page.get_by_role("button", name="Enregistrer").is_disabled()
    assert wrong == []


@pytest.mark.parametrize("locale", ["fr-FR", "en-GB"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_both_pages_in_every_dress(
    desk: tuple[str, House], browser: Any, locale: str, scheme: str, width: int
) -> None:
    page, wrong = opened(
        browser,
        desk[0],
        "Thomas",
        viewport={"width": width, "height": 900},
        locale=locale,
        color_scheme=scheme,
    )
    review, charter = ("Relire un texte", "Charte") if locale == "fr-FR" else ("Review a text", "Charter")
    dress = f"{locale[:2]}-{scheme}-{width}"
    goto(page, review)
    page.locator("textarea.area").fill(TEXT)
    page.locator(".finding.error").first.wait_for()
    page.locator(".finding summary").first.click()
    page.locator(".voice .scale .point").first.wait_for()
    shot(page, f"review-{dress}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    goto(page, charter)
    page.locator(".rule-line").first.wait_for()
    shot(page, f"rules-{dress}")
    page.locator(".rule-line").nth(3).click()
    page.locator(".rule-body .form-field").nth(3).wait_for()
    page.get_by_role("button", name="Essayer" if locale == "fr-FR" else "Try it").click()
    page.locator(".trial").wait_for()
    shot(page, f"rule-{dress}")
    wide = page.evaluate(
        "[...document.querySelectorAll('#desk *')].filter(n => n.getBoundingClientRect().right > innerWidth + 1)"
        ".map(n => n.className || n.tagName)"
    )
    assert wide == []
    unlabelled = page.evaluate(
        "[...document.querySelectorAll('#desk input, #desk select, #desk textarea, #desk button')]"
        ".filter(n => !n.labels?.length && !n.ariaLabel && !n.textContent.trim()).map(n => n.outerHTML)"
    )
    assert unlabelled == []
    assert wrong == []
    page.context.close()
