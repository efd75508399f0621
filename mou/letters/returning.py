"""The letter that sends a report back to a lead: the reviewer's reason, and the form with the answers as they stand."""

from collections.abc import Mapping
from datetime import datetime

from mou import form as forms  # the module, not its names: mou.form itself starts from mou.letters.blocks
from mou.letters.blocks import Heading, Kind, Letter, Paragraph, Quote, T
from mou.letters.phrases import Tongue, contact, quarter_words, reference
from mou.program import Program
from mou.submission import Entry


def return_letter(
    *,
    program: Program,
    group: str,
    party: str,
    quarter: str,
    language: str,
    reason: str,
    reason_language: str,
    by: str,
    closes: datetime,
    given: Mapping[str, Entry],
    last: Mapping[str, str] | None = None,
) -> Letter:
    """Return the letter to `party`'s lead; `by` is the party whose reviewer gave `reason`, quoted as written."""
    where = program.group(group)
    shown = {"group": where.name, "quarter": quarter_words(quarter)}
    form = forms.form_for(program, group, party, quarter, language)
    return Letter(
        kind=Kind.RETURN,
        subject=T("Returned: %(group)s, report for the %(quarter)s [%(ref)s]", **shown, ref=reference(quarter, group)),
        blocks=(
            Paragraph(
                T(
                    "Please review your part of the %(group)s report for the %(quarter)s and reply by %(closes)s: the reviewer "
                    "of %(party)s has returned it.",
                    **shown,
                    closes=closes,
                    party=program.party(by).name,
                )
            ),
            Heading(_reason_heading(reason_language, language)),
            Quote(reason, reason_language),
            Heading(T("What to do")),
            Paragraph(
                T(
                    "Your answers as recorded stand below. Reply to this message and change what needs changing after its "
                    "label; what you leave as it is stays as it is. Without a reply by that time, your answers go back to the "
                    "reviewers unchanged."
                )
            ),
            Heading(T("Your items")),
            *forms.form_blocks(form, last=last or {}, given=given),
            contact(program),
        ),
    )


def _reason_heading(written_in: str, read_in: str) -> T:
    """Somebody's words are never translated here: a reader of another language is told which one they are in."""
    if written_in in {"", read_in}:
        return T("The reviewer's reason, word for word")
    return T("The reviewer's reason, word for word (in %(language)s)", language=Tongue(written_in))
