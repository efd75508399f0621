"""Codes of the record in words for people: phases, roles, steps, kinds of letters, acts.

A code this build has no words for (a record written by a newer one) is shown as it is: nobody loses a line for it.
"""

from collections.abc import Mapping

from mou.deliveries import Event
from mou.letters.blocks import Kind, T
from mou.stories import Verb
from mou.submission import Phase

PHASES: Mapping[str, T] = {
    Phase.COLLECTING: T("Collecting replies"),
    Phase.TRANSLATING: T("Being translated"),
    Phase.REVIEWING: T("Waiting for approval"),
    Phase.RETURNED: T("Returned for correction"),
    Phase.APPROVED: T("Approved"),
    Phase.NOT_REPORTED: T("Not reported"),
    Phase.NOT_REQUIRED: T("Not required"),
}

ROLES: Mapping[str, T] = {
    "lead": T("Lead"),
    "reviewer": T("Reviewer"),
    "coordinator": T("Coordinator"),
    "alternate": T("Alternate"),
    "engine": T("Engine"),
}

WAITS: Mapping[str, T] = {
    "reply": T("to reply"),
    "entries": T("to reply"),
    "approval": T("to approve"),
    "translation": T("to translate"),
    "correction": T("to correct"),
    "decision": T("to decide"),
    "mail": T("to settle a held mail"),
}

STEPS: Mapping[str, T] = {
    "open": T("Opens"),
    "due": T("Due"),
    "remind": T("Reminder"),
    "escalate": T("Escalation to the coordinator"),
    "close": T("Closes"),
    "cut": T("Quarterly report"),
    "review-remind": T("Reminder to approve"),
    "review-reminder": T("Reminder to approve"),
    "approval-request": T("Approval"),
    "review-again": T("Goes back to its reviewers"),
    "review-escalate": T("Alternate reviewer is asked"),
    "return-close": T("Goes back to its reviewers"),
    "translate": T("Translation"),
    "approve": T("Approval"),
    "annual": T("Annual report is assembled"),
    "assemble": T("Annual report is assembled"),
    "embargo": T("Annual report is published"),
}

KINDS: Mapping[str, T] = {
    Kind.INVITATION: T("Form"),
    Kind.REMINDER: T("Reminder"),
    Kind.ESCALATION: T("Escalation"),
    Kind.RECEIPT: T("Receipt"),
    Kind.QUESTION: T("Question"),
    Kind.DECISION_RECEIPT: T("Receipt of a decision"),
    Kind.APPROVAL_REQUEST: T("Approval request"),
    Kind.REVIEW_REMINDER: T("Reminder to approve"),
    Kind.REVIEW_ESCALATION: T("Escalation of a review"),
    Kind.RETURN: T("Return"),
    Kind.CLOSED: T("Notice of the end"),
    Kind.EXTENSION: T("Notice of an extension"),
    Kind.WAIVER: T("Notice of a waiver"),
    Kind.HELD: T("Held mail"),
    Kind.CONFIRMATION: T("Question whether a mail is theirs"),
    Kind.AWAY: T("Notice of an absence"),
    Kind.UNDELIVERED: T("Notice of a letter refused"),
    Kind.QUARTERLY_REPORT: T("Quarterly report"),
    Kind.ANNUAL_APPROVAL: T("Approval request, annual report"),
    Kind.ANNUAL_REMINDER: T("Reminder, annual report"),
    Kind.ANNUAL_ESCALATION: T("Escalation, annual report"),
    Kind.PUBLICATION: T("Publication"),
}

MAIL: Mapping[str, T] = {
    "mail": T("Mail received"),
    "reply": T("Mail received"),
    "reading": T("Answers filed"),
    "filed": T("Answers filed"),
}

ACTS: Mapping[str, T] = {
    Verb.APPROVE: T("Approved"),
    Verb.RETURN: T("Returned"),
    Verb.CORRECT: T("Translation corrected"),
    Verb.EXCEPT: T("Exception signed: to be published though not all of it was reviewed"),
    "decision": T("Decision"),
    "opened": T("Opened"),
    "translated": T("Translated"),
    "extend": T("Deadline extended"),
    "extension": T("Deadline extended"),
    "waive": T("Not required, by a coordinator"),
    "waiver": T("Not required, by a coordinator"),
    "reassign": T("Role handed over"),
    "reassignment": T("Role handed over"),
    "skipped": T("Step skipped"),
    "settled": T("Settled"),
    "amend": T("Amended"),
    "amended": T("Amended"),
    "held": T("Mail held for a coordinator"),
    "bounced": T("A letter came back"),
    "engine-away": T("An engine was not available; the next one or a person translated"),
    **PHASES,
    Phase.APPROVED: T("Ended: approved by every party"),
    Phase.NOT_REPORTED: T("Ended: not reported"),
    Phase.NOT_REQUIRED: T("Ended: not required"),
}

OUTCOMES: Mapping[str, T] = {
    "stored": T("waits to be read"),
    "filed": T("taken and filed"),
    "asked": T("not clear; its sender was asked"),
    "rejected": T("not taken; its sender was told why"),
    "aside": T("laid aside"),
    "held": T("held for a coordinator"),
}
"""What became of a mail, by the first word of its line in a thread."""

QUARTERS: Mapping[str, T] = {
    "1": T("First quarter of %(year)s"),
    "2": T("Second quarter of %(year)s"),
    "3": T("Third quarter of %(year)s"),
    "4": T("Fourth quarter of %(year)s"),
}

STATUSES: Mapping[str, T] = {
    "decided": T("about to be sent"),
    "sending": T("being sent"),
    "sent": T("sent"),
    "skipped": T("skipped"),
    "failed": T("failed"),
    "unknown": T("outcome unknown"),
}

DELIVERIES: Mapping[str, T] = {
    Event.PROCESSED: T("handed to the mail carrier"),
    Event.DEFERRED: T("delayed by the recipient's mail server"),
    Event.DROPPED: T("not sent: the mail carrier refuses this address"),
    Event.DELIVERED: T("delivered"),
    Event.BLOCKED: T("refused by the recipient's mail server"),
    Event.BOUNCED: T("came back: no such address"),
}

STYLES: Mapping[str, T] = {"gmail": T("Gmail"), "outlook": T("Outlook"), "apple": T("Apple Mail")}


def said(words: Mapping[str, T], code: str) -> T:
    """Return the words for a code, or the code itself when there are none."""
    return words.get(code) or T("%(code)s", code=code)


def step(code: str) -> T:
    """Return the words for a step; a numbered one ("remind-2") says its number."""
    name, _, number = code.rpartition("-")
    if number.isdecimal() and name in STEPS:
        return T("%(step)s %(number)s", step=STEPS[name], number=number)
    return said(STEPS, code)


def act(code: str) -> T:
    """Return the words for an act: what somebody did, or which planned step was taken."""
    return ACTS.get(code) or step(code)


def quarter(code: str) -> T:
    """Return the words for a quarter such as `2026-Q1`."""
    year, _, number = code.partition("-Q")
    return T(QUARTERS[number].msgid, year=year) if number in QUARTERS else T("%(code)s", code=code)
