"""Each kind of letter about a sample: the values its function takes, from the plan where it plans them."""

from collections.abc import Callable, Mapping
from datetime import datetime

from commands.sample import Sample
from mou.checks import flags
from mou.letters import LETTERS
from mou.letters.blocks import Kind, Letter
from mou.reading import DecisionReading, Outcome, Reading, Unclear
from mou.review import facts_hash, shown_hash
from mou.stories import Verb
from mou.submission import Phase

Values = dict[str, object]

PLANNED = {Kind.INVITATION, Kind.REMINDER, Kind.ESCALATION}
"""Kinds that the plan alone decides, as if nobody had answered yet: their preview is the letter itself."""

SENT = {
    Kind.INVITATION: "open", Kind.ESCALATION: "escalate", Kind.CLOSED: "close", Kind.QUARTERLY_REPORT: "cut",
    Kind.ANNUAL_APPROVAL: "assemble", Kind.ANNUAL_REMINDER: "assemble", Kind.ANNUAL_ESCALATION: "assemble",
    Kind.PUBLICATION: "embargo",
}  # fmt: skip


def sample_letter(kind: Kind, sample: Sample) -> Letter:
    """Return the letter of this kind."""
    return LETTERS[kind](program=sample.program, **_VALUES[kind](sample))


def sent(kind: Kind, sample: Sample) -> datetime:
    """Return when such a letter would go out; any that no plan sends, at the first reminder (or the opening)."""
    reminded = any(moment.code == "remind-1" for moment in sample.plan.moments)
    return sample.on(SENT.get(kind, "remind-1" if reminded else "open"))


def _report(sample: Sample) -> Values:
    return {"group": sample.group.code, "quarter": sample.plan.quarter}


def _dated(sample: Sample) -> Values:
    return {**_report(sample), "due": sample.on("due"), "closes": sample.on("close")}


def _lead(sample: Sample) -> Values:
    return {**_dated(sample), "party": sample.party, "language": sample.language}


def _reminder(sample: Sample) -> Values:
    owed = tuple(item for item, party in sample.group.owed() if party == sample.party)
    late = sent(Kind.REMINDER, sample) > sample.on("due")
    return {**_lead(sample), "number": 1, "missing": owed, "overdue": late}


def _receipt(sample: Sample) -> Values:
    left = tuple(item for item, party in sample.open_pairs() if party == sample.party)
    reading = Reading(outcome=Outcome.ACCEPT, reason="answers", entries=tuple(sample.given().values()), missing=left)
    return {**_lead(sample), "reading": reading, "given": sample.given(), "missing": left, "late": False, "settled": False}


def _question(sample: Sample) -> Values:
    unclear = (Unclear(text=sample.said(), reason="no-item"),)
    return {**_lead(sample), "reading": Reading(outcome=Outcome.HOLD, reason="no-answers", unclear=unclear)}


def _decision(sample: Sample) -> Values:
    decision = DecisionReading(outcome=Outcome.ACCEPT, reason="approve", verb=Verb.APPROVE)
    return {**_report(sample), "version": 1, "decision": decision, "taken": True, "why": "", "open_": ()}


def _review(sample: Sample) -> Values:
    segments, entries = sample.segments(), sample.entries()
    checked = {one.number: flags(one.source_language, one.source, one.target_language, one.target) for one in segments}
    return {
        **_report(sample), "party": sample.party, "version": 1, "round_": 1, "entries": entries, "segments": segments,
        "changed": frozenset(), "flags": {number: codes for number, codes in checked.items() if codes},
        "shown": shown_hash(segments, entries), "due": sample.on("close"), "link": "https://desk.example/review/…",
    }  # fmt: skip


def _return(sample: Sample) -> Values:
    values = {name: value for name, value in _lead(sample).items() if name != "due"}
    return {
        **values, "reason": sample.said(), "reason_language": sample.language, "by": sample.other, "given": sample.given(),
    }  # fmt: skip


def _held(sample: Sample) -> Values:
    return {
        "reason": "unknown-sender", "subject": sample.said(), "sender": sample.program.contact,
        "arrived": sent(Kind.HELD, sample), "digest": facts_hash(sample.entries()), "link": "https://desk.example/confirm/…",
    }  # fmt: skip


def _confirmation(sample: Sample) -> Values:
    return {
        "subject": sample.said(), "sender": sample.program.contact, "text": sample.said(), "reason": "unconfirmed",
        "arrived": sent(Kind.HELD, sample), "decides": True, "link": "https://desk.example/confirm/…",
    }  # fmt: skip


def _away(sample: Sample) -> Values:
    name = sample.program.person(sample.group.leads[sample.party].holder).name
    return {**_report(sample), "party": sample.party, "name": name, "text": sample.said(), "closes": sample.on("close")}


def _undelivered(sample: Sample) -> Values:
    person = sample.program.person(sample.group.leads[sample.party].holder)
    return {
        "name": person.name, "address": person.address, "party": sample.party, "role": "lead", "group": sample.group.code,
        "subject": sample.said(), "code": "5.1.1",
    }  # fmt: skip


def _edition(sample: Sample) -> Values:
    reports = len(sample.program.groups) * len(sample.cycle.quarters)
    return {
        "year": sample.cycle.year, "edition": 1, "shown": shown_hash(sample.segments(), sample.entries()),
        "links": sample.links(), "approved": reports, "awaiting": 0, "not_reported": 0, "embargo": sample.on("embargo"),
    }  # fmt: skip


_VALUES: Mapping[Kind, Callable[[Sample], Values]] = {
    Kind.INVITATION: _lead,
    Kind.REMINDER: _reminder,
    Kind.ESCALATION: lambda sample: {**_dated(sample), "missing": sample.group.owed()},
    Kind.RECEIPT: _receipt,
    Kind.QUESTION: _question,
    Kind.DECISION_RECEIPT: _decision,
    Kind.APPROVAL_REQUEST: _review,
    Kind.REVIEW_REMINDER: lambda sample: {**_review(sample), "number": 1},
    Kind.REVIEW_ESCALATION: lambda sample: {**_review(sample), "due": None},
    Kind.RETURN: _return,
    Kind.CLOSED: lambda sample: {**_report(sample), "phase": Phase.APPROVED, "missing": sample.open_pairs()},
    Kind.EXTENSION: lambda sample: {**_dated(sample), "reason": sample.said()},
    Kind.WAIVER: lambda sample: {
        **_report(sample), "entries": tuple("/".join(pair) for pair in sample.open_pairs()), "reason": sample.said(),
    },
    Kind.HELD: _held,
    Kind.CONFIRMATION: _confirmation,
    Kind.AWAY: _away,
    Kind.UNDELIVERED: _undelivered,
    Kind.QUARTERLY_REPORT: lambda sample: {"quarter": sample.plan.quarter, "rows": sample.rows(), "link": ""},
    Kind.ANNUAL_APPROVAL: _edition,
    Kind.ANNUAL_REMINDER: lambda sample: {**_edition(sample), "number": 1},
    Kind.ANNUAL_ESCALATION: _edition,
    Kind.PUBLICATION: lambda sample: {"year": sample.cycle.year, "edition": 1, "links": sample.links(), "errata": 0},
}  # fmt: skip
