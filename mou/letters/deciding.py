"""Letters that answer a reviewer's decision, and the one that asks a coordinator to decide about a held message."""

from datetime import datetime

from mou.letters.blocks import TN, Block, Bullets, Heading, Kind, Letter, Link, Paragraph, Quote, T
from mou.letters.phrases import contact, one_line, quarter_words, reference
from mou.letters.reasons import held_words, refusal_words, unclear_words
from mou.program import Program
from mou.reading import DecisionReading
from mou.stories import Verb

TAKEN = {
    Verb.APPROVE: T("Your approval of the %(group)s report for the %(quarter)s is recorded. Thank you."),
    Verb.RETURN: T("The %(group)s report for the %(quarter)s is returned to its leads with your reason, as you asked."),
    Verb.CORRECT: T("Your corrections to the %(group)s report for the %(quarter)s are recorded. Thank you."),
}


def decision_receipt(
    *,
    program: Program,
    group: str,
    quarter: str,
    version: int,
    decision: DecisionReading,
    taken: bool,
    why: str,
    open_: tuple[int, ...],
) -> Letter:
    """Return the receipt of a decision; `why` is the refusal's code when not `taken`, `open_` the segments left to approve."""
    where = program.group(group)
    shown = {"group": where.name, "quarter": quarter_words(quarter)}
    done = taken and decision.verb is not None
    opening = (
        TAKEN[decision.verb]
        if done and decision.verb
        else T("Your decision on the %(group)s report for the %(quarter)s was not taken.")
    )
    subject = (
        T("Decision recorded: %(group)s, %(quarter)s [%(ref)s]")
        if done
        else T("Decision not taken: %(group)s, %(quarter)s [%(ref)s]")
    )
    return Letter(
        kind=Kind.DECISION_RECEIPT,
        subject=T(subject.msgid, **shown, ref=reference(quarter, group)),
        blocks=(
            Paragraph(T(opening.msgid, **shown)),
            *(() if done else (Paragraph(refusal_words(why)),)),
            *_amended(version),
            *_understood(decision),
            *(_left(decision, open_) if done else ()),
            *(() if done else _again(why)),
            contact(program),
        ),
        expects_reply=False,
    )


def edition_not_decided(*, program: Program, year: int, edition: int, decision: DecisionReading, why: str) -> Letter:
    """Return the answer to a decision on an edition of the annual report that was not taken; `why` is the refusal's code."""
    shown = {"year": str(year), "edition": edition, "ref": f"{program.code}/{year}"}
    return Letter(
        kind=Kind.DECISION_RECEIPT,
        subject=T("Decision not taken: annual report for %(year)s, edition %(edition)s [%(ref)s]", **shown),
        blocks=(
            Paragraph(T("Your decision on the annual report for %(year)s, edition %(edition)s, was not taken.", **shown)),
            Paragraph(refusal_words(why)),
            *_understood(decision),
            *_again(why),
            contact(program),
        ),
        expects_reply=False,
    )


def held(*, program: Program, reason: str, subject: str, sender: str, arrived: datetime, digest: str, link: str) -> Letter:
    """Return the letter that asks a coordinator what to do with a message; `subject` and `sender` as they came.

    `link` leads to the page where this coordinator decides.
    """
    return Letter(
        kind=Kind.HELD,
        subject=T("A message waits for your decision [%(digest)s]", digest=digest[:12]),
        blocks=(
            Paragraph(T("Please decide what to do with a message that was received %(arrived)s.", arrived=arrived)),
            Paragraph(held_words(reason)),
            Bullets(
                (
                    T("From: %(sender)s", sender=one_line(sender)),
                    T("Subject: %(subject)s", subject=one_line(subject) or T("(none)")),
                    T("Message: %(digest)s", digest=digest),
                )
            ),
            Paragraph(T("It is kept as it came and nothing was filed from it.")),
            Link(T("Open the page to read it, and to accept it or lay it aside"), link),
            Paragraph(
                T(
                    "Or from the command line: mou mail accept %(digest)s, where --report and --person say where it belongs; "
                    "mou mail discard %(digest)s",
                    digest=digest[:12],
                )
            ),
            contact(program),
        ),
        expects_reply=False,
    )


def _amended(version: int) -> tuple[Block, ...]:
    return (Paragraph(T("This concerns amendment %(number)s of the report.", number=version - 1)),) if version > 1 else ()


def _understood(decision: DecisionReading) -> tuple[Block, ...]:
    blocks: list[Block] = []
    if decision.because:
        blocks += [Heading(T("Your reason, word for word")), Quote(decision.because, "")]
    if decision.corrections:
        blocks.append(Heading(T("Your corrections, word for word")))
    for one in decision.corrections:
        label = T("%(tag)s-%(number)s:", tag=one.language.upper(), number=one.number)
        blocks += [Paragraph(label), Quote(one.text, one.language)]
    if decision.unclear:
        blocks.append(Heading(T("Not recorded")))
    for unclear in decision.unclear:
        blocks += [Paragraph(unclear_words(unclear)), Quote(unclear.text, "")]
    return tuple(blocks)


def _left(decision: DecisionReading, open_: tuple[int, ...]) -> tuple[Block, ...]:
    if decision.verb is Verb.RETURN or not open_:
        return ()
    passages = tuple(number for number in open_ if number)
    blocks: list[Block] = []
    if passages:
        words = TN(
            "One passage still awaits your approval: number %(numbers)s.",
            "%(n)s passages still await your approval: numbers %(numbers)s.",
            len(passages),
            numbers=", ".join(str(number) for number in passages),
        )
        blocks.append(Paragraph(words))
    if len(passages) < len(open_):
        blocks.append(Paragraph(T("The statuses and indicator values still await your approval.")))
    if decision.verb is Verb.CORRECT:
        blocks.append(Paragraph(T("A new request follows and shows the text with your corrections: please decide there.")))
    return tuple(blocks)


def _again(why: str) -> tuple[Block, ...]:
    """What has ended is not decided any more, so no way to decide is shown."""
    if why in {"closed", "settled"}:
        return ()
    return (
        Paragraph(
            T(
                "To decide, reply to the latest approval request with “APPROVE”, or with “RETURN:” and your reason, as the "
                "first line."
            )
        ),
    )
