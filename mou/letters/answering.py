"""Letters that answer a reply to a form: the receipt, which repeats what was understood word for word, and the question."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from mou import form as forms  # the module, not its names: mou.form itself starts from mou.letters.blocks
from mou.inbound.attachments import Evidence
from mou.languages import WrittenIn
from mou.letters.asking import how_to_answer, received_until
from mou.letters.blocks import TN, Block, Bullets, Heading, Kind, Letter, Paragraph, Quote, T
from mou.letters.currency_read import currency_read
from mou.letters.phrases import contact, quarter_words, reference
from mou.letters.read_as import read_as
from mou.letters.reasons import refused_words, unclear_words
from mou.program import Group, Program
from mou.reading import Reading
from mou.submission import Entry


def receipt(
    *,
    program: Program,
    group: str,
    party: str,
    quarter: str,
    language: str,
    reading: Reading,
    given: Mapping[str, Entry],
    missing: tuple[str, ...],
    late: bool,
    due: datetime,
    closes: datetime,
    settled: bool,
    files: Sequence[Evidence] = (),
    written: Mapping[str, WrittenIn] | None = None,
) -> Letter:
    """Return the receipt of a reply.

    `given` is all of the party's answers on record now, by item code; `missing` the item codes without one. `late` says
    the reply came after `due`; `settled` that the report had ended before, so that the answers start an amendment; `files` are
    those that came along; `written` says what each answer of this reply is written in, by item.
    """
    where = program.group(group)
    shown = {"group": where.name, "quarter": quarter_words(quarter)}
    form = forms.form_for(program, group, party, quarter, language)
    code = next((item.code for item in form.items if item.code in given), where.items[0].code)
    return Letter(
        kind=Kind.RECEIPT,
        subject=T("Received: %(group)s, report for the %(quarter)s [%(ref)s]", **shown, ref=reference(quarter, group)),
        blocks=(
            Paragraph(
                _next(len(missing), len(reading.unclear), settled=settled, overdue=late, due=due, closes=closes, shown=shown)
            ),
            *_standing(late=late, settled=settled, due=due),
            *_assumed(reading),
            *read_as(written or {}, language),
            *currency_read(reading.entries, written or {}),
            *_still_missing(where, missing),
            *not_filed(reading, language, files),
            Heading(T("Answers on record for %(party)s, word for word", party=program.party(party).name)),
            Paragraph(
                T(
                    "This is what was understood. To correct it, reply to this message and change it after its label, or reply "
                    "with the item's code and the new text, for instance “%(code)s: …”. The new text replaces the earlier one.",
                    code=code,
                )
            ),
            # The form again: whoever answers the receipt, in place or by code, is read as surely as the first time.
            *forms.form_blocks(form, last={}, given=given),
            contact(program),
        ),
        expects_reply=False,
    )


def question(
    *,
    program: Program,
    group: str,
    party: str,
    quarter: str,
    language: str,
    reading: Reading,
    due: datetime,
    closes: datetime,
    files: Sequence[Evidence] = (),
) -> Letter:
    """Return the letter that asks again, with the form, when nothing of a reply could be filed with certainty."""
    where = program.group(group)
    shown = {"group": where.name, "quarter": quarter_words(quarter)}
    form = forms.form_for(program, group, party, quarter, language)
    return Letter(
        kind=Kind.QUESTION,
        subject=T("Please answer again: %(group)s, report for the %(quarter)s [%(ref)s]", **shown, ref=reference(quarter, group)),
        blocks=(
            Paragraph(
                T(
                    "Please write your answers under the items below, by %(due)s: nothing of your message about the "
                    "%(group)s report for the %(quarter)s could be recorded.",
                    **shown,
                    due=due,
                )
            ),
            Paragraph(T("We do not guess where an answer belongs. Your message is kept, but no answer is filed from it.")),
            *not_filed(reading, language, files),
            *how_to_answer(),
            received_until(closes),
            Heading(T("Your items")),
            *forms.form_blocks(form, last={}, given={}),
            contact(program),
        ),
    )


def not_filed(reading: Reading, language: str, files: Sequence[Evidence]) -> tuple[Block, ...]:
    """Return what of a reply was not filed, and why: unclear passages in full, attached files by name."""
    blocks: list[Block] = []
    kept = [one for one in files if not one.refused]
    refused = [one for one in files if one.refused]
    if reading.unclear or files:
        blocks.append(Heading(T("Not recorded")))
    for unclear in reading.unclear:
        blocks += [Paragraph(unclear_words(unclear)), Quote(unclear.text, language)]
    if kept:
        blocks += [
            Paragraph(T("Attachments are kept with your message as evidence, but answers are not read from them:")),
            Bullets(tuple(T("%(name)s", name=one.name) for one in kept)),
        ]
    if refused:
        blocks += [
            Paragraph(T("These attachments are not accepted as evidence:")),
            Bullets(tuple(T("%(name)s: %(why)s", name=one.name, why=refused_words(one.refused)) for one in refused)),
        ]
    return tuple(blocks)


def _next(
    n: int, unclear: int, *, settled: bool, overdue: bool, due: datetime, closes: datetime, shown: Mapping[str, object]
) -> T | TN:
    if settled:
        return T(
            "Nothing more is needed: your answers for the %(group)s report of the %(quarter)s are recorded and go through "
            "review as an amendment.",
            **shown,
        )
    if not n and unclear:
        return T(
            "Please look at what could not be recorded, below: the rest of your part of the %(group)s report for the %(quarter)s "
            "is on record.",
            **shown,
        )
    if not n:
        return T("Nothing more is needed: your part of the %(group)s report for the %(quarter)s is complete. Thank you.", **shown)
    return TN(
        "Thank you. Please send the one item still missing from the %(group)s report for the %(quarter)s by %(by)s.",
        "Thank you. Please send the %(n)s items still missing from the %(group)s report for the %(quarter)s by %(by)s.",
        n,
        **shown,
        by=closes if overdue else due,
    )


def _standing(*, late: bool, settled: bool, due: datetime) -> tuple[Block, ...]:
    if late and not settled:
        return (Paragraph(T("Your reply came after the due time, %(due)s, and is marked as late.", due=due)),)
    return (Paragraph(T("The report had already closed; your reply is marked as late.")),) if settled else ()


def _assumed(reading: Reading) -> tuple[Block, ...]:
    """Say what was taken for granted in reading: its writer can tell whether that was right."""
    if "by-number" not in reading.remarks:
        return ()
    return (
        Paragraph(
            T(
                "Your answers were numbered, without the items' codes. They were taken in the order of the items in the form: "
                "please check that each stands under its item."
            )
        ),
    )


def _still_missing(group: Group, missing: tuple[str, ...]) -> tuple[Block, ...]:
    if not missing:
        return ()
    lines = tuple(T("[%(code)s] %(title)s", code=code, title=group.item(code).title) for code in missing)
    return Heading(T("Still missing")), Bullets(lines)
