"""The inbound webhook's signature: ECDSA P-256 with SHA-256 over the timestamp's bytes and the raw body.

Works on bytes only: mails are in any charset, so a body is never decoded to be checked. The vendor's own library decodes
it, which fails for 8-bit mail.
"""

import time
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Callable
from datetime import timedelta
from typing import Self

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

from mou.errors import Invalid

WINDOW = timedelta(hours=96)
"""How old a signed delivery may be. SendGrid retries for 72 hours, maybe under the first timestamp: a shorter window would
refuse a retry after an outage of ours, and what is refused is never sent again. Inside the window a replay is harmless: the
record knows a mail by its digest."""

_SCHEME = ec.ECDSA(SHA256())


class SigningKey:
    """A private key of our own: signs what the embedded mailbox posts, as SendGrid signs what it posts."""

    def __init__(self, key: ec.EllipticCurvePrivateKey) -> None:
        """Keep the key."""
        self._key = key

    @classmethod
    def generate(cls) -> Self:
        """Return a new P-256 key."""
        return cls(ec.generate_private_key(ec.SECP256R1()))

    @classmethod
    def load(cls, pem: bytes) -> Self:
        """Return the key of an unencrypted PEM text; raise Invalid for anything else than a P-256 private key."""
        try:
            key = serialization.load_pem_private_key(pem, password=None)
        except (ValueError, TypeError, UnsupportedAlgorithm) as error:
            raise Invalid("the signing key is not a private key in PEM form: delete it and a new one is made") from error
        if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
            raise Invalid("the signing key is not on the curve P-256: delete it and a new one is made")
        return cls(key)

    @property
    def pem(self) -> bytes:
        """Return the private key as PEM (PKCS 8, not encrypted: keep the file readable by its owner only)."""
        return self._key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )

    @property
    def public_pem(self) -> bytes:
        """Return the public key as PEM, which `verifier` takes."""
        return self._key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)

    def sign(self, timestamp: str, body: bytes) -> str:
        """Return the base64 signature of a body posted at `timestamp` (seconds since 1970, as text)."""
        return b64encode(self._key.sign(timestamp.encode() + body, _SCHEME)).decode()


class SignatureCheck:
    """Says whether a delivery was signed by the holder of a key, within the replay window."""

    def __init__(self, key: ec.EllipticCurvePublicKey, *, window: timedelta | None, now: Callable[[], float]) -> None:
        """Keep the key, the window (None: any age) and the clock (seconds since 1970)."""
        self._key = key
        self._window = window
        self._now = now

    def __call__(self, timestamp: str, signature: str, body: bytes) -> bool:
        """Return True when the signature is the key's over timestamp and body, and the timestamp within the window."""
        try:
            self._key.verify(b64decode(signature, validate=True), timestamp.encode() + body, _SCHEME)
        except (InvalidSignature, NotBase64, ValueError):
            return False
        return self._fresh(timestamp)

    def _fresh(self, timestamp: str) -> bool:
        if self._window is None:
            return True
        return timestamp.isdecimal() and abs(self._now() - int(timestamp)) <= self._window.total_seconds()


def verifier(public_key: bytes, *, window: timedelta | None = WINDOW, now: Callable[[], float] = time.time) -> SignatureCheck:
    """Return the check for a public key, in PEM or in the bare base64 that SendGrid's security policy shows.

    Raise Invalid for anything else than a P-256 public key, at start and not at the first mail.
    """
    return SignatureCheck(_public(public_key), window=window, now=now)


def _public(given: bytes) -> ec.EllipticCurvePublicKey:
    try:
        if b"-----BEGIN" in given:
            key = serialization.load_pem_public_key(given)
        else:
            key = serialization.load_der_public_key(b64decode(b"".join(given.split()), validate=True))
    except (ValueError, NotBase64, UnsupportedAlgorithm) as error:
        message = "the webhook's public key is neither PEM nor base64: copy it from SendGrid's security policy"
        raise Invalid(message) from error
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
        raise Invalid("the webhook's public key is not on the curve P-256: copy it from SendGrid's security policy")
    return key
