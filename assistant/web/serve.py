"""Serves the desk on this machine."""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING

from assistant.errors import BadInput, Refused
from assistant.web.guard import LOOPBACK

if TYPE_CHECKING:
    from assistant.wiring import House


def serve(house: House, host: str = "127.0.0.1", port: int = 7860) -> None:
    """Serves the desk until it is stopped.

    Raises:
        Refused: ``web.not_local``: the address can be reached from other machines.
        BadInput: ``web.port``: the port is taken.
        AssistantError: the store or the charter cannot be used.
    """
    if not _is_local(host):
        raise Refused(
            "web.not_local",
            f"{host} can be reached from other machines, and this version of the desk has no passwords.",
            "Serve on 127.0.0.1; to reach it from elsewhere, use an SSH tunnel.",
        )
    import asyncio
    import signal
    import socket
    import sys

    import uvicorn

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise BadInput(
            "web.port",
            f"Port {port} on {host} cannot be used: {error.strerror}.",
            f"Another desk may be open there already; else choose another: --port {port + 1}.",
        ) from error
    # uvicorn sends the signal that stopped it once more to the process: let it end with `finally`.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        from assistant.web.app import create_app

        app = create_app(house, {host, *LOOPBACK})
        config = uvicorn.Config(app, log_level="warning", server_header=False, timeout_graceful_shutdown=3)
        shown = f"[{host}]" if ":" in host else host
        print(f"Répartie: http://{shown}:{listener.getsockname()[1]}  (Ctrl+C stops it)", flush=True)
        asyncio.run(uvicorn.Server(config).serve(sockets=[listener]))
    finally:
        listener.close()
        house.close()


def _is_local(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
