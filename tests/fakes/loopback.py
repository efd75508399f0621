"""Serving a door of HTTP on loopback, for as long as a block runs."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@contextmanager
def listening(door: type[BaseHTTPRequestHandler], over: threading.Event, **known: object) -> Iterator[str]:
    """Yield the address; each connection's door knows these things. `over` is set at the end, for whoever hangs."""
    with ThreadingHTTPServer(("127.0.0.1", 0), type("OpenDoor", (door,), known)) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            over.set()
            server.shutdown()
            thread.join()
