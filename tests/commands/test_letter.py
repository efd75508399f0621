"""`mou letter`: any letter as it would go out, with no server."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from commands.letter import letter
from mou.errors import Invalid, Unavailable, Unknown
from mou.letters.blocks import Kind


def run(*words: str) -> Result:
    """Run the command line."""
    app = typer.Typer()
    app.command()(letter)
    return CliRunner().invoke(app, words)


def written(path: Path) -> EmailMessage:
    """Return the message in a file."""
    message = message_from_bytes(path.read_bytes(), policy=default)
    assert isinstance(message, EmailMessage)
    return message


@pytest.mark.parametrize("kind", Kind)
def test_any_kind_is_written_to_a_file(kind: Kind, tmp_path: Path) -> None:
    """A whole message with its headers; one that needs the record is marked as a preview."""
    out = tmp_path / "letter.eml"
    result = run(kind.value, "ca-mx", "2026-Q2", "wildfires", "--party", "mexico", "-o", str(out))
    assert result.exit_code == 0, result.output
    message = written(out)
    assert message["X-MOU-Kind"] == kind.value
    assert message["X-MOU-Report"] == "ca-mx/2026-Q2/wildfires"
    assert message["Content-Language"] == "es"
    planned = kind in {Kind.INVITATION, Kind.REMINDER, Kind.ESCALATION}
    assert message["X-MOU-Preview"] == (None if planned else "yes")


def test_the_same_preview_is_the_same_file(tmp_path: Path) -> None:
    """Nothing in it depends on when it was written."""
    for name in ("a", "b"):
        run("invitation", "ca-mx", "2026-Q1", "air-quality", "-o", str(tmp_path / name))
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_each_letter_goes_to_the_role_it_is_for(tmp_path: Path) -> None:
    """Forms to leads, requests to reviewers, escalations to coordinators, of the party asked for."""
    to = {}
    for kind in (Kind.INVITATION, Kind.APPROVAL_REQUEST, Kind.ESCALATION):
        run(kind.value, "ca-mx", "2026-Q1", "air-quality", "--party", "mexico", "-o", str(tmp_path / kind))
        to[kind] = written(tmp_path / kind)["To"].addresses[0].addr_spec
    coordinator = "elena.ruiz@semarnat.example"
    assert list(to.values()) == ["ana.ferrer@semarnat.example", coordinator, coordinator]


def test_without_a_file_the_text_is_shown() -> None:
    """In the first party's language when no party is named."""
    result = run("invitation", "ca-mx", "2026-Q1", "air-quality")
    assert result.exit_code == 0
    assert "[AQ-1] Plan air quality together" in result.output
    assert "[END]" in result.output


@pytest.mark.parametrize(("words", "near"), [
    (("invitaton", "ca-mx", "2026-Q1", "air-quality"), "'invitation'"),
    (("approval-request", "ca-mx", "2026-Q1", "air"), "'air-quality'"),
    (("receipt", "ca-mx", "2026-Q1", "air-quality", "--party", "mexic"), "'mexico'"),
    (("receipt", "ca-mex", "2026-Q1", "air-quality"), "'ca-mx'"),
])  # fmt: skip
def test_a_wrong_name_suggests_the_near_one(words: tuple[str, ...], near: str) -> None:
    """Kind, group, party and program."""
    error = run(*words).exception
    assert isinstance(error, Unknown)
    assert f"Did you mean {near}?" in error.message


def test_a_wrong_quarter_is_refused() -> None:
    """With the way to write it."""
    error = run("invitation", "ca-mx", "Q1-2026", "air-quality").exception
    assert isinstance(error, Invalid)
    assert "2026-Q1" in error.message


def test_a_file_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    """A message, not a traceback."""
    error = run("invitation", "ca-mx", "2026-Q1", "air-quality", "-o", str(tmp_path / "no" / "letter.eml")).exception
    assert isinstance(error, Unavailable)
    assert "could not be written" in error.message
