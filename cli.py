"""The `mou` command, for coordinators and ops. Each command's body is loaded only when it is called: help stays instant."""

import importlib
import os
import sys
from collections.abc import Callable, Mapping
from typing import NamedTuple, NoReturn

import typer


class Body(NamedTuple):
    """Where a command's body is, and its one-line help."""

    module: str
    function: str
    help: str


COMMANDS: dict[str, Body] = {
    "check": Body("commands.check", "check", "Check a program's files: every problem with file, line and how to mend it."),
    "glossary": Body(
        "commands.glossary", "glossary", "Show a program's terms, write them as TBX, or tell what a change touches."
    ),
    "plan": Body("commands.plan", "plan", "Show every letter and date of a year, and why. Sends nothing."),
    "letter": Body("commands.letter", "letter", "Write any letter as it would go out to a file. Sends nothing."),
    "start": Body("commands.start", "start", "Start a year's cycle."),
    "status": Body("commands.status", "status", "Show who holds what, since when, and what happens next."),
    "show": Body("commands.show", "show", "Show one report: its entries and everything that happened to it."),
    "trace": Body("commands.trace", "trace", "Trace a sentence to its mail, engine, reviewers and approvals; or find one."),
    "remind": Body("commands.remind", "remind", "Remind whoever a report waits for, now."),
    "extend": Body("commands.extend", "extend", "Give one group more time."),
    "waive": Body("commands.waive", "waive", "Say that a report, or some of its entries, is not required."),
    "reassign": Body("commands.reassign", "reassign", "Give a role to somebody else."),
    "approve": Body("commands.decide", "approve", "Approve exactly the text a letter showed you."),
    "return": Body("commands.decide", "return_", "Send a text back to its leads, with the reason."),
    "except": Body("commands.except_", "except_", "Sign that a text is published though not all of it was reviewed."),
    "amend": Body("commands.amend", "amend", "Correct an answer on record, also after its report has ended."),
    "report": Body("commands.report", "report", "List a year's editions, preview the annual report, or begin a new edition."),
    "up": Body("commands.up", "up", "Run the embedded stack until Ctrl-C."),
    "demo": Body("commands.demo", "demo", "Play the sample year, squeezed into about a minute."),
    "doctor": Body("commands.doctor", "doctor", "Check that everything the engine needs is there and well."),
}
GROUPS: dict[str, tuple[str, Mapping[str, Body]]] = {
    "mail": (
        "Incoming mail: read one as the engine would, show one on record, list the held ones, accept or discard one.",
        {
            "read": Body("commands.mail", "read", "Show how a reply would be read. Needs no server, files nothing."),
            "show": Body("commands.mail_show", "show", "Show a mail on record by its digest, or the bytes that came."),
            "held": Body("commands.held", "held", "List the mails that wait for a coordinator."),
            "accept": Body("commands.held", "accept", "File a held mail: say whose words it is, and for which report."),
            "discard": Body("commands.held", "discard", "Lay a held mail aside: it is kept, nothing is filed."),
        },
    ),
    "translate": (
        "Translation by hand: draft a text, or check translations. Needs no server, keeps nothing.",
        {
            "draft": Body("commands.translate", "draft", "Draft a text sentence by sentence, with what the checks see."),
            "check": Body("commands.check_pairs", "check", "Check pairs of sentences: what must agree in both languages?"),
        },
    ),
    "memory": (
        "The translation memory: every sentence that was approved, with its translation.",
        {
            "export": Body("commands.memory", "export", "Write a program's memory as TMX, for other translation programs."),
            "import": Body("commands.memory", "import_", "Add a TMX file's translations, on a coordinator's word."),
            "find": Body("commands.memory", "find", "Show how a sentence, or one like it, was translated before."),
        },
    ),
    "ops": (
        "For operations.",
        {"setup": Body("commands.ops", "setup", "Migrate the record and register what Temporal must know. Safe to repeat.")},
    ),
}


def root() -> typer.Typer:
    """Return the command with every name and its help, and no body loaded."""
    app = _app("Runs the reporting duty of an international agreement.")
    _fill(app, COMMANDS, "mou")
    for name, (words, bodies) in GROUPS.items():
        group = _app(words)
        _fill(group, bodies, f"mou {name}")
        app.add_typer(group, name=name)
    return app


def _app(words: str) -> typer.Typer:
    return typer.Typer(
        help=words,
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )


def _fill(app: typer.Typer, bodies: Mapping[str, Body], prefix: str) -> None:
    """Register each command as a door that passes its arguments on, also `--help`, to the body it loads."""
    for name, body in bodies.items():
        passing = {"ignore_unknown_options": True, "allow_extra_args": True, "help_option_names": []}
        app.command(name, help=body.help, context_settings=passing)(_door(f"{prefix} {name}", body))


def _door(called: str, body: Body) -> Callable[[typer.Context], None]:
    def door(ctx: typer.Context) -> None:
        function = getattr(importlib.import_module(body.module), body.function)
        app = _app(body.help)
        app.command(help=body.help)(function)
        app(ctx.args, prog_name=called)

    return door


def main() -> None:
    """Run a command; a rule broken or a service away is told in a sentence, never by a traceback."""
    try:
        root()(prog_name="mou")
    except SystemExit as ended:
        _leave(ended.code)
    except KeyboardInterrupt:
        _leave(130)
    except Exception as error:  # noqa: BLE001 - the last door: whatever it is, a person reads a sentence
        _leave(_told(error))


def _leave(code: str | int | None) -> NoReturn:
    """End. Threads of Temporal's core outlive their client and can abort an interpreter that tidies up: it does not then."""
    if "temporalio.bridge" not in sys.modules or isinstance(code, str):
        sys.exit(code)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code or 0)


def _told(error: Exception) -> int:
    from mou.errors import MouError  # noqa: PLC0415 - only a failing command needs it

    if isinstance(error, MouError):
        typer.echo(f"mou: {error.message}", err=True)
        return 1
    kind, where = type(error).__name__, error.__traceback__
    while where is not None and where.tb_next is not None:
        where = where.tb_next
    place = f"{where.tb_frame.f_code.co_filename.rpartition('/')[2]}:{where.tb_lineno}" if where else "?"
    typer.echo(f"mou: something went wrong that should not have ({kind} at {place}). Please report it.", err=True)
    return 70


if __name__ == "__main__":
    main()
