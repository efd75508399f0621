"""Why something was not done, in words: of passages, checks, decisions and held mails. Unknown codes are shown as they are."""

from mou.letters.blocks import T
from mou.reading import Unclear

UNCLEAR = {
    "no-item": T("It is not clear which item this answers:"),
    "item-line-lost": T("It is not clear which item this answers:"),
    "item-named": T("This names an item, and it is not clear whether it is the answer to it:"),
    "several-items": T("This names several items, and each needs its own answer:"),
    "unknown-item": T("This names an item that is not in the form:"),
    "answered-twice": T("Two different answers were given to the same item:"),
    "beside-last-quarter": T("This stands beside last quarter's text, and it is not clear whether it is an answer:"),
    "after-signature": T("This stands after a signature, and it is not clear whether it is an answer:"),
    "question": T("This reads like a question or a remark, not like an answer:"),
    "in-attachment": T("This points to an attachment, and attachments are not read. Please write the answer in the message:"),
    "overtaken": T("A later message has already answered this; it stands, and this earlier answer was not used:"),
    "status": T("This status is not one of the four in the form:"),
    "changed-label": T("The line that asks for the status was changed, and it is not clear which status is meant:"),
    "number": T("This is not a number that could be recorded:"),
    "no-reason": T("A reason is needed:"),
    "comment": T("This is neither a decision nor a correction:"),
    "original-changed": T("The original is its author's and is not changed in review. To change it, return the report:"),
    "unknown-segment": T("This label is not one of the request's:"),
    "empty-correction": T("This translation would be empty:"),
    "corrected-twice": T("Two different corrections were given to the same number:"),
    "both": T("This both approves and returns:"),
    "conditional": T("This approves under a condition, and an approval has none:"),
    "negated": T("It is not clear whether this approves or returns:"),
    "not-clear": T("It is not clear whether this approves or returns:"),
}

REFUSALS = {
    "own-text": T("You wrote part of this text yourself, and nobody may approve their own text. Your alternate may approve it."),
    "superseded": T("The text changed after the message you answered was sent. A new request shows it as it stands now."),
    "closed": T("The report has already ended. An approved report is only changed by an amendment."),
    "settled": T("The report has already ended. An approved report is only changed by an amendment."),
    "unclear": T("It is not clear whether you approve or return the report."),
    "not-reviewing": T("The report is not under review at the moment. You will receive a request when it is."),
    "not-asked": T("It concerns something that was not asked."),
}

FLAGS = {
    "empty": T("it has no translation yet."),
    "untranslated": T("the translation repeats the original."),
    "language": T("the translation is not in the language it should be in."),
    "numbers": T("the numbers differ between the languages."),
    "bounds": T("a minus sign, a bound (“at least”, “more than”) or a.m. and p.m. differ between the languages."),
    "dates": T("the dates differ between the languages."),
    "money": T("the amounts of money differ between the languages."),
    "currency": T("the original names no currency for an amount in “$”: please make sure which is meant."),
    "units": T("the units of measure differ between the languages."),
    "urls": T("the web addresses differ between the languages."),
    "acronyms": T("the acronyms or codes differ between the languages."),
    "forbidden": T("the translation has a form that the glossary rules out for a term."),
    "negation": T("one language says “not” and the other does not."),
    "denials": T("one language denies more often than the other."),
    "repeated": T("the translation repeats the same words over and over."),
    "terms": T("a term of the glossary is not translated as agreed."),
    "length": T("the translation is far shorter or longer than the original."),
}

HELD = {
    "unknown-letter": T("The address it was sent to belongs to no letter of ours."),
    "unknown-sender": T("The sender's address is not one of the people who may answer that letter."),
    "expired-token": T("The letter it answers is more than half a year old."),
    "sender-check-failed": T("The sender's mail system does not vouch for this message: the address may be forged."),
    "unconfirmed": T("Nothing proves that it comes from the sender's mail system."),
    "disowned": T("The person it seems to be from says that it is not theirs."),
    "asked-today": T("It could not be recorded, and its sender was asked once today already."),
    "not-asked": T("It answers something that was not asked."),
    "story-missing": T("The report it answers is on record, but its process is not running. Operations must look at it."),
    "same-id-other-text": T("A message with the same identity and other content was received before."),
}


REFUSED_FILES = {
    "too-large": T("it is larger than 10 MB."),
    "too-many": T("no more than 20 files are kept of one message."),
    "program": T("programs and pages are not accepted."),
    "empty": T("it is empty."),
}


def refused_words(code: str) -> T:
    """Return why an attached file is not kept as evidence."""
    return REFUSED_FILES[code]


def unclear_words(unclear: Unclear) -> T:
    """Return why a passage was not filed, naming the item or the number it stands under."""
    # The reader of decisions adds the letter's language to this code ("not-clear-es"): the words need none.
    code = "not-clear" if unclear.reason.startswith("not-clear") else unclear.reason
    why = UNCLEAR.get(code) or T("This passage could not be recorded (%(code)s):", code=unclear.reason)
    return T("[%(item)s] %(why)s", item=unclear.item, why=why) if unclear.item else why


def refusal_words(code: str) -> T:
    """Return why a decision was not taken."""
    return REFUSALS.get(code) or T("It could not be taken (%(code)s).", code=code)


def flag_words(code: str) -> T:
    """Return what a check found in a segment."""
    return FLAGS.get(code) or T("the check “%(code)s” found a difference.", code=code)


def held_words(code: str) -> T:
    """Return why a mail is held."""
    return HELD.get(code) or T("It could not be attributed with certainty (%(code)s).", code=code)
