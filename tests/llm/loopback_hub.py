"""A model hub on loopback: one file, ranges, and the ways a hub can misbehave."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Hub:
    """Serves ``data`` at any path that ends in ``/resolve/main/model.gguf``.

    ``cut``: close the connection after so many bytes of an answer, once. ``status``: answer only this.
    """

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.cut: int | None = None
        self.status: int | None = None
        self.ranges: list[str | None] = []
        hub = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                hub._answer(self)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def _answer(self, request: BaseHTTPRequestHandler) -> None:
        asked = request.headers.get("Range")
        self.ranges.append(asked)
        if self.status is not None or not request.path.endswith("/resolve/main/model.gguf"):
            request.send_error(self.status or 404)
            return
        start = int(asked.removeprefix("bytes=").removesuffix("-")) if asked else 0
        body = self.data[start:]
        request.send_response(206 if asked else 200)
        request.send_header("Content-Length", str(len(body)))
        request.send_header("ETag", '"x"')
        request.end_headers()
        cut, self.cut = self.cut, None
        request.wfile.write(body[:cut])
        if cut is not None:
            request.wfile.flush()
            request.connection.close()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
