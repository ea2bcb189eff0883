"""The web application: guard, REST API, static files, page."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from assistant.web.guard import LOOPBACK, Guard

if TYPE_CHECKING:
    from fastapi import FastAPI

    from assistant.wiring import House


def create_app(house: House, hosts: Iterable[str] = LOOPBACK) -> FastAPI:
    """The desk of one workspace. ``hosts`` are the names it answers under.

    The store and the charter are opened here, so that a fault in them is told at once; the models
    load in the background once the application runs.

    Raises:
        AssistantError: the store or the charter cannot be used.
    """
    from fastapi import FastAPI
    from fastapi.staticfiles import StaticFiles

    from assistant.web import cases, charter, classifier, general, intake
    from assistant.web.access import answer_errors
    from assistant.web.background import Background
    from assistant.web.drafts import Line
    from assistant.web.learning import Learning
    from assistant.web.page import STATIC, mount_page

    house.part("desk")
    background = Background(house)
    learning = Learning(house)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        background.start()
        yield
        learning.stop()
        background.stop()

    app = FastAPI(title="Répartie", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    app.state.house = house
    app.state.background = background
    app.state.learning = learning
    app.state.line = Line()
    for room in (general, cases, charter, classifier, intake):
        app.include_router(room.router)
    answer_errors(app)
    app.mount("/desk", StaticFiles(directory=STATIC), name="desk")
    mount_page(app)
    app.add_middleware(Guard, hosts=tuple(hosts))
    return app
