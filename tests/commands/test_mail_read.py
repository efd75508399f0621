"""`mou mail read` on letters and replies as files."""

import json
from pathlib import Path
from typing import Any

import pytest

from commands.mail import read
from mou.errors import Invalid

MAILS = Path(__file__).parents[1] / "mails"


def shown(capsys: pytest.CaptureFixture[str], form: str, reply: str) -> dict[str, Any]:
    """Return what the command prints as JSON."""
    read(MAILS / form, MAILS / reply, json_=True)
    printed: dict[str, Any] = json.loads(capsys.readouterr().out)
    return printed


def test_a_reply_is_shown_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    """Entries, missing, unclear, ignored and attachments, with the status as its value."""
    reading = shown(capsys, "form-en.eml", "05-outlook-en-inline.eml")
    assert list(reading) == ["outcome", "reason", "entries", "missing", "unclear", "ignored", "attachments"]
    assert reading["entries"][1] == {
        "item": "AQ-2",
        "state": "progress",
        "status": "delayed",
        "text": "The audit waits for the permit, which the county has promised to issue before the end of the second "
        "quarter of this year.",
        "indicators": {"stations-audited": "12"},
    }


def test_a_reply_to_an_approval_request_is_a_decision(capsys: pytest.CaptureFixture[str]) -> None:
    """The letter's kind decides how the reply is read."""
    reading = shown(capsys, "approval-es.eml", "45-approve-with-corrections-es.eml")
    assert (reading["verb"], reading["corrections"][0]["number"]) == ("approve", 2)


@pytest.mark.parametrize("pair", [("form-en.eml", "27-heads-deleted-en.eml"), ("approval-en.eml", "42-return-en.eml")])
def test_people_get_a_table(capsys: pytest.CaptureFixture[str], pair: tuple[str, str]) -> None:
    """Without --json the same is shown as a table."""
    read(MAILS / pair[0], MAILS / pair[1])
    assert "accept:" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "cannot be read"),
        (b"just some words\n", "is not a mail"),
        (b"From: a@b.example\nSubject: x\n\nHello\n", "holds no form"),
    ],
)
def test_a_wrong_letter_is_refused_with_a_sentence(tmp_path: Path, content: bytes | None, says: str) -> None:
    """A missing file, a file that is no mail and a mail that is no form each say so."""
    path = tmp_path / "form.eml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(Invalid, match=says):
        read(path, MAILS / "01-gmail-en-inline.eml")
