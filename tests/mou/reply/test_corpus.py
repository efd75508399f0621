"""Real-looking replies under tests/mails, each with what it must give (expected.json, checked by hand)."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from mou.form import read_form
from mou.reading import DecisionReading, Reading
from mou.reply.decide import read_decision
from mou.reply.message import parse
from mou.reply.read import read_reply

MAILS = Path(__file__).parents[2] / "mails"
EXPECTED: dict[str, dict[str, Any]] = json.loads((MAILS / "expected.json").read_text(encoding="utf-8"))


def read(name: str, form: str) -> Reading | DecisionReading:
    """Read a mail of the corpus against the letter it answers."""
    letter = parse((MAILS / form).read_bytes()).text
    incoming = parse((MAILS / name).read_bytes())
    if not form.startswith("approval"):
        return read_reply(incoming, read_form(letter))
    lines = tuple(letter.split("\n"))
    targets = {int(n): tag.lower() for tag, n in re.findall(r"^([A-Z]{2})-(\d+):", letter, re.MULTILINE)}
    return read_decision(incoming, language=form[-6:-4], segments=targets, lines=lines)


def bare(reading: Reading | DecisionReading) -> dict[str, Any]:
    """Return a reading as expected.json writes it: without empty values and without what was ignored."""
    shown = reading.model_dump(mode="json", exclude={"ignored": True, "corrections": {"__all__": {"vouched"}}})
    shown["unclear"] = [f"{one['item']}|{one['reason']}|{one['text']}" for one in shown["unclear"]]
    for entry in shown.get("entries", []):
        entry["status"] = entry.pop("standing")
    shown["entries"] = [{k: v for k, v in entry.items() if v} for entry in shown.get("entries", [])]
    return {name: value for name, value in shown.items() if value}


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_each_mail_of_the_corpus_reads_as_written_down(name: str) -> None:
    """The reading equals the one written down, word for word."""
    expected = dict(EXPECTED[name])
    assert bare(read(name, expected.pop("form"))) == expected


def test_every_mail_has_an_expectation() -> None:
    """No mail of the corpus goes unread."""
    assert {path.name for path in MAILS.glob("[0-9]*.eml")} == set(EXPECTED)


def test_a_charset_declared_wrongly_is_noted() -> None:
    """Windows text declared as UTF-8 is read right and the declaration is noted."""
    assert parse((MAILS / "13-cp1252-declared-utf8-es.eml").read_bytes()).problems == ("charset:utf-8-read-as-cp1252",)
