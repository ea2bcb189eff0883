"""Who asks, in which language, and how errors are answered."""

from __future__ import annotations

from typing import Annotated, cast
from urllib.parse import unquote

from fastapi import Depends, FastAPI, Header, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from assistant.desk.charter import Rulebook
from assistant.desk.desk import Desk
from assistant.domain.charter import Language
from assistant.errors import (
    AssistantError,
    BadInput,
    Cancelled,
    CharterError,
    IndexFault,
    ModelError,
    NotFound,
    Refused,
    StoreError,
)
from assistant.web.background import Background
from assistant.web.drafts import Line
from assistant.web.learning import Learning
from assistant.wiring import House

_STATUS: tuple[tuple[type[AssistantError], int], ...] = (
    (BadInput, 422),
    (CharterError, 422),
    (NotFound, 404),
    (Refused, 409),
    (Cancelled, 409),
    (ModelError, 503),
    (IndexFault, 503),
    (StoreError, 503),
)
_FORBIDDEN = ("approval.", "user.", "charter.role", "classifier.role")


def _house(request: Request) -> House:
    return cast(House, request.app.state.house)


def _desk(request: Request) -> Desk:
    return cast(Desk, request.app.state.house.part("desk"))


def _rulebook(request: Request) -> Rulebook:
    return cast(Rulebook, request.app.state.house.part("rulebook"))


def _background(request: Request) -> Background:
    return cast(Background, request.app.state.background)


def _line(request: Request) -> Line:
    return cast(Line, request.app.state.line)


def _learning(request: Request) -> Learning:
    return cast(Learning, request.app.state.learning)


def _language(request: Request, x_repartie_lang: Annotated[str, Header()] = "") -> Language:
    default = _desk(request).charter.settings.languages.default_language
    wanted = x_repartie_lang or default
    return "fr" if wanted == "fr" else "en"


def _who(x_repartie_who: Annotated[str, Header()] = "") -> str:
    """The name the browser keeps, percent-encoded because a header is ASCII; "" where none was given."""
    return " ".join(unquote(x_repartie_who).split())


def _signed(request: Request, who: Annotated[str, Depends(_who)]) -> str:
    """The name of a person whom the desk knows."""
    return _desk(request).person(who).name


TheHouse = Annotated[House, Depends(_house)]
TheDesk = Annotated[Desk, Depends(_desk)]
TheRulebook = Annotated[Rulebook, Depends(_rulebook)]
TheBackground = Annotated[Background, Depends(_background)]
TheLearning = Annotated[Learning, Depends(_learning)]
TheLine = Annotated[Line, Depends(_line)]
Reader = Annotated[Language, Depends(_language)]
Who = Annotated[str, Depends(_who)]
Signed = Annotated[str, Depends(_signed)]


def status_of(error: AssistantError) -> int:
    """The HTTP status that says what kind of error this is."""
    if isinstance(error, Refused) and error.code.startswith(_FORBIDDEN):
        return 403
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 500)


def answer_errors(app: FastAPI) -> None:
    """Every error of ours, and of a request's form, as ``{code, message, hint}``."""

    @app.exception_handler(AssistantError)
    async def ours(_request: Request, error: AssistantError) -> JSONResponse:
        return JSONResponse(error.as_json(), status_of(error))

    @app.exception_handler(RequestValidationError)
    async def form(_request: Request, error: RequestValidationError) -> JSONResponse:
        first = error.errors()[0]
        place = ".".join(str(p) for p in first["loc"] if p != "body")
        said = BadInput(
            "web.body",
            f"{place or 'The request'}: {first['msg']}.",
            "Reload the page; if you wrote this request yourself, compare it with the documentation.",
        )
        return JSONResponse(said.as_json(), 422)

    @app.exception_handler(HTTPException)
    async def http(_request: Request, error: HTTPException) -> JSONResponse:
        said = BadInput("web.request", f"{error.detail}.", "Reload the page and try again.")
        return JSONResponse(said.as_json(), error.status_code)

    @app.exception_handler(Exception)
    async def unexpected(_request: Request, _error: Exception) -> JSONResponse:
        said = AssistantError(
            "web.unexpected",
            "Something unexpected happened.",
            "Try again; the terminal of the desk says more.",
        )
        return JSONResponse(said.as_json(), 500)
