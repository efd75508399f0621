"""The link in a letter that opens its page: only whoever has the letter has it, and it is not the reply address.

A reply address is quoted, copied and forwarded with every answer; it takes words that are checked. The link alone decides.
"""

import hmac
import re
from hashlib import sha256

LINK = re.compile(r"(/(?:review|confirm)/)[0-9a-f]{32,64}")
"""An address of a page that decides in its reader's name, as letters print it."""
_REF = 24
_MAC = 32


def page_token(secret: bytes, ref: str) -> str:
    """Return the token of the letter with this ref: 56 hex digits."""
    return ref + _mac(secret, ref)


def ref_of(secret: bytes, token: str) -> str | None:
    """Return the ref of the letter a token belongs to, or None for one that is not ours."""
    ref, mac = token[:_REF], token[_REF:]
    return ref if hmac.compare_digest(mac.encode(), _mac(secret, ref).encode()) else None


def without_links(text: str) -> str:
    """Return a text in which nobody can press what only its reader may: quoted letters carry their links along."""
    return LINK.sub(r"\1…", text)


def _mac(secret: bytes, ref: str) -> str:
    return hmac.new(secret, f"page {ref}".encode(), sha256).hexdigest()[:_MAC]
