"""How fast letters are made: rendered in both parts, and as the bytes that go out."""

from collections.abc import Iterator
from datetime import UTC, datetime

from adapters.compose import compose
from adapters.press import JinjaPress
from bench.figures import Figure, rate
from commands.letter import envelope, recipient
from commands.sample_letters import sample_letter
from mou.letters.blocks import Kind
from tests.fakes.sample_report import MEXICO, sample

ON = datetime(2026, 4, 1, 16, tzinfo=UTC)


def measure() -> Iterator[Figure]:
    """Yield the figures."""
    press, of = JinjaPress(), sample("mexico")
    form, request = (sample_letter(kind, of) for kind in (Kind.INVITATION, Kind.APPROVAL_REQUEST))
    forms, requests = (rate(lambda letter=letter: press.letter(letter, MEXICO)) for letter in (form, request))  # type: ignore[misc] # a lambda's default
    yield Figure("forms rendered, text and HTML", forms, "/s")
    yield Figure("approval requests rendered", requests, "/s", f"{requests / forms:.2f} of forms")
    person = recipient(of.program, form.kind, of.group.code, of.party)
    around, rendered = envelope(of.program, form.kind, of.report, person, expects_reply=True), press.letter(form, MEXICO)
    composed = rate(
        lambda: compose(
            around, rendered, on=ON, program=of.program.code, report=of.report, quarter=of.plan.quarter, kind=form.kind
        )
    )
    yield Figure("messages composed from rendered forms", composed, "/s", f"{composed / forms:.1f} times rendering")
