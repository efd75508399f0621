"""Attached files: kept within limits, listed with a reason past them, never trusted by name."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mou.inbound.attachments import LARGEST, MOST, accepted, evidence, safe_name


def test_what_is_past_a_limit_is_listed_with_its_reason_and_not_kept() -> None:
    """Size, number, programs and empty files; everything is listed in its order."""
    given_ = [
        ("photo.jpg", "image/jpeg", b"x"),
        ("huge.pdf", "application/pdf", b"x" * (LARGEST + 1)),
        ("factura.pdf.exe", "application/pdf", b"MZ"),
        ("nothing.txt", "text/plain", b""),
        *[(f"{number}.txt", "text/plain", b"x") for number in range(MOST - 3)],
    ]
    judged = evidence(given_)
    assert [one.refused for one, _ in judged[:4]] == ["", "too-large", "program", "empty"]
    assert [one.refused for one, _ in judged[4:]] == [""] * (MOST - 4) + ["too-many"]
    assert [one.name for one, _ in judged] == [name for name, _, _ in given_]
    assert [one.name for one, _ in accepted(judged)][:2] == ["photo.jpg", "0.txt"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\informe año.docx", "informe año.docx"),
        ("..", ""),
        (".profile", "profile"),
        ("a\r\nBcc: x@y.example", "x@y.example"),
        ("annual\u202efdp.exe", "annualfdp.exe"),
        ("资料.pdf", "资料.pdf"),
    ],
)
def test_a_name_is_only_shown(name: str, shown: str) -> None:
    """No folder, no line break, no turned-round letters; what remains is readable in its own script."""
    assert safe_name(name) == shown


@given(st.text(max_size=300))
def test_any_name_becomes_one_safe_line(name: str) -> None:
    """Whatever is sent as a name: no separator, no control or format character, no leading dot, never too long."""
    shown = safe_name(name)
    assert not {"/", "\\", ":"} & set(shown)
    assert all(unicodedata.category(letter)[0] != "C" for letter in shown)
    assert not shown.startswith(".")
    assert len(shown) <= 130
