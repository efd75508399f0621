"""Whether a program wrote a mail: bounces, out-of-office answers, read receipts, lists."""

from collections.abc import Callable

from mou.reply import frame_words
from mou.reply.lines import key

Header = Callable[[str], str]


def why_automatic(header: Header, sender: str) -> str:
    """Return "bounce", "auto-submitted", "auto-reply", "list", or "" for a person's mail. `header` reads a header safely."""
    if _bounced(header, sender):
        return "bounce"
    submitted = header("auto-submitted").casefold().partition(";")[0].strip()
    if submitted not in {"", "no"} or header("x-autoreply") or header("x-autorespond") or _report(header):
        return "auto-submitted"
    precedence = header("precedence").casefold().strip()
    if precedence == "auto_reply" or frame_words.AUTO_SUBJECT.match(key(header("subject"))):
        return "auto-reply"
    return "list" if header("list-id") or precedence in {"list", "bulk", "junk"} else ""


def _bounced(header: Header, sender: str) -> bool:
    kind = header("content-type").casefold()
    if kind.startswith("multipart/report") and "delivery-status" in kind:
        return True
    if header("x-failed-recipients"):
        return True
    by_program = bool(frame_words.BOUNCE_SENDER.match(key(sender))) or header("return-path").strip() == "<>"
    return by_program and (bool(frame_words.BOUNCE_SUBJECT.match(key(header("subject")))) or "delivery-status" in kind)


def _report(header: Header) -> bool:
    """Read receipts are reports too, and nobody's answer."""
    return header("content-type").casefold().startswith("multipart/report")
