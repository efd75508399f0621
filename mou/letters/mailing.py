"""Letters about mail itself: is this message yours, somebody is away, a letter could not be delivered."""

from datetime import datetime

from mou.letters.blocks import Block, Bullets, Kind, Letter, Link, Paragraph, Quote, T
from mou.letters.phrases import contact, one_line, quarter_words, reference
from mou.letters.reasons import held_words
from mou.model import Wording
from mou.program import Program

SHOWN = 600
"""Characters of a message that are repeated so that its writer knows it again."""


def confirmation(
    *, program: Program, subject: str, sender: str, text: str, arrived: datetime, reason: str, decides: bool, link: str
) -> Letter:
    """Return the letter that asks the person a message seems to be from whether it is theirs; `link` leads to two buttons.

    `subject`, `sender` and `text` are as they came; `decides` says that the message approves or returns something.
    """
    subject, sender = one_line(subject), one_line(sender)
    ask = T("Please confirm that a message received %(arrived)s is yours: nothing was recorded from it so far.", arrived=arrived)
    bound = T("It decides in your name, so it only counts once you have confirmed it.")
    return Letter(
        kind=Kind.CONFIRMATION,
        subject=T("Did you write this? %(subject)s", subject=subject or T("(none)")),
        blocks=(
            Paragraph(ask),
            *((Paragraph(bound),) if decides else ()),
            Paragraph(held_words(reason)),
            Bullets((T("From: %(sender)s", sender=sender), T("Subject: %(subject)s", subject=subject or T("(none)")))),
            Quote(_beginning(text), ""),
            Link(T("Open the page with two buttons: it is mine, it is not mine"), link),
            Paragraph(T("If it is not yours, say so there, or do nothing: it is never recorded without your word.")),
            contact(program),
        ),
        expects_reply=False,
    )


def away(*, program: Program, group: str, quarter: str, party: str, name: str, text: str, closes: datetime) -> Letter:
    """Return the letter that tells a lead's alternate and co-leads of an out-of-office answer; `text` is as it came."""
    where = program.group(group)
    shown = {"group": where.name, "quarter": quarter_words(quarter)}
    return Letter(
        kind=Kind.AWAY,
        subject=T("%(name)s is away: %(group)s, report for the %(quarter)s [%(ref)s]", name=name, **shown,
                  ref=reference(quarter, group)),
        blocks=(
            Paragraph(
                T(
                    "Please see to it that the %(group)s report for the %(quarter)s is answered for %(party)s by %(closes)s: "
                    "%(name)s, who leads it there, seems to be away.",
                    **shown,
                    party=program.party(party).name,
                    closes=closes,
                    name=name,
                )
            ),
            Paragraph(T("This is what the automatic reply says. Nothing was recorded from it:")),
            Quote(_beginning(text), ""),
            Paragraph(
                T(
                    "The lead's alternate may answer in their place: from the form as forwarded, or from the one sent if nobody "
                    "answers."
                )
            ),
            contact(program),
        ),
        expects_reply=False,
    )  # fmt: skip


def undelivered(
    *, program: Program, name: str, address: str, party: str, role: str, group: str, subject: Wording | str, code: str
) -> Letter:
    """Return the letter that tells a coordinator of one that did not arrive, with whom to replace and how.

    `role` is "lead", "reviewer" or "coordinator"; `group` the lead's, else ""; `code` the carrier's, such as 5.1.1, or "".
    """
    where = f"--group {group} " if group else ""
    command = f"mou reassign {program.code} {role} --party {party} {where}--name … --address … --as …"
    blocks: list[Block] = [
        Paragraph(
            T(
                "Please find another address for %(name)s of %(party)s, or somebody in their place: a letter was refused.",
                name=name,
                party=program.party(party).name,
            )
        ),
        Bullets(
            (
                T("Address: %(address)s", address=address),
                T("Letter: %(subject)s", subject=subject),
                T("Answer of the mail server: %(code)s", code=code or T("(none)")),
            )
        ),
        Paragraph(T("Whoever takes the role over is sent what is open. To hand it over: %(command)s", command=command)),
        contact(program),
    ]
    return Letter(
        kind=Kind.UNDELIVERED,
        subject=T("A letter could not be delivered: %(name)s [%(program)s]", name=name, program=program.code),
        blocks=tuple(blocks),
        expects_reply=False,
    )


def _beginning(text: str) -> str:
    said = "\n".join(one_line(row, most=SHOWN) for row in text.strip().splitlines())
    return said if len(said) <= SHOWN else f"{said[:SHOWN].rstrip()} …"
