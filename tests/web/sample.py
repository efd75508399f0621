"""A year in the middle of its third quarter, as a status page shows it: every phase once, and a thread with letters."""

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP

from mou.model import Wording
from mou.program import (
    AnnualPolicy,
    Group,
    Item,
    Party,
    Person,
    Policy,
    Program,
    ReviewPolicy,
    Role,
    Span,
)
from mou.record import Holder, LetterLine, ReportOnRecord, ThreadLine, Whereabouts
from mou.submission import Phase
from tests.fakes.desk import FakeDesk

LA, CDMX = "America/Los_Angeles", "America/Mexico_City"
REPORT = "ca-mx/2026-Q3/air-quality"
REPLY_TO = "reply+k7q2m9@reports.example"
TEXT = """Air Quality, quarter 3 of 2026: what did you do?

[AQ-1] Coordinate air quality planning for border airsheds
Last quarter: Two planning meetings were held in Mexicali.
Status (on track / delayed / done / not started):
Progress:

[AQ-2] Share technical knowledge for planning and mitigation
Status (on track / delayed / done / not started):
Progress:

[END]
"""
TEXTO = """Calidad del aire, trimestre 3 de 2026: ¿qué hicieron?

[AQ-1] Coordinar la planeación de la calidad del aire en las cuencas fronterizas
Estado (en curso / con retraso / concluido / sin iniciar):
Avance:

[FIN]
"""


def at(month: int, day: int, hour: int = 16) -> datetime:
    """Return an instant of 2026."""
    return datetime(2026, month, day, hour, tzinfo=UTC)


def both(en: str, es: str) -> Wording:
    """Return a text in both languages."""
    return Wording({"en": en, "es": es})


def _party(code: str, name: Wording, *, language: str, locale: str, zone: str, person: str) -> Party:
    role = Role(holder=person, alternate=person)
    return Party(
        code=code, name=name, language=language, locale=locale, zone=zone, calendar=code, coordinator=role, reviewer=role
    )


GROUPS = {
    "climate-change": both("Climate Change", "Cambio climático"),
    "air-quality": both("Air Quality", "Calidad del aire"),
    "clean-vehicles": both("Clean Vehicles", "Vehículos limpios"),
    "wildfires": both("Wildfires", "Incendios forestales"),
    "other-cooperation": both("Other Cooperation", "Otra cooperación"),
}
PEOPLE = (
    Person(id="p01", name="Grace Okafor", address="grace.okafor@arb.example", language="en"),
    Person(id="p02", name="Elena Ruiz", address="elena.ruiz@semarnat.example", language="es"),
    Person(id="p03", name="Daniel Cho", address="daniel.cho@arb.example", language="en"),
)
REVIEW = ReviewPolicy(reminders=(3,), escalation=5)


def program(code: str = "ca-mx") -> Program:
    """Return a program like the sample one, small enough for a page."""
    leads = {"california": Role(holder="p03"), "mexico": Role(holder="p02")}
    item = Item(code="AQ-1", title=both("Coordinate air quality planning", "Coordinar la planeación"))
    return Program(
        code=code,
        name=both("Memorandum of Understanding", "Memorando de Entendimiento"),
        short=both("California–Mexico MOU", "Memorando California–México"),
        about=both("Two governments work together on air, climate and fire.", "Dos gobiernos cooperan en aire, clima y fuego."),
        contact="mou@reports.example",
        span=Span(first=at(1, 1).date(), last=at(12, 31).date()),
        parties=(
            _party("california", both("California", "California"), language="en", locale="en_US", zone=LA, person="p01"),
            _party("mexico", both("Mexico", "México"), language="es", locale="es_MX", zone=CDMX, person="p02"),
        ),
        people=PEOPLE,
        groups=tuple(Group(code=group, name=name, items=(item,), leads=leads) for group, name in GROUPS.items()),
        policy=Policy(
            opens=1, due=10, reminders=(-3,), escalation=3, closes=8, cut=5, returned=5, review=REVIEW,
            annual=AnnualPolicy(cut=5, review=REVIEW, embargo=20),
        ),
        calendars=("california", "mexico"),
    )  # fmt: skip


def place(quarter: int, group: str, phase: Phase, *holders: Holder, step: str = "", on: datetime | None = None) -> Whereabouts:
    """Return where one group's report of a quarter stands."""
    opened = at(3 * quarter, 28)
    report = ReportOnRecord(
        report=f"ca-mx/2026-Q{quarter}/{group}",
        quarter=f"2026-Q{quarter}",
        group=group,
        phase=phase,
        version=2 if (quarter, group) == (1, "air-quality") else 1,
        opened=opened,
        due=opened + timedelta(days=15),
        closes=opened + timedelta(days=30),
        since=opened + timedelta(days=11),
        amending=(quarter, group) == (1, "air-quality"),
        extended=(quarter, group) == (3, "wildfires"),
        reason="no meeting was planned" if phase is Phase.NOT_REQUIRED else "",
    )
    return Whereabouts(report=report, holders=holders, next_step=step, next_on=on)


