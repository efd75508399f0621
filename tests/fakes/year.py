"""A small synthetic agreement and its year: three groups, two parties, every odd case once."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from mou.model import Wording
from mou.program import (
    AnnualPolicy,
    Group,
    Indicator,
    Item,
    Party,
    Person,
    Policy,
    Program,
    ReviewPolicy,
    Role,
    Span,
)
from mou.provenance import Provenance
from mou.record import ApprovalOnRecord, Correctum, ReportOnRecord
from mou.report.annual import annual
from mou.report.tree import AnnualReport, Previous, Term
from mou.segments import Origin
from mou.submission import FiledEntry, Phase, Standing, State

YEAR = 2026
CUT = datetime(2027, 2, 26, 18, tzinfo=UTC)
HOSTILE = '<script>alert(1)</script> #eval("1") $x$ [a](b) *b* _i_ @ref \\u{41} {{ 7*7 }} & \u202e 🔥 漢 `raw` // no'
SECRET = "SECRET-UNAPPROVED-SENTENCE"


def words(en: str, es: str) -> Wording:
    """Return a text in both languages of the synthetic agreement."""
    return Wording({"en": en, "es": es})


def _party(code: str, name: Wording, *, language: str, locale: str, zone: str, person: str) -> Party:
    role = Role(holder=person)
    return Party(
        code=code, name=name, language=language, locale=locale, zone=zone, calendar=code, coordinator=role, reviewer=role
    )


def _item(code: str, en: str, es: str, *indicators: Indicator, owed_by: tuple[str, ...] = ()) -> Item:
    return Item(code=code, title=words(en, es), indicators=indicators, owed_by=owed_by)


WORKSHOPS = Indicator(code="workshops", name=words("Workshops held", "Talleres realizados"))
_LEADS = {"north": Role(holder="p03"), "south": Role(holder="p04")}


def program() -> Program:
    """Return the synthetic agreement between North and South: WA-1, WA-2, SO-1 (owed by South alone) and FI-1."""
    people = [("p01", "Ann Coordinator", "en"), ("p02", "Blanca Coordinadora", "es")]
    people += [("p03", "Carl Lead", "en"), ("p04", "Dolores Enlace", "es")]
    review = ReviewPolicy(reminders=(3,), escalation=6)
    return Program(
        code="north-south",
        name=words("Agreement on Shared Rivers", "Acuerdo sobre Ríos Compartidos"),
        short=words("Rivers Agreement", "Acuerdo de Ríos"),
        about=words("Two governments look after one river.", "Dos gobiernos cuidan un río."),
        contact="rivers@agreement.example",
        span=Span(first=date(2025, 1, 1), last=date(2028, 12, 31)),
        parties=(
            _party("north", words("North", "Norte"), language="en", locale="en_US", zone="America/Los_Angeles", person="p01"),
            _party("south", words("South", "Sur"), language="es", locale="es_MX", zone="America/Mexico_City", person="p02"),
        ),
        people=tuple(Person(id=i, name=n, address=f"{i}@agreement.example", language=lang) for i, n, lang in people),
        groups=(
            Group(
                code="water",
                name=words("Water", "Agua"),
                items=(
                    _item("WA-1", "Measure the river", "Medir el río", WORKSHOPS),
                    _item("WA-2", "Clean the river", "Limpiar el río"),
                ),
                leads=_LEADS,
            ),
            Group(
                code="soil",
                name=words("Soil", "Suelo"),
                items=(_item("SO-1", "Keep the soil", "Conservar el suelo", owed_by=("south",)),),
                leads=_LEADS,
            ),
            Group(code="fish", name=words("Fish", "Peces"), items=(_item("FI-1", "Count fish", "Contar peces"),), leads=_LEADS),
        ),
        policy=Policy(
            opens=1,
            due=10,
            reminders=(-3, 1),
            escalation=3,
            closes=8,
            cut=15,
            returned=5,
            review=review,
            annual=AnnualPolicy(cut=20, review=review, embargo=15),
        ),
        calendars=("north", "south"),
    )


GLOSSARY = (
    Term(words=words("joint action plan", "plan de acción conjunta")),
    Term(words=words("Rivers Agreement", "Acuerdo de Ríos"), acronym=words("RA", "AR")),
)


def due(number: int) -> datetime:
    """Return the due instant of a quarter of the year."""
    return datetime(YEAR, 4, 15, tzinfo=UTC) + timedelta(days=91 * (number - 1))


def entry(item: str, party: str, number: int, text: str = "", **more: object) -> FiledEntry:
    """Return an entry as filed two days before the due day of quarter `number`; `more` overrides any field."""
    english = party == "north"
    fields: dict[str, object] = {
        "item": item,
        "state": State.PROGRESS,
        "standing": Standing.ON_TRACK,
        "text": text,
        "party": party,
        "person": "p03" if english else "p04",
        "mail": f"{number}{item}{party}".encode().hex().ljust(64, "0"),
        "arrived": due(number) - timedelta(days=2),
        "language": "en" if english else "es",
        "translations": {"es" if english else "en": f"{text} ({'traducido' if english else 'translated'})"} if text else {},
    }
    return FiledEntry.model_validate(fields | more)


def provenance(*entries: FiledEntry, **more: object) -> tuple[Provenance, ...]:
    """Return one segment per translation, drafted by Apertium and approved by both parties; `more` overrides any field."""
    every = [(entry, language, text) for entry in entries for language, text in entry.translations.items()]
    fields = {"origin": Origin.DRAFT, "engine": "apertium 3.8.3", "approved_by": ("north", "south")} | more
    return tuple(
        Provenance.model_validate(
            {
                "number": number,
                "item": entry.item,
                "party": entry.party,
                "source_language": entry.language,
                "source": entry.text,
                "target_language": language,
                "target": text,
                **fields,
            }
        )
        for number, (entry, language, text) in enumerate(every, start=1)
    )


def report(number: int, group: str, *entries: FiledEntry, **more: object) -> ReportOnRecord:
    """Return a report approved by both parties ten days after it was due; `more` overrides any field."""
    on = due(number) + timedelta(days=10)
    fields: dict[str, object] = {
        "report": f"north-south/{YEAR}-Q{number}/{group}",
        "quarter": f"{YEAR}-Q{number}",
        "group": group,
        "phase": Phase.APPROVED,
        "opened": due(number) - timedelta(days=14),
        "due": due(number),
        "closes": due(number) + timedelta(days=8),
        "since": on,
        "entries": entries,
        "provenance": provenance(*entries),
        "approvals": (
            ApprovalOnRecord(party="south", person="p02", on=on, shown="b" * 64),
            ApprovalOnRecord(party="north", person="p01", on=on - timedelta(days=1), shown="a" * 64),
        ),
    }
    return ReportOnRecord.model_validate(fields | more)


def reports() -> tuple[ReportOnRecord, ...]:
    """Return the year: hostile and long texts, no change, nothing, late, missing, amended, waived, silent, awaiting."""
    amended = Correctum(
        item="WA-1",
        party="south",
        version=2,
        on=due(1) + timedelta(days=60),
        before={"es": "Tres talleres.", "en": "Three workshops."},
        after={"es": "Cuatro talleres.", "en": "Four workshops."},
    )
    settled = {"entries": (), "approvals": ()}
    return (
        report(
            1,
            "water",
            entry("WA-1", "north", 1, HOSTILE),
            entry("WA-1", "south", 1, "Cuatro talleres.", indicators={"workshops": Decimal(4)}),
            entry("WA-2", "north", 1, "word " * 900 + "x" * 400),
            entry("WA-2", "south", 1, "Sin presupuesto este trimestre.", state=State.NOTHING, standing=None),
            version=2,
            errata=(amended,),
        ),
        report(
            2,
            "water",
            entry("WA-1", "north", 2, state=State.NO_CHANGE),
            entry("WA-1", "south", 2, "Se amplió la red.\n\nSegundo párrafo.", late=True, standing=Standing.DELAYED),
            entry("WA-2", "north", 2, "Done at last.", standing=Standing.DONE),
        ),
        report(3, "water", entry("WA-1", "south", 3, SECRET), phase=Phase.REVIEWING, approvals=()),
        report(1, "soil", entry("SO-1", "south", 1, "Hecho.", standing=Standing.DONE)),
        report(2, "soil", phase=Phase.NOT_REPORTED, reason="No answer by the closing day.", **settled),
        report(3, "soil", phase=Phase.NOT_REQUIRED, reason="Office closed by the flood.", **settled),
        report(1, "fish", entry("FI-1", "north", 1, "Ten fish."), waived=("FI-1/south",), reason="South has no fish."),
        report(4, "fish", entry("FI-1", "north", 4, SECRET + "2"), since=CUT + timedelta(days=1)),
    )


def second(reports_: tuple[ReportOnRecord, ...], first: AnnualReport) -> Previous:
    """Return what a second edition of the same reports tells of the first."""
    found = annual(program=program(), year=YEAR, edition=2, reports=reports_, cut=CUT, previous=first).previous
    assert found is not None
    return found
