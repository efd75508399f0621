"""What every command prints for other programs, whatever the terminal can show."""

import json
import sys

import typer


def print_json(value: object) -> None:
    """Print as indented JSON; letters outside ASCII are escaped where the output is no Unicode."""
    plain = "utf" not in (sys.stdout.encoding or "").casefold()
    typer.echo(json.dumps(value, ensure_ascii=plain, indent=2))
