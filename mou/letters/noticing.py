"""Letters about a report's timetable and end: escalation, extension, waiver, and the notice that it closed."""

from datetime import datetime

from mou.letters.blocks import TN, Block, Bullets, Heading, Kind, Letter, Paragraph, Quote, T
from mou.letters.phrases import PHASES, Tongue, contact, owed_line, quarter_words, reference
from mou.program import Group, Program
from mou.submission import Phase

Pairs = tuple[tuple[str, str], ...]

ENDS = {
    Phase.APPROVED: T("Nothing more is needed: the %(group)s report for the %(quarter)s is approved by every party."),
    Phase.NOT_REPORTED: T("The %(group)s report for the %(quarter)s closed without an answer and is recorded as not reported."),
    Phase.NOT_REQUIRED: T("Nothing more is needed: the %(group)s report for the %(quarter)s is not required."),
}


def escalation(*, program: Program, group: str, quarter: str, due: datetime, closes: datetime, missing: Pairs) -> Letter:
    """Return the letter that asks a coordinator (and the leads' alternates) to help; `missing` are (item, party) pairs."""
    where = program.group(group)
    where_to = f"{program.code} {quarter} {group}"
    return Letter(
        kind=Kind.ESCALATION,
        subject=T(
            "Your help is needed: %(group)s, report for the %(quarter)s [%(ref)s]",
            group=where.name,
            quarter=quarter_words(quarter),
            ref=reference(quarter, group),
        ),
        blocks=(
            Paragraph(
                TN(
                    "Please help obtain the answer that is missing from the %(group)s report for the %(quarter)s by %(closes)s.",
                    "Please help obtain the %(n)s answers that are missing from the %(group)s report for the %(quarter)s "
                    "by %(closes)s.",
                    len(missing),
                    group=where.name,
                    quarter=quarter_words(quarter),
                    closes=closes,
                )
            ),
            Paragraph(
                T(
                    "They were due %(due)s and the leads have been reminded. The form closes at the time above; what has "
                    "no answer then is reported as missing.",
                    due=due,
                )
            ),
            *_owed(program, where, missing, T("Without an answer")),
            Heading(T("What you can do")),
            Bullets(
                (
                    T("Ask the lead, or the lead's alternate, to reply to the form they received."),
                    T("If more time is needed, extend the deadline: mou extend %(where)s", where=where_to),
                    T("If an item is not required this quarter, say so with the reason: mou waive %(where)s", where=where_to),
                )
            ),
            contact(program),
        ),
        expects_reply=False,
    )


def extension(
    *, program: Program, group: str, quarter: str, due: datetime, closes: datetime, reason: str, reason_language: str = ""
) -> Letter:
    """Return the notice of a new due time; `reason` is the coordinator's, as written in `reason_language` ("" unknown)."""
    where = program.group(group)
    return Letter(
        kind=Kind.EXTENSION,
        subject=T(
            "More time: %(group)s, report for the %(quarter)s [%(ref)s]",
            group=where.name,
            quarter=quarter_words(quarter),
            ref=reference(quarter, group),
        ),
        blocks=(
            Paragraph(
                T(
                    "Please send the %(group)s report for the %(quarter)s by %(due)s: your deadline was extended.",
                    group=where.name,
                    quarter=quarter_words(quarter),
                    due=due,
                )
            ),
            *_because(reason, reason_language),
            Paragraph(
                T(
                    "Answers by that time count as on time; the form closes %(closes)s. To answer, reply to the form you "
                    "already received. What you have sent is kept.",
                    closes=closes,
                )
            ),
            contact(program),
        ),
        expects_reply=False,
    )


def waiver(
    *, program: Program, group: str, quarter: str, entries: tuple[str, ...], reason: str, reason_language: str = ""
) -> Letter:
    """Return the notice that entries ("AQ-1/mexico"), or with none the whole report, are not required."""
    where = program.group(group)
    shown = {"group": where.name, "quarter": quarter_words(quarter)}
    whole = T("You need not send the %(group)s report for the %(quarter)s: it is not required.", **shown)
    some = T("The items below of the %(group)s report for the %(quarter)s are not required; you need not answer them.", **shown)
    pairs = tuple((entry.partition("/")[0], entry.partition("/")[2]) for entry in entries)
    return Letter(
        kind=Kind.WAIVER,
        subject=T("Not required: %(group)s, %(quarter)s [%(ref)s]", **shown, ref=reference(quarter, group)),
        blocks=(
            Paragraph(some if entries else whole),
            *_owed(program, where, pairs, T("Not required")),
            *_because(reason, reason_language),
            contact(program),
        ),
        expects_reply=False,
    )


def closed(*, program: Program, group: str, quarter: str, phase: Phase, missing: Pairs) -> Letter:
    """Return the notice of a report's end, or that its form closed with what came (any other phase)."""
    where = program.group(group)
    shown = {"group": where.name, "quarter": quarter_words(quarter)}
    with_gaps = T("The form of the %(group)s report for the %(quarter)s has closed with the answers that came.")
    return Letter(
        kind=Kind.CLOSED,
        subject=T(
            "%(group)s, report for the %(quarter)s: %(phase)s [%(ref)s]",
            **shown,
            phase=PHASES[phase],
            ref=reference(quarter, group),
        ),
        blocks=(
            Paragraph(T(ENDS.get(phase, with_gaps).msgid, **shown)),
            *_owed(program, where, missing, T("Reported as missing")),
            Paragraph(
                T(
                    "If something must still be added or corrected, a lead can reply to the form as before: the answer is "
                    "recorded, marked as late, and goes through review as an amendment."
                )
            ),
            contact(program),
        ),
        expects_reply=False,
    )


def _owed(program: Program, group: Group, pairs: Pairs, heading: T) -> tuple[Block, ...]:
    if not pairs:
        return ()
    return Heading(heading), Bullets(tuple(owed_line(program, group, pair) for pair in pairs))


def _because(reason: str, language: str) -> tuple[Block, ...]:
    """One letter goes to readers of several languages, so the reason's own is always named."""
    if not reason:
        return ()
    if not language:
        return Paragraph(T("The reason given:")), Quote(reason, "")
    return Paragraph(T("The reason given, in %(language)s:", language=Tongue(language))), Quote(reason, language)
