"""A rendered letter as a message: RFC 5322 bytes, both parts in UTF-8. The same input gives the same bytes."""

from datetime import datetime
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from hashlib import sha256

from mou.errors import Invalid
from mou.letters.blocks import Kind
from mou.ports import Envelope, Rendered

ANSWERS = {Kind.RECEIPT, Kind.QUESTION, Kind.DECISION_RECEIPT}
"""Kinds that answer a mail, and so are `auto-replied` (RFC 3834); every other letter is `auto-generated`."""

_POLICY = SMTP.clone(refold_source="none", max_line_length=78)


def compose(
    envelope: Envelope,
    rendered: Rendered,
    *,
    on: datetime,
    program: str,
    report: str,
    quarter: str,
    kind: Kind,
    preview: bool = False,
) -> bytes:
    """Return the message. `on` is an aware instant, `program` its code, `report` and `quarter` may be "".

    `preview` marks a message that was never sent. Raise Invalid for an address or a value that cannot stand in a header.
    """
    message = EmailMessage(policy=_POLICY)
    headers: dict[str, Address | str] = {
        "From": _address(envelope.sender),
        "To": _address(envelope.to.address, envelope.to.name),
        "Reply-To": _address(envelope.reply_to),
        "Subject": rendered.subject,
        "Date": format_datetime(on),
        "Message-ID": envelope.message_id,
        "In-Reply-To": envelope.references[-1] if envelope.references else "",
        "References": " ".join(envelope.references),
        "Auto-Submitted": "auto-replied" if kind in ANSWERS else "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "X-MOU-Kind": kind.value,
        "X-MOU-Program": program,
        "X-MOU-Report": report,
        "X-MOU-Quarter": quarter,
        "X-MOU-Key": envelope.key,
        "X-MOU-Hash": rendered.hash,
        "X-MOU-Preview": "yes" if preview else "",
    }
    for name, value in headers.items():
        if value:
            _put(message, name, value)
    message.set_content(rendered.text, cte="quoted-printable")
    message.add_alternative(rendered.html, subtype="html", cte="quoted-printable")
    # After the parts: setting content clears every Content- header.
    _put(message, "Content-Language", envelope.language)
    message.set_boundary(f"=_mou_{sha256(envelope.key.encode()).hexdigest()[:32]}")
    return message.as_bytes()


def _put(message: EmailMessage, name: str, value: Address | str) -> None:
    text = str(value)
    if any(ord(character) < ord(" ") or character == "\x7f" for character in text):
        message_ = f"The header {name} cannot hold a line break or a control character: {text!r}. Mend what it is made of."
        raise Invalid(message_, where=name)
    message[name] = value


def _address(address: str, name: str = "") -> Address:
    """Return an address; `address` may carry its own name ("Office <a@b.example>")."""
    own, plain = parseaddr(address) if "<" in address else ("", address)
    try:
        return Address(display_name=name or own, addr_spec=plain)
    except (ValueError, HeaderParseError, IndexError) as error:
        message = f"{address!r} of {name or 'the office'} is no e-mail address: {error}. Mend it in the program or the settings."
        raise Invalid(message, where="address") from error
