"""The review page on this computer only: 127.0.0.1, a secret in the address, nothing kept but the answers."""

from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

from sampler.failure import SamplerError

Show = Callable[[str], str]
"""Takes a message for the top of the page, returns the page."""
Take = Callable[[str, str, str], str]
"""Takes key, answer and person; stores the answer and returns what to say."""
LARGEST = 64 * 1024


def serve(show: Show, take: Take, *, token: str, port: int) -> ThreadingHTTPServer:
    """Return a server that is ready to run; the caller starts and ends it."""

    class Handler(BaseHTTPRequestHandler):
        """Answers one request."""

        def do_GET(self) -> None:
            """Show the page."""
            if self._is_ours(f"/{token}/"):
                self._send(200, show(""))

        def do_POST(self) -> None:
            """Take an answer and show the page again."""
            if not self._is_ours(f"/{token}/answer"):
                return
            size = min(int(self.headers.get("Content-Length") or 0), LARGEST)
            given = {
                key: values[0]
                for key, values in parse_qs(self.rfile.read(size).decode("utf-8", "replace")).items()
            }
            try:
                said = take(given.get("key", ""), given.get("answer", ""), given.get("person", ""))
            except SamplerError as error:
                said = str(error)
            self._send(200, show(said))

        def _is_ours(self, path: str) -> bool:
            host = (self.headers.get("Host") or "").rpartition(":")[0]
            if self.path != path or host not in {"127.0.0.1", "localhost"}:
                self._send(404, "没有这个页面。")
                return False
            return True

        def _send(self, status: int, text: str) -> None:
            content = text.encode()
            self.send_response_only(status)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Cache-Control", "no-store")
            self.send_header("Referrer-Policy", "no-referrer")
            self.send_header(
                "Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'"
            )
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class's own name
            """Say nothing: addresses hold the token."""

    return ThreadingHTTPServer(("127.0.0.1", port), Handler)
