"""Letters to the reviewers: the whole text to approve, bound to its hash; its reminders and escalation repeat it."""

from collections.abc import Mapping
from datetime import datetime
from typing import TypedDict, Unpack

from mou.letters.blocks import TN, Block, Bullets, Heading, Kind, Letter, Link, Marker, Paragraph, T
from mou.letters.phrases import contact, quarter_words, reference
from mou.letters.shown import shown_text, untranslated
from mou.letters.translated import how_translated
from mou.program import Program
from mou.review import blocking
from mou.segments import Segment
from mou.submission import FiledEntry


class Request(TypedDict):
    """What every letter to a reviewer takes.

    `party` is the reviewer's; `changed` the numbers that changed since this party last decided; `flags` the codes of the
    checks a segment does not pass, by number; `shown` the text's hash (`mou.review.shown_hash`), which `mou approve` takes;
    `due` when the decision is expected, None when nothing is planned; `link` leads to this letter's review page, "" for none.
    """

    program: Program
    group: str
    party: str
    quarter: str
    version: int
    round_: int
    entries: tuple[FiledEntry, ...]
    segments: tuple[Segment, ...]
    changed: frozenset[int]
    flags: Mapping[int, tuple[str, ...]]
    shown: str
    due: datetime | None
    link: str


def approval_request(**request: Unpack[Request]) -> Letter:
    """Return the request to approve exactly this text."""
    opening = T("Please approve the %(group)s report for the %(quarter)s by %(due)s.")
    undated = T("Please approve the %(group)s report for the %(quarter)s.")
    subject = T("Please approve: %(group)s, report for the %(quarter)s [%(ref)s]")
    return _letter(Kind.APPROVAL_REQUEST, request, subject, (opening if request["due"] else undated,))


def review_reminder(*, number: int, **request: Unpack[Request]) -> Letter:
    """Return reminder `number` to a reviewer, with the text as it stands."""
    opening = T("The %(group)s report for the %(quarter)s still awaits your approval: please decide by %(due)s.")
    undated = T("The %(group)s report for the %(quarter)s still awaits your approval: please decide as soon as you can.")
    subject = T("Reminder %(number)s, please approve: %(group)s, report for the %(quarter)s [%(ref)s]")
    return _letter(Kind.REVIEW_REMINDER, request, subject, (opening if request["due"] else undated,), number=number)


def review_escalation(**request: Unpack[Request]) -> Letter:
    """Return the letter that asks a silent reviewer's alternate too, with the text as it stands."""
    opening = T("Please decide on the %(group)s report for the %(quarter)s without delay: its approval is overdue.")
    who = T("This goes to the reviewer of %(party)s and to the alternate; either may decide.")
    subject = T("Approval overdue: %(group)s, report for the %(quarter)s [%(ref)s]")
    party = request["program"].party(request["party"]).name
    return _letter(Kind.REVIEW_ESCALATION, request, subject, (opening, who), party=party)


def _letter(kind: Kind, request: Request, subject: T, opening: tuple[T, ...], **more: object) -> Letter:
    program, group, quarter = request["program"], request["group"], request["quarter"]
    values = {
        "group": program.group(group).name,
        "quarter": quarter_words(quarter),
        "ref": reference(quarter, group),
        **({"due": request["due"]} if request["due"] else {}),
        **more,
    }
    return Letter(
        kind=kind,
        subject=T(subject.msgid, **values),
        blocks=(
            *(Paragraph(T(words.msgid, **values)) for words in opening),
            *_how(request["segments"]),
            *_page(request["link"]),
            *_standing(request),
            Paragraph(T("Text shown: %(shown)s", shown=request["shown"])),
            Heading(T("The text to approve")),
            *how_translated(request["segments"]),
            *shown_text(
                program=program,
                group=group,
                entries=request["entries"],
                segments=request["segments"],
                changed=request["changed"],
                flags=request["flags"],
            ),
            Marker(),
            contact(program),
        ),
    )


def _how(segments: tuple[Segment, ...]) -> tuple[Block, ...]:
    ways = [
        T("To approve all of it, reply with “APPROVE” as the first line."),
        T("To send it back to its authors, reply with “RETURN:” and your reason as the first line."),
    ]
    if segments:
        # Without its colon: a wrapped line must never begin like a correction.
        label = f"{segments[0].target_language.upper()}-{segments[0].number}"
        ways.append(
            T(
                "To correct a translation, or to write a missing one, put the text after its label, such as %(label)s.",
                label=label,
            )
        )
    binding = T(
        "Your decision counts for exactly the text below. If a sentence changes later, you are asked again about that sentence."
    )
    return Bullets(tuple(ways)), Paragraph(binding)


def _page(link: str) -> tuple[Block, ...]:
    words = T(
        "You may also compare, correct and decide on the review page, and say there that a sentence is right although you are"
        " asked to check it. The link is yours alone: please do not pass it on."
    )
    return (Link(words, link),) if link else ()


def _standing(request: Request) -> tuple[Block, ...]:
    """Return what a reviewer should know before reading; only what applies is said."""
    lines: list[T | TN] = []
    if request["version"] > 1:
        lines.append(T("This is amendment %(number)s to a report that had ended.", number=request["version"] - 1))
    if request["round_"] > 1:
        lines.append(T("This is review round %(number)s: the report was returned before.", number=request["round_"]))
    if n := len(request["changed"]):
        lines.append(TN("One passage changed since you last decided.", "%(n)s passages changed since you last decided.", n))
    if n := len(untranslated(request["segments"])):
        lines.append(TN("One passage has no translation yet.", "%(n)s passages have no translation yet.", n))
    kept_back = (blocking(one, request["flags"].get(one.number, ())) for one in request["segments"])
    if n := sum(bool(codes) and codes != ("empty",) for codes in kept_back):
        lines.append(TN("One passage needs a correction.", "%(n)s passages need a correction.", n))
    return (Bullets(tuple(lines)),) if lines else ()
