"""What a saved history tells whoever may read it: every string in it, with its payloads decoded."""

import base64
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
PROSE = 3
"""A text of more words than this is somebody's prose; fewer may be a code or a title."""


def told(history_json: str) -> str:
    """Return all text of a history: decoded payloads, failures, summaries, details, ids and every other string."""
    return "\n".join(_strings(json.loads(history_json)))


def leaks(text: str, words: Iterable[str]) -> list[str]:
    """Return which of these words stand in the text, as whole words in any case."""
    return [word for word in words if word and re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE)]


def prose() -> list[str]:
    """Return the beginning of every sentence people wrote: in the sample program and in its demo year, translations too."""
    files = [ROOT / "programs/ca-mx/program.yaml", *sorted((ROOT / "demo/year").glob("*.yaml"))]
    said = (text.strip() for file in files for text in _texts(yaml.safe_load(file.read_text(encoding="utf-8"))))
    return sorted({text[:40] for text in said if len(text.split()) > PROSE})


def _texts(node: Any) -> Iterator[str]:
    """Yield the values that are text; what names them is a code."""
    if isinstance(node, dict | list):
        for value in node.values() if isinstance(node, dict) else node:
            yield from _texts(value)
    elif isinstance(node, str):
        yield node


def _strings(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if "metadata" in node and isinstance(node.get("data"), str):
            yield from _payload(node["data"])
        for key, value in node.items():
            yield key
            yield from _strings(value)
    elif isinstance(node, list):
        for value in node:
            yield from _strings(value)
    elif isinstance(node, str):
        yield node


def _payload(data: str) -> Iterator[str]:
    said = base64.b64decode(data).decode("utf-8", errors="replace")
    yield said
    try:
        yield from _strings(json.loads(said))  # names escaped as \u00f1 are names
    except ValueError:
        return
