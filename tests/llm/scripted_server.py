"""A loopback server that answers every request with bytes written beforehand."""

from __future__ import annotations

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Scripted:
    """``events`` are sent as server-sent events, ``pause`` seconds apart; then the connection ends, with
    ``[DONE]`` or, if ``broken``, in the middle of a chunk. ``status`` other than 200: only that."""

    def __init__(
        self, events: list[str], *, status: int = 200, pause: float = 0.0, broken: bool = False
    ) -> None:
        self.requests: list[dict[str, object]] = []
        self.left_at: float | None = None
        script = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                script.requests.append(body | {"path": self.path, "key": self.headers.get("Authorization")})
                if status != 200:
                    self.send_error(status)
                    return
                self.send_response(200)
                self.send_header("Content-Type", "text/event-stream")
                self.send_header("Transfer-Encoding", "chunked")
                self.end_headers()
                try:
                    for event in [*events, *([] if broken else ["[DONE]"])]:
                        time.sleep(pause)
                        data = f"data: {event}\n\n".encode()
                        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
                        self.wfile.flush()
                    if not broken:
                        self.wfile.write(b"0\r\n\r\n")
                except OSError:
                    script.left_at = time.perf_counter()
                self.close_connection = True

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/v1"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def delta(text: str, finish: str | None = None) -> str:
    """A chat event."""
    choice = {"index": 0, "delta": {"content": text}, "finish_reason": finish}
    return json.dumps(
        {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}
    )


def counted(prompt: int, completion: int) -> str:
    """The last event, with the token counts."""
    usage = {"prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion}
    head = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": []}
    return json.dumps(head | {"usage": usage})
