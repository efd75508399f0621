"""Letters to the leads while answers are collected: the form, and the reminders with what is still missing of it."""

from collections.abc import Mapping
from datetime import datetime

from mou import form as forms  # the module, not its names: mou.form itself starts from mou.letters.blocks
from mou.letters.blocks import TN, Block, Bullets, Heading, Kind, Letter, Paragraph, T
from mou.letters.phrases import Day, contact, quarter_words, reference
from mou.program import Program
from mou.submission import Entry


def invitation(
    *,
    program: Program,
    group: str,
    party: str,
    quarter: str,
    due: datetime,
    closes: datetime,
    language: str,
    last: Mapping[str, str] | None = None,
    given: Mapping[str, Entry] | None = None,
) -> Letter:
    """Return the form for one party's lead; `last` is last quarter's text per item, `given` what is already on record."""
    where = program.group(group)
    opening = T(
        "Please report the progress of the %(group)s working group in the %(quarter)s by %(due)s.",
        group=where.name,
        quarter=quarter_words(quarter),
        due=due,
    )
    form = forms.form_for(program, group, party, quarter, language)
    return Letter(
        kind=Kind.INVITATION,
        subject=T(
            "%(group)s: report for the %(quarter)s, due %(day)s [%(ref)s]",
            group=where.name,
            quarter=quarter_words(quarter),
            day=Day(due),
            ref=reference(quarter, group),
        ),
        blocks=(
            Paragraph(opening),
            *how_to_answer(),
            received_until(closes),
            Paragraph(
                T("What you write is translated, approved by the reviewers of every party, and published in the annual report.")
            ),
            Heading(T("Your items")),
            *forms.form_blocks(form, last=last or {}, given=given or {}),
            contact(program),
        ),
    )


def reminder(
    *,
    program: Program,
    group: str,
    party: str,
    quarter: str,
    due: datetime,
    closes: datetime,
    language: str,
    number: int,
    missing: tuple[str, ...],
    overdue: bool,
    last: Mapping[str, str] | None = None,
    given: Mapping[str, Entry] | None = None,
) -> Letter:
    """Return reminder `number` with the form of the `missing` item codes only: gentle before the due time, clear after."""
    where = program.group(group)
    form = forms.form_for(program, group, party, quarter, language)
    asked = tuple(item for item in form.items if item.code in missing) or form.items
    shown = {"group": where.name, "quarter": quarter_words(quarter), "ref": reference(quarter, group)}
    subject = (
        T("Overdue: %(group)s, report for the %(quarter)s [%(ref)s]", **shown)
        if overdue
        else T("Reminder %(number)s: %(group)s, report for the %(quarter)s, due %(day)s [%(ref)s]")
    )
    return Letter(
        kind=Kind.REMINDER,
        subject=T(subject.msgid, **shown, number=number, day=Day(due)),
        blocks=(
            *_reminding(len(asked), overdue=overdue, due=due, closes=closes, shown=shown),
            *how_to_answer(),
            *(() if overdue else (received_until(closes),)),
            Heading(T("Items without an answer")),
            *forms.form_blocks(form.model_copy(update={"items": asked}), last=last or {}, given=given or {}),
            contact(program),
        ),
    )


def how_to_answer() -> tuple[Block, ...]:
    """Return how to fill in a form by reply."""
    return (
        Paragraph(
            T(
                "Simply reply to this message. Write after each label, or on the lines below it. You may answer some "
                "items now and the others in a later reply; a later answer to the same item replaces the earlier one."
            )
        ),
        Bullets(
            (
                T("If nothing changed in an item, write “no change”."),
                T("If there is nothing to report, write “nothing to report:” and the reason."),
            )
        ),
    )


def received_until(closes: datetime) -> Paragraph:
    """Return until when answers are taken, and what happens then."""
    return Paragraph(
        T("Late answers are received until %(closes)s. Items without an answer by then are reported as missing.", closes=closes)
    )


def _reminding(n: int, *, overdue: bool, due: datetime, closes: datetime, shown: Mapping[str, object]) -> tuple[Block, ...]:
    if overdue:
        return (
            Paragraph(
                TN(
                    "Please answer the item still missing by %(closes)s, when the form closes.",
                    "Please answer the %(n)s items still missing by %(closes)s, when the form closes.",
                    n,
                    closes=closes,
                )
            ),
            Paragraph(
                T(
                    "The report of the %(group)s working group for the %(quarter)s was due %(due)s. Items without an "
                    "answer at the closing time are reported as missing.",
                    **shown,
                    due=due,
                )
            ),
        )
    return (
        Paragraph(
            TN(
                "One item of the %(group)s report for the %(quarter)s still awaits your answer, please, by %(due)s.",
                "%(n)s items of the %(group)s report for the %(quarter)s still await your answer, please, by %(due)s.",
                n,
                **shown,
                due=due,
            )
        ),
        Paragraph(T("If your answer is on its way, please disregard this reminder.")),
    )
