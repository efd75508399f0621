"""A second LibreTranslate, on loopback: translates visibly, with the limits and the refusals of the real server."""

import threading
from typing import Any

from tests.fakes.vendor import Asked, Said

KEY = "key-of-a-test"


class FakeLibreTranslate:
    """The server's side: tricks to play at the next translations, its key and its limits, and what it translated."""

    def __init__(self) -> None:
        self.url = ""
        self.asked: list[Asked] = []
        self.over = threading.Event()
        # One per translation, nothing special after: a status, or hang, short, mangle, garbage, shape.
        self.tricks: list[int | str] = []
        self.retry_after = ""
        self.key = ""
        self.batch_limit = 50
        self.char_limit = 5000
        self.languages: list[dict[str, Any]] = [
            {"code": "en", "name": "English", "targets": ["en", "es"]},
            {"code": "es", "name": "Spanish", "targets": ["en", "es"]},
        ]
        self.translated: list[str] = []

    def answer(self, asked: Asked) -> Said | None:
        """Say what the server would."""
        match asked.method, asked.path:
            case "GET", "/languages":
                return Said(self.languages)
            case "POST", "/translate":
                return self._translate(asked.body)
        return Said("<!doctype html><title>404 Not Found</title>", 404)

    def _translate(self, body: dict[str, Any]) -> Said | None:
        trick = self.tricks.pop(0) if self.tricks else ""
        if trick == "hang":
            return None
        if isinstance(trick, int):
            return Said({"error": "as told"}, trick, {"Retry-After": self.retry_after} if self.retry_after else {})
        if self.key and body.get("api_key") != self.key:
            return Said({"error": "Please contact the server operator to get an API key"}, 403)
        if wrong := self._wrong(body):
            return Said({"error": wrong}, 400)
        texts: list[str] = body["q"]
        self.translated += texts
        made = [f"[{body['target']}] {text}" for text in texts]
        spoilt: dict[str, object] = {
            "short": {"translatedText": made[1:]},
            "mangle": {"translatedText": [text.replace("Q0", "Q 0") for text in made]},
            "shape": {"translatedText": "one text for all"},
            "garbage": "<html>a proxy's page</html>",
        }
        return Said(spoilt.get(trick, {"translatedText": made}))

    def _wrong(self, body: dict[str, Any]) -> str:
        """Return the server's words for a request it cannot carry out."""
        missing = [name for name in ("q", "source", "target") if not body.get(name)]
        if missing:
            return f"Invalid request: missing {missing[0]} parameter"
        if not isinstance(body["q"], list) or body.get("format") != "text":
            return "not what the product is meant to ask"
        size, limit = (len(body["q"]), self.batch_limit)
        if size <= limit:
            size, limit = sum(map(len, body["q"])), self.char_limit
        if size > limit:
            return f"Invalid request: request ({size}) exceeds text limit ({limit})"
        there = next((one for one in self.languages if one["code"] == body["source"]), None)
        if there is None or body["target"] not in there["targets"]:
            return f"{body['target']} is not supported"
        return ""
