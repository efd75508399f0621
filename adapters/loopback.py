"""Ports of this machine's own network, for servers that only we talk to."""

import socket

HOST = "127.0.0.1"


def free_port() -> int:
    """Return a port of loopback that nobody listens on now; somebody may before you do, so be ready to ask again."""
    with socket.socket() as asked:
        asked.bind((HOST, 0))
        port: int = asked.getsockname()[1]
        return port


def is_free(port: int) -> bool:
    """Whether a server could listen on this port of loopback now."""
    with socket.socket() as asked:
        # A port that was let go a minute ago is free to listen on.
        asked.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            asked.bind((HOST, port))
        except OSError:
            return False
    return True