LEAD_CA, LEAD_MX = (Holder(role="lead", party=party, waits_for="reply") for party in ("california", "mexico"))
REVIEWERS = tuple(Holder(role="reviewer", party=party, waits_for="approval") for party in ("california", "mexico"))
ENGINE = Holder(role="engine", party="", waits_for="translation")


def places() -> tuple[Whereabouts, ...]:
    """Return two settled quarters and one in the middle."""
    settled = [
        place(quarter, group, Phase.NOT_REPORTED if (quarter, group) == (2, "other-cooperation") else Phase.APPROVED)
        for quarter in (1, 2)
        for group in GROUPS
    ]
    return (
        *settled,
        place(3, "climate-change", Phase.REVIEWING, *REVIEWERS, step="review-remind-1", on=at(10, 21)),
        place(3, "air-quality", Phase.COLLECTING, LEAD_CA, LEAD_MX, step="remind-2", on=at(10, 14)),
        place(3, "clean-vehicles", Phase.RETURNED, LEAD_MX, step="return-close", on=at(10, 23)),
        place(3, "wildfires", Phase.TRANSLATING, ENGINE),
        place(3, "other-cooperation", Phase.NOT_REQUIRED),
    )


def letter(text: str, *, language: str, to: str, subject: str, reply_to: str = REPLY_TO) -> bytes:
    """Return a letter as the engine sends it."""
    message = EmailMessage(policy=SMTP)
    message["From"] = "MOU reporting <reports@reports.example>"
    message["To"] = to
    message["Subject"] = subject
    if reply_to:
        message["Reply-To"] = reply_to
    message["Message-ID"] = f"<form-{language}@reports.example>"
    message["References"] = "<first@reports.example>"
    message["Date"] = at(10, 1)
    message["X-MOU-Kind"] = "invitation"
    message["X-MOU-Report"] = REPORT
    message.set_content(text)
    lines = "".join(f"<div>{line or '<br>'}</div>" for line in text.splitlines())
    message.add_alternative(f'<html lang="{language}"><body>{lines}<script>alert(1)</script></body></html>', subtype="html")
    message["Content-Language"] = language
    return message.as_bytes()


LETTERS = {
    "L1": letter(TEXT, language="en", to="Daniel Cho <daniel.cho@arb.example>", subject="Air Quality: your report for Q3"),
    "L2": letter(TEXTO, language="es", to="Elena Ruiz <elena.ruiz@semarnat.example>", subject="Calidad del aire: su informe"),
    "L3": letter("Thank you.\n", language="en", to="daniel.cho@arb.example", subject="Receipt <b>1</b>", reply_to=""),
}
MAILS = {"d1": b"From: daniel.cho@arb.example\r\nSubject: Re: Air Quality\r\n\r\nAQ-1: ma\xf1ana\r\n"}


def line(seq: int, kind: str, person: Person, subject: str, *, status: str = "sent") -> LetterLine:
    """Return one line of the mailbox."""
    return LetterLine(
        seq=seq, key=f"{REPORT}/1/1/{kind}/{person.id}", ref=f"L{seq}", kind=kind, subject=subject, to=person.address,
        person=person.id, language=person.language, on=at(10, seq), status=status, report=REPORT,
    )  # fmt: skip


LINES = (
    line(1, "invitation", PEOPLE[2], "Air Quality: your report for Q3"),
    line(2, "invitation", PEOPLE[1], "Calidad del aire: su informe"),
    line(3, "receipt", PEOPLE[2], "Receipt <b>1</b>", status="decided"),
)
THREAD = (
    ThreadLine(on=at(10, 1), what="opened", role="engine", ref=""),
    ThreadLine(on=at(10, 1), what="invitation", role="lead", ref="L1", subject="Air Quality: your report for Q3"),
    ThreadLine(on=at(10, 1), what="invitation", role="lead", ref="L2", subject="Calidad del aire: su informe"),
    ThreadLine(on=at(10, 6), what="mail", role="lead", ref="d1", subject="Re: Air Quality"),
    ThreadLine(on=at(10, 6), what="receipt", role="lead", ref="L3", subject="Receipt <b>1</b>"),
    ThreadLine(on=at(10, 8), what="extend", role="coordinator", ref=""),
    ThreadLine(on=at(10, 12), what="approve", role="reviewer", ref="d1"),
)


def desk() -> FakeDesk:
    """Return a desk with all of it."""
    return FakeDesk(
        programs=[program()],
        places={("ca-mx", 2025): (), ("ca-mx", 2026): places()},
        threads={REPORT: THREAD},
        lines=LINES,
        letters=LETTERS,
        mails=MAILS,
    )
