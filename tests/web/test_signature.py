"""The webhook's signature."""

from base64 import b64encode
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_public_key,
)

from adapters.signature import WINDOW, SigningKey, verifier
from mou.errors import Invalid

BODY = b"ma\xf1ana \x00\xff\r\n"
NOW = 1_790_000_000


def test_a_good_signature_over_bytes_in_no_charset_is_known() -> None:
    """A body that is not valid text in any charset verifies, also through a key stored and loaded again."""
    key = SigningKey.generate()
    again = SigningKey.load(key.pem)
    check = verifier(key.public_pem, now=lambda: NOW)
    assert check(str(NOW), again.sign(str(NOW), BODY), BODY)


@pytest.mark.parametrize(
    ("timestamp", "body"), [(str(NOW), BODY + b"!"), (str(NOW + 1), BODY), ("", BODY)], ids=["body", "timestamp", "no timestamp"]
)
def test_a_changed_delivery_is_refused(timestamp: str, body: bytes) -> None:
    """A signature does not fit another body or another timestamp."""
    key = SigningKey.generate()
    assert not verifier(key.public_pem, now=lambda: NOW)(timestamp, key.sign(str(NOW), BODY), body)


@pytest.mark.parametrize("signature", ["", "no base64!", "ñ", b64encode(b"no DER").decode()])
def test_a_signature_that_is_none_is_refused(signature: str) -> None:
    """Whatever stands in the header, the check answers and does not break."""
    assert not verifier(SigningKey.generate().public_pem, now=lambda: NOW)(str(NOW), signature, BODY)


def test_another_key_is_refused() -> None:
    """A delivery signed by somebody else is refused."""
    assert not verifier(SigningKey.generate().public_pem, now=lambda: NOW)(
        str(NOW), SigningKey.generate().sign(str(NOW), BODY), BODY
    )


@pytest.mark.parametrize(("age", "fits"), [(timedelta(hours=72), True), (WINDOW, True), (WINDOW + timedelta(seconds=1), False)])
def test_the_window_outlasts_every_retry_and_then_closes(age: timedelta, fits: bool) -> None:  # noqa: FBT001 - a case
    """A retry of the third day is still taken; an older delivery is a replay."""
    key = SigningKey.generate()
    sent = str(NOW - int(age.total_seconds()))
    assert verifier(key.public_pem, now=lambda: NOW)(sent, key.sign(sent, BODY), BODY) is fits


def test_without_a_window_any_age_is_taken() -> None:
    """The window can be switched off."""
    key = SigningKey.generate()
    assert verifier(key.public_pem, window=None, now=lambda: NOW)("1", key.sign("1", BODY), BODY)


def test_the_vendors_bare_base64_key_is_taken() -> None:
    """SendGrid shows its key as base64 without armour."""
    key = SigningKey.generate()
    bare = b64encode(load_pem_public_key(key.public_pem).public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))
    assert verifier(bare, now=lambda: NOW)(str(NOW), key.sign(str(NOW), BODY), BODY)


@pytest.mark.parametrize("wrong", [b"", b"nonsense", b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"])
def test_a_key_that_cannot_be_used_fails_at_start(wrong: bytes) -> None:
    """A misconfigured key is found before the first mail, with a message for the operator."""
    with pytest.raises(Invalid, match="public key"):
        verifier(wrong)
    with pytest.raises(Invalid, match="signing key"):
        SigningKey.load(wrong)


def test_a_key_of_another_curve_is_refused() -> None:
    """Only P-256 is what the webhook signs with."""
    other = ec.generate_private_key(ec.SECP384R1())
    with pytest.raises(Invalid, match="P-256"):
        SigningKey.load(other.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    with pytest.raises(Invalid, match="P-256"):
        verifier(other.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
