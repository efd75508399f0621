"""`mou mail read` on letters and replies as files."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commands.mail import read
from mou.errors import Invalid
from mou.reply.message import parse

MAILS = Path(__file__).parents[1] / "mails"


def shown(capsys: pytest.CaptureFixture[str], form: str, reply: str) -> dict[str, Any]:
    """Return what the command prints as JSON."""
    read(MAILS / form, MAILS / reply, json_=True)
    printed: dict[str, Any] = json.loads(capsys.readouterr().out)
    return printed


def test_a_reply_is_shown_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    """Entries by their item's code, missing, unclear, ignored and attachments, with the status as its value."""
    reading = shown(capsys, "form-en.eml", "05-outlook-en-inline.eml")
    assert list(reading)[:7] == ["outcome", "reason", "entries", "missing", "unclear", "ignored", "attachments"]
    assert list(reading["entries"]) == ["AQ-1", "AQ-2", "AQ-3"]
    assert reading["entries"]["AQ-2"] == {
        "status": "delayed",
        "state": "progress",
        "text": "The audit waits for the permit, which the county has promised to issue before the end of the second "
        "quarter of this year.",
        "indicators": {"stations-audited": "12"},
    }
    assert reading["entries"]["AQ-3"] == {"status": "not_started", "state": "no_change", "text": "", "indicators": {}}


def test_a_reply_to_an_approval_request_is_a_decision(capsys: pytest.CaptureFixture[str]) -> None:
    """The letter's kind decides how the reply is read."""
    reading = shown(capsys, "approval-es.eml", "45-approve-with-corrections-es.eml")
    assert (reading["verb"], reading["corrections"][0]["number"]) == ("approve", 2)


@pytest.mark.parametrize("pair", [("form-en.eml", "27-heads-deleted-en.eml"), ("approval-en.eml", "42-return-en.eml")])
def test_people_get_a_table(capsys: pytest.CaptureFixture[str], pair: tuple[str, str]) -> None:
    """Without --json the same is shown as a table."""
    read(MAILS / pair[0], MAILS / pair[1])
    assert "accept:" in capsys.readouterr().out


def test_a_file_that_is_not_there_is_refused_with_a_sentence(tmp_path: Path) -> None:
    """Only a file that cannot be read at all is refused."""
    with pytest.raises(Invalid, match="cannot be read"):
        read(tmp_path / "form.eml", MAILS / "01-gmail-en-inline.eml")


@pytest.mark.parametrize("content", [b"", b"just some words\n", b"From: a@b.example\nSubject: x\n\nHello\n", bytes(range(256))])
def test_a_letter_that_holds_no_form_holds_the_reply(capsys: pytest.CaptureFixture[str], tmp_path: Path, content: bytes) -> None:
    """Whatever the letter is, what was written is shown, as not clear."""
    (tmp_path / "form.eml").write_bytes(content)
    reading = shown(capsys, str(tmp_path / "form.eml"), "17-partial-en.eml")
    assert (reading["outcome"], reading["reason"], reading["entries"]) == ("hold", "no-form", {})
    assert "Twelve stations were audited" in reading["unclear"][0]["text"]


def test_a_letter_saved_by_another_program_is_read(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A form kept as HTML only, without our headers, as a mailbox file, quoted or behind a byte order mark asks the same."""
    lines = parse((MAILS / "form-en.eml").read_bytes()).text.split("\n")
    html = "".join(f"<div>{line or '<br>'}</div>" for line in lines)
    saved = (
        f'Content-Type: text/html; charset="utf-8"\n\n<html><head><title>x<body>{html}</body></html>',
        "From reports@reports.example Wed Apr  1 09:00:00 2026\nSubject: x\n\n" + "\n".join(lines),
        "\ufeffSubject: x\n\n" + "\n".join(lines),
        "Subject: x\n\n" + "\n".join(f"> {line}" for line in lines),
    )
    for number, text in enumerate(saved):
        path = tmp_path / f"form-{number}.eml"
        path.write_text(text, encoding="utf-8")
        reading = shown(capsys, str(path), "05-outlook-en-inline.eml")
        assert {code: one["status"] for code, one in reading["entries"].items()} == {
            "AQ-1": "on_track",
            "AQ-2": "delayed",
            "AQ-3": "not_started",
        }


def test_words_in_brackets_do_not_upset_the_table(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """What people write in square brackets is no mark-up of ours."""
    path = tmp_path / "reply.eml"
    path.write_bytes(b"Subject: Re: x\n\nAQ-1: We met [/bold] twice [red]\n")
    read(MAILS / "form-en.eml", path)
    assert "[/bold]" in capsys.readouterr().out


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(letter=st.binary(max_size=300), reply=st.binary(max_size=300))
def test_any_two_files_are_read(tmp_path: Path, letter: bytes, reply: bytes) -> None:
    """No two files make the command fail."""
    (tmp_path / "form.eml").write_bytes(letter)
    (tmp_path / "reply.eml").write_bytes(reply)
    read(tmp_path / "form.eml", tmp_path / "reply.eml", json_=True)
    read(tmp_path / "form.eml", tmp_path / "reply.eml")
