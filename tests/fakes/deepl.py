"""A second DeepL, on loopback: translates visibly, refuses what the vendor refuses, and bills the source's characters.

It serves what the product uses (translate, usage, glossaries v3) with the shapes that the vendor's own client reads.
"""

import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tests.fakes.vendor import Asked, Said

KEY = "key-of-a-test"
TARGETS = frozenset({"EN-US", "EN-GB", "ES", "ES-419", "FR"})
FORMAL = frozenset({"ES", "ES-419", "FR"})
MOST_TEXTS, MOST_BYTES = 50, 128 * 1024


class FakeDeepL:
    """The vendor's side: tricks to play at the next translations, what was asked, what was billed, which glossaries it has."""

    def __init__(self) -> None:
        self.url = ""
        self.asked: list[Asked] = []
        self.over = threading.Event()
        # One per translation, nothing special after: a status, or hang, short, mangle, garbage, nothing.
        self.tricks: list[int | str] = []
        self.billed = 0
        self.limit = 500_000
        self.glossaries: list[dict[str, Any]] = []
        self.entries: list[dict[str, dict[str, str]]] = []
        self.glossary_trick: int | str = 0

    def answer(self, asked: Asked) -> Said | None:
        """Say what the vendor would."""
        if asked.headers.get("Authorization") != f"DeepL-Auth-Key {KEY}":
            return Said("", 403)
        if self.glossary_trick and asked.path == "/v3/glossaries":
            return _tricked(self.glossary_trick)
        ways: Mapping[tuple[str, str], Callable[[Asked], Said | None]] = {
            ("POST", "/v2/translate"): self._translate,
            ("GET", "/v2/usage"): lambda _: Said({"character_count": self.billed, "character_limit": self.limit}),
            ("GET", "/v3/glossaries"): lambda _: Said({"glossaries": self.glossaries}),
            ("POST", "/v3/glossaries"): lambda asked: self._glossary(asked.body),
        }
        way = ways.get((asked.method, asked.path))
        return way(asked) if way else Said({"message": "Not found"}, 404)

    def translations(self) -> list[Asked]:
        """Return the translations asked for."""
        return [one for one in self.asked if one.path == "/v2/translate"]

    def _translate(self, asked: Asked) -> Said | None:
        trick = self.tricks.pop(0) if self.tricks else ""
        if trick == "hang" or isinstance(trick, int):
            return _tricked(trick)
        if wrong := self._wrong(asked):
            return wrong
        texts: Sequence[str] = asked.body["text"]
        cost = sum(map(len, texts))
        if self.billed + cost > self.limit:
            return Said({"message": "Quota Exceeded"}, 456)
        self.billed += cost
        made: list[dict[str, Any]] = [
            {
                "detected_source_language": asked.body.get("source_lang", "EN"),
                "text": f"[{asked.body['target_lang']}] {text}",
                "billed_characters": len(text),
            }
            for text in texts
        ]
        spoilt: Mapping[int | str, list[dict[str, Any]]] = {
            "short": made[1:],
            "mangle": [{**one, "text": one["text"].replace("Q0", "Q 0")} for one in made],
            "nothing": [{**one, "text": None} for one in made],
            "garbage": [{"text": "no count of what was billed"}],
        }
        return Said({"translations": spoilt.get(trick, made)})

    def _wrong(self, asked: Asked) -> Said | None:
        """Return the vendor's refusal of a request it cannot carry out."""
        body = asked.body
        if asked.size > MOST_BYTES:
            return Said("", 413)
        if not body.get("text") or len(body["text"]) > MOST_TEXTS:
            return _bad("Too many texts, or none")
        if body.get("target_lang") not in TARGETS:
            return _bad("Value for 'target_lang' not supported.")
        if body.get("formality") in {"more", "less"} and body["target_lang"] not in FORMAL:
            return _bad("'formality' is not supported for given 'target_lang'.")
        return self._wrong_glossary(body) if "glossary_id" in body else None

    def _wrong_glossary(self, body: Mapping[str, Any]) -> Said | None:
        """Return the vendor's refusal of a glossary that does not fit its request."""
        if not body.get("source_lang"):
            return _bad("Use of a glossary requires the 'source_lang' parameter to be specified.")
        found = next((one for one in self.glossaries if one["glossary_id"] == body["glossary_id"]), None)
        if found is None:
            return Said({"message": "Glossary not found"}, 404)
        ways = {(one["source_lang"], one["target_lang"]) for one in found["dictionaries"]}
        wanted = (body["source_lang"].lower(), body["target_lang"].partition("-")[0].lower())
        return None if wanted in ways else _bad("No dictionary found for language pair")

    def _glossary(self, body: Mapping[str, Any]) -> Said:
        entries: dict[str, dict[str, str]] = {}
        for one in body["dictionaries"]:
            rows = [row.split("\t") for row in one["entries"].split("\n")]
            terms = [row[0] for row in rows]
            if any(len(row) != 2 or not all(row) for row in rows) or len({*terms}) != len(terms):
                return Said({"message": "Invalid glossary entries provided", "detail": "duplicate or empty"}, 400)
            entries[f"{one['source_lang']}>{one['target_lang']}".lower()] = {row[0]: row[1] for row in rows}
        made = {
            "glossary_id": f"glossary-{len(self.glossaries) + 1}",
            "name": body["name"],
            "dictionaries": [
                {"source_lang": way.partition(">")[0], "target_lang": way.partition(">")[2], "entry_count": len(rows_)}
                for way, rows_ in entries.items()
            ],
            "creation_time": "2026-01-05T08:00:00.123456Z",
        }
        self.glossaries.append(made)
        self.entries.append(entries)
        return Said(made, 201)


def _bad(message: str) -> Said:
    return Said({"message": message}, 400)


def _tricked(trick: int | str) -> Said | None:
    return None if trick == "hang" else Said({"message": "as told"}, int(trick))
