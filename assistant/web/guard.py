"""What every request passes: the host it names, where it comes from, how big it is; and what every
answer carries."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.errors import AssistantError, BadInput, Refused

MAX_BODY_BYTES = 11_000_000
LOOPBACK = ("127.0.0.1", "localhost", "::1")
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

# Gradio's page holds inline scripts and styles; nothing of it is evaluated from strings.
POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
_HEADERS = {
    "content-security-policy": POLICY,
    "x-frame-options": "DENY",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


class _TooLarge(Exception):
    """More bytes came than a body may have."""


class Guard:
    """ASGI middleware. A page of another origin can neither read (host check against DNS rebinding)
    nor change anything (own header and own origin on every request that is not safe)."""

    def __init__(self, app: ASGIApp, hosts: Iterable[str]) -> None:
        self._app = app
        self._hosts = frozenset(h.lower() for h in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        fault = self._fault(scope["method"], headers)
        if fault is not None:
            status = 413 if fault.code == "web.too_large" else 403
            await JSONResponse(fault.as_json(), status, dict(_HEADERS))(scope, receive, send)
            return
        began, taken = False, 0

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > MAX_BODY_BYTES:
                raise _TooLarge
            return message

        async def with_headers(message: Message) -> None:
            nonlocal began
            if taken > MAX_BODY_BYTES and not began:
                return  # the application's own word on a body that was cut off
            if message["type"] == "http.response.start":
                began = True
                answer = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    answer[name] = value
                if scope["path"].startswith("/api/"):
                    answer["cache-control"] = "no-store"
            await send(message)

        with contextlib.suppress(_TooLarge):
            await self._app(scope, counted, with_headers)
        if taken > MAX_BODY_BYTES and not began:
            await JSONResponse(_too_large().as_json(), 413, dict(_HEADERS))(scope, receive, send)

    def _fault(self, method: str, headers: Headers) -> AssistantError | None:
        host = headers.get("host", "")
        if _name_of(host) not in self._hosts:
            return Refused(
                "web.host",
                "The desk does not answer under this name.",
                "Open it at the address that `assistant serve` printed.",
            )
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > MAX_BODY_BYTES:
            return _too_large()
        if method in _SAFE:
            return None
        origin = headers.get("origin")
        if headers.get("x-repartie") != "1" or (origin is not None and urlsplit(origin).netloc != host):
            return Refused(
                "web.origin",
                "This request does not come from the desk's own page.",
                "Reload the page and do it again.",
            )
        return None


def _too_large() -> BadInput:
    return BadInput("web.too_large", "More than 10 MB were sent.", "Split the file, or shorten the text.")


def _name_of(host: str) -> str:
    try:
        return (urlsplit(f"//{host}").hostname or "").lower()
    except ValueError:
        return ""
