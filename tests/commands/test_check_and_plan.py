"""`mou check` and `mou plan`: what a coordinator sees before anything runs."""

import json
import shutil
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from commands.check import check
from commands.plan import plan
from mou.errors import Invalid, Unknown
from mou.letters.blocks import Kind

SAMPLE = Path(__file__).parents[2] / "programs" / "ca-mx"


def run(*words: str) -> Result:
    """Run a command line on an app of the two commands."""
    app = typer.Typer()
    app.command()(check)
    app.command()(plan)
    return CliRunner().invoke(app, words)


def test_check_counts_what_a_right_program_has() -> None:
    """One line, exit code 0."""
    result = run("check", "ca-mx")
    assert result.exit_code == 0
    assert result.output == "ca-mx: all right. 2 parties, 5 groups, 11 items, 24 people, 2025-01-01 to 2028-12-31\n"


def test_check_tells_every_problem_and_fails(tmp_path: Path) -> None:
    """Each problem is a line with file, line number, what and how to mend it; exit code 1."""
    folder = shutil.copytree(SAMPLE, tmp_path / "ca-mx")
    file = folder / "program.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace("contact: reports@mou.example", "contact: reports").replace("opens: 1 ", "opnes: 1 "), encoding="utf-8"
    )
    result = run("check", str(folder))
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert len(lines) == 3
    assert all(line.startswith(f"{file}:") and " — " in line for line in lines)
    assert "there is no field `opnes` here — did you mean 'opens'?" in result.stdout


def test_check_leaves_an_unknown_program_to_the_root() -> None:
    """The error has a sentence for the person, raised for the command line's root to print."""
    result = run("check", "ca-mex")
    assert isinstance(result.exception, Unknown)
    assert "Did you mean 'ca-mx'?" in result.exception.message


def test_plan_shows_every_date_in_both_zones_with_its_reason() -> None:
    """The table has each moment, its letter, the hour for each party, the count and the closed days with source."""
    result = run("plan", "ca-mx", "2026")
    assert result.exit_code == 0
    for quarter in ("2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4", "Annual report 2026"):
        assert quarter in result.output
    (due,) = [line for line in result.output.splitlines() if "due " in line and "2026-03-31" in line and "10 business" in line]
    assert "Tue 2026-04-14 17:00" in due
    assert "Tue 2026-04-14 18:00" in due
    assert "10 business days after the quarter's last day, 2026-03-31" in due
    assert "closed Tuesday 2026-05-05, mexico: Battle of Puebla (Batalla de Puebla). Source: https://" in result.output
    assert "Invitations go to 10 leads" in result.output
    assert all(kind in result.output for kind in ("invitation", "reminder", "escalation", "quarterly-report", "publication"))


def test_plan_as_json_holds_the_same() -> None:
    """Other programs get every instant in UTC and in each zone, the letter's kind and the reason."""
    tree = json.loads(run("plan", "ca-mx", "2026", "--json").stdout)
    moments = [moment for quarter in tree["quarters"] for moment in quarter["moments"]] + tree["annual"]
    assert (tree["program"], tree["year"], len(moments)) == ("ca-mx", 2026, 34)
    assert {moment["letter"] for moment in moments} <= {kind.value for kind in Kind} | {""}
    cut = tree["quarters"][0]["moments"][-1]
    assert cut["on"] == "2026-05-15T00:00:00Z"
    assert cut["local"] == {"california": "2026-05-14T17:00:00-07:00", "mexico": "2026-05-14T18:00:00-06:00"}
    assert [closed["day"] for closed in cut["why"]["closed"]] == ["2026-05-01", "2026-05-05"]


@pytest.mark.parametrize(("year", "sentence"), [("2031", "2031 is outside"), ("-1", "-1 is outside")])
def test_plan_refuses_a_year_outside_the_term(year: str, sentence: str) -> None:
    """The sentence names the term; nothing is printed as if it were planned."""
    result = run("plan", "ca-mx", "--", year)
    assert isinstance(result.exception, Invalid)
    assert sentence in result.exception.message
    assert "invitation" not in result.output
