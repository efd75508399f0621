"""How fast replies are read: the corpus of tests/mails parsed, and each mail that answers a form read against it."""

import json
from collections.abc import Iterator
from pathlib import Path

from bench.figures import Figure, rate
from mou.form import read_form
from mou.reply.message import parse
from mou.reply.read import read_reply

MAILS = Path(__file__).parents[1] / "tests" / "mails"


def measure() -> Iterator[Figure]:
    """Yield the figures."""
    raws = [path.read_bytes() for path in sorted(MAILS.glob("*.eml"))]
    parsed = rate(lambda: [parse(raw) for raw in raws], of=len(raws))
    pairs = [(parse((MAILS / name).read_bytes()), read_form(parse((MAILS / form).read_bytes()).text)) for name, form in _forms()]
    read = rate(lambda: [read_reply(incoming, form) for incoming, form in pairs], of=len(pairs))
    yield Figure("mails parsed", parsed, "/s", f"{len(raws)} of several mail programs")
    yield Figure("replies read against their form", read, "/s", f"{parsed / read:.1f} times the work of parsing")
    both = [((MAILS / name).read_bytes(), read_form(parse((MAILS / form).read_bytes()).text)) for name, form in _forms()]
    whole = rate(lambda: [read_reply(parse(raw), form) for raw, form in both], of=len(both))
    yield Figure("replies from bytes to entries, per core", whole, "/s", f"{len(both)} in two languages, one process")


def _forms() -> list[tuple[str, str]]:
    expected = json.loads((MAILS / "expected.json").read_text(encoding="utf-8"))
    return [(name, one["form"]) for name, one in expected.items() if not one["form"].startswith("approval")]
