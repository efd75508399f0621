"""`mou mail held`, `accept` and `discard`: mails the engine was not sure of, and a coordinator's word on one."""

from typing import Annotated

import typer

from commands.offering import tell
from commands.open import acting, coordinating, run
from commands.printing import print_json
from mou.errors import Invalid, Refused, Unknown
from mou.keeping import Act, LetterRow, MailRow
from mou.letters.blocks import ASKING, DECIDED_BY_REPLY
from mou.stories import SETTLE_HELD, HeldSettled, cycle_id, mail_id
from wiring import House


def held(
    json_: Annotated[bool, typer.Option("--json", help="Print JSON, for other programs.")] = False,  # noqa: FBT002 - typer's way
) -> None:
    """List what waits for a coordinator, oldest first."""
    mails: tuple[MailRow, ...] = run(lambda built: built.record.held_mails())
    if json_:
        print_json([mail.model_dump(mode="json") for mail in mails])
        return
    for mail in mails:
        typer.echo(f"{mail.digest[:16]}  {mail.stored_on:%Y-%m-%d %H:%M}  {mail.reason:20}  {mail.report or 'no report known'}")
    typer.echo(f"{len(mails)} held")


def accept(
    digest: Annotated[str, typer.Argument(help="The mail's digest, or its beginning, as `mou mail held` shows it.")],
    as_: Annotated[str, typer.Option("--as", help="The coordinator who decides: id or address.")],
    report: Annotated[str, typer.Option("--report", help="Where it belongs, such as ca-mx/2026-Q1/air-quality.")] = "",
    person: Annotated[str, typer.Option("--person", help="Whose words they are: id or address.")] = "",
) -> None:
    """File a held mail: as the answer to the letter it was sent to, or for another report and person."""
    if bool(report) != bool(person):
        raise typer.BadParameter("say both --report and --person, or neither")

    async def work(built: House) -> str:
        mail = await _held(built, digest)
        if not report:
            if mail.letter is None:
                raise Invalid(f"{mail.digest[:16]} answers no letter of ours: say --report and --person.", where=mail.digest)
            letter = await built.record.letter(mail.letter)
            _answers_of_its_own(letter)
            cycle_ = _cycle(mail.report) if mail.report else await built.record.newest_cycle(letter.program)
            await _settle(built, mail, as_, cycle_, verb="settle-filed", accepted=True)
            return f"{mail.digest[:16]} is read again as {letter.person}'s answer to the letter it was sent to."
        cycle = await built.record.cycle(_cycle(report))
        writer = acting(cycle.program, person).id
        _answers_of_its_own(await built.record.last_letter(report, person=writer))
        await _settle(built, mail, as_, cycle.id, verb="settle-filed", report=report, person=writer)
        return f"{mail.digest[:16]} is read again as {writer}'s answer for {report}."

    typer.echo(run(work))


def discard(
    digest: Annotated[str, typer.Argument(help="The mail's digest, or its beginning, as `mou mail held` shows it.")],
    as_: Annotated[str, typer.Option("--as", help="The coordinator who decides: id or address.")],
) -> None:
    """Lay a held mail aside: it is kept, and nothing is filed from it."""

    async def work(built: House) -> str:
        mail = await _held(built, digest)
        cycle = _cycle(mail.report) if mail.report else await built.record.newest_cycle(mail.program or "")
        await _settle(built, mail, as_, cycle, verb="settle-aside")
        return f"{mail.digest[:16]} is laid aside."

    typer.echo(run(work))


def _answers_of_its_own(letter: LetterRow) -> None:
    """Raise Refused for what no coordinator can accept: a decision is its reviewer's, a notice asks nothing."""
    if letter.kind in DECIDED_BY_REPLY:
        raise Refused(
            "It decides in a reviewer's name: only they can confirm it, on the page they were sent, or by `mou approve`.",
            where=letter.key,
        )
    if letter.kind not in ASKING:
        raise Refused("It answers a letter that asks nothing: say --report and --person, or discard it.", where=letter.key)


async def _settle(
    built: House, mail: MailRow, as_: str, cycle: str, *, verb: str, report: str = "", person: str = "", accepted: bool = False
) -> None:
    """Give a coordinator's word to the mail's story, and enter it in the book of acts."""
    program = (await built.record.cycle(cycle)).program
    coordinator, _ = coordinating(program, as_)
    told = f"settle/{mail.digest}/{built.clock.now():%Y%m%dT%H%M%S%f}"  # held again, it may be settled again
    word = HeldSettled(decision=told, report=report, person=person, accepted=accepted)
    await tell(built, mail_id(mail.digest), SETTLE_HELD, word, told)
    subject = report or mail.report or mail.digest
    act = Act(actor=coordinator.id, role="coordinator", door="command", verb=verb, subject=subject, cause=told)
    await built.record.act(act, cycle=cycle)


def _cycle(report: str) -> str:
    """Return the cycle of a group's report ("ca-mx/2026-Q1/air-quality") or of an edition ("ca-mx/2026/annual/1")."""
    parts = report.split("/")
    if len(parts) < len(("program", "quarter", "group")) or not parts[1][:4].isdecimal():
        raise Invalid(f"{report!r} is no report: write it like ca-mx/2026-Q1/air-quality.", where="--report")
    return cycle_id(parts[0], int(parts[1][:4]))


async def _held(built: House, digest: str) -> MailRow:
    found = [mail for mail in await built.record.held_mails() if mail.digest.startswith(digest)]
    if len(found) != 1:
        known = ", ".join(mail.digest[:16] for mail in await built.record.held_mails()) or "none"
        raise Unknown(f"{len(found)} held mails begin with {digest!r}. Held: {known}.", where=digest)
    return found[0]
