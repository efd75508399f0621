"""Which function writes which kind of letter: every kind has exactly one."""

from collections.abc import Callable, Mapping

from mou.letters.annual import annual_approval, annual_escalation, annual_reminder, publication
from mou.letters.answering import question, receipt
from mou.letters.asking import invitation, reminder
from mou.letters.blocks import Kind, Letter
from mou.letters.deciding import decision_receipt, held
from mou.letters.mailing import away, confirmation, undelivered
from mou.letters.noticing import closed, escalation, extension, waiver
from mou.letters.reporting import quarterly_report
from mou.letters.returning import return_letter
from mou.letters.reviewing import approval_request, review_escalation, review_reminder

LETTERS: Mapping[Kind, Callable[..., Letter]] = {
    Kind.INVITATION: invitation,
    Kind.REMINDER: reminder,
    Kind.ESCALATION: escalation,
    Kind.RECEIPT: receipt,
    Kind.QUESTION: question,
    Kind.DECISION_RECEIPT: decision_receipt,
    Kind.APPROVAL_REQUEST: approval_request,
    Kind.REVIEW_REMINDER: review_reminder,
    Kind.REVIEW_ESCALATION: review_escalation,
    Kind.RETURN: return_letter,
    Kind.CLOSED: closed,
    Kind.EXTENSION: extension,
    Kind.WAIVER: waiver,
    Kind.HELD: held,
    Kind.CONFIRMATION: confirmation,
    Kind.AWAY: away,
    Kind.UNDELIVERED: undelivered,
    Kind.QUARTERLY_REPORT: quarterly_report,
    Kind.ANNUAL_APPROVAL: annual_approval,
    Kind.ANNUAL_REMINDER: annual_reminder,
    Kind.ANNUAL_ESCALATION: annual_escalation,
    Kind.PUBLICATION: publication,
}
