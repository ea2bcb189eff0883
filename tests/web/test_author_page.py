"""The author's card in a real browser, with fakes in place of models."""

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.config import Settings, Workspace
from assistant.desk.workspace import make_workspace
from assistant.domain.comment import Comment
from assistant.retrieval.fake import HashEmbedder
from assistant.wiring import House

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
SHOTS = Path(__file__).parent.parent / "screenshots"
SAID = (
    "Ma suspension est arrivée cassée <img src=x onerror=\"document.title='pwned'\">, et personne ne répond."
)


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    import uvicorn

    from assistant.web.app import create_app

    make_workspace(tmp_path, demo=True)
    house = House(Workspace(tmp_path), Settings(), with_model=False)
    house.__dict__["embedder"] = HashEmbedder()
    house.__dict__["triager"] = house.fast_triager
    for n in range(12):
        text = SAID if n == 10 else f"Message {n} : {SAID}"
        house.desk.receive(Comment(str(n), text, channel="google_reviews", author="Jeanne Durand"))
    house.desk.receive(Comment("copie", SAID, channel="google_reviews", author="Paul Roy"))
    for n in range(1, 14):
        house.desk.triage(str(n))
    with house.store.begin() as work:
        work.users.add("Ada", "admin", "direction", who="test")
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


@pytest.mark.parametrize("locale", ["fr-FR", "en-GB"])
def test_who_is_behind_a_comment(address: str, browser: Any, locale: str) -> None:
    page = browser.new_context(viewport={"width": 1280, "height": 900}, locale=locale).new_page()
    wrong: list[str] = []
    page.on("console", lambda m: wrong.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda e: wrong.append(str(e)))
    page.goto(address)
    page.get_by_role("button", name="Ada").click()
    page.get_by_role("searchbox").fill("Message 3")
    page.locator(".line", has_text="Message 3").first.click()
    card = page.locator(".author")
    card.locator("summary", has_text="11").click()
    assert card.locator("li").count() == 10
    assert "<img" in card.inner_text() and card.locator("img").count() == 0 and page.title() == "Répartie"
    inside = page.locator(".verdict .fold")
    inside.locator("summary").click()
    assert "Message 5" not in inside.inner_text() and "Paul" not in inside.inner_text()
    SHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SHOTS / f"author-{locale}.png")
    card.locator("li button").first.click()
    page.locator(".said", has_text="Message 11").wait_for()
    assert wrong == []
