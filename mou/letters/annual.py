"""Letters about an edition of the annual report: its approval, reminder and escalation, and the news of its publication."""

from collections.abc import Mapping
from datetime import datetime
from typing import TypedDict, Unpack

from mou.letters.blocks import TN, Block, Bullets, Heading, Kind, Letter, Link, Paragraph, T
from mou.letters.phrases import Day, Tongue, contact
from mou.program import Program


class Draft(TypedDict):
    """What every letter about an edition awaiting approval takes.

    `shown` is the edition's hash; `links` lead to it, by language tag; `approved`, `awaiting` and `not_reported` count the
    year's group reports; `embargo` is the earliest publication.
    """

    program: Program
    year: int
    edition: int
    shown: str
    links: Mapping[str, str]
    approved: int
    awaiting: int
    not_reported: int
    embargo: datetime


def annual_approval(**draft: Unpack[Draft]) -> Letter:
    """Return the request to approve exactly this edition."""
    opening = T(
        "Please approve the annual report for %(year)s. It can be published from %(embargo)s, once every party has approved it."
    )
    subject = T("Please approve: annual report for %(year)s, edition %(edition)s [%(ref)s]")
    return _letter(Kind.ANNUAL_APPROVAL, draft, subject, opening)


def annual_reminder(*, number: int, **draft: Unpack[Draft]) -> Letter:
    """Return reminder `number` to approve an edition."""
    opening = T("The annual report for %(year)s still awaits your approval. It can be published from %(embargo)s: please decide.")
    subject = T("Reminder %(number)s, please approve: annual report for %(year)s, edition %(edition)s [%(ref)s]")
    return _letter(Kind.ANNUAL_REMINDER, draft, subject, opening, number=number)


def annual_escalation(**draft: Unpack[Draft]) -> Letter:
    """Return the letter that asks a silent coordinator's alternate too."""
    opening = T("Please decide on the annual report for %(year)s without delay: its approval is overdue.")
    subject = T("Approval overdue: annual report for %(year)s, edition %(edition)s [%(ref)s]")
    return _letter(Kind.ANNUAL_ESCALATION, draft, subject, opening)


def publication(*, program: Program, year: int, edition: int, links: Mapping[str, str], errata: int) -> Letter:
    """Return the news that an edition is public; `errata` counts the corrections it carries."""
    shown = {"program": program.short, "year": str(year), "edition": edition, "ref": _reference(program, year)}
    opening = T(
        "The annual report of the %(program)s for %(year)s has been published. Nothing is asked of you; thank you.", **shown
    )
    corrections: tuple[Block, ...] = ()
    if edition > 1:
        corrections += (Paragraph(T("This is edition %(edition)s; it replaces the earlier one.", **shown)),)
    if errata:
        corrections += (Paragraph(TN("It carries one erratum.", "It carries %(n)s errata.", errata)),)
    return Letter(
        kind=Kind.PUBLICATION,
        subject=T("Published: annual report of the %(program)s for %(year)s [%(ref)s]", **shown),
        blocks=(
            Paragraph(opening),
            *corrections,
            Paragraph(
                T(
                    "Every sentence in it was approved by all parties, or stands there by a signed exception;"
                    " each shows original and translation."
                )
            ),
            Heading(T("Where to read it")),
            *_links(links),
            contact(program),
        ),
        expects_reply=False,
    )


def _letter(kind: Kind, draft: Draft, subject: T, opening: T, **more: object) -> Letter:
    program, year = draft["program"], draft["year"]
    values = {
        "year": str(year),
        "edition": draft["edition"],
        "embargo": draft["embargo"],
        "ref": _reference(program, year),
        **more,
    }
    return Letter(
        kind=kind,
        subject=T(subject.msgid, **values),
        blocks=(
            Paragraph(T(opening.msgid, **values)),
            Heading(T("The edition to approve")),
            *_links(draft["links"]),
            Paragraph(T("Edition shown: %(shown)s", shown=draft["shown"])),
            _counts(draft),
            Heading(T("How to decide")),
            Bullets(
                (
                    T("To approve it, reply with “APPROVE” as the first line."),
                    T("To send it back, reply with “RETURN:” and your reason as the first line."),
                )
            ),
            Paragraph(
                T(
                    "Your decision counts for exactly this edition. It is published when the coordinators of all parties have "
                    "approved it, and not before %(day)s.",
                    day=Day(draft["embargo"]),
                )
            ),
            contact(program),
        ),
    )


def _counts(draft: Draft) -> Bullets:
    """Say how many reports it rests on; of what is missing from it, only what there is."""
    gaps = (
        TN(
            "%(n)s group report awaits approval and appears without its text.",
            "%(n)s group reports await approval and appear without their text.",
            draft["awaiting"],
        ),
        TN("%(n)s group report was not received.", "%(n)s group reports were not received.", draft["not_reported"]),
    )
    approved = TN("%(n)s group report is approved.", "%(n)s group reports are approved.", draft["approved"])
    return Bullets((approved, *(words for words in gaps if words.n)))


def _links(links: Mapping[str, str]) -> tuple[Link, ...]:
    return tuple(Link(T("In %(language)s:", language=Tongue(tag)), url) for tag, url in links.items())


def _reference(program: Program, year: int) -> str:
    return f"{program.code}/{year}"
