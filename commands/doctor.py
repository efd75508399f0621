"""`mou doctor`: is everything there and well? One line per thing, what is wrong and what to do; exit 1 when something is."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Annotated

import httpx
import typer
from rich.console import Console
from rich.table import Table
from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest
from temporalio.service import RPCError

import wiring
from commands.doctor_carrier import carrier
from commands.doctor_engines import drafters
from commands.doctor_findings import Finding
from commands.doctor_letters import letters
from commands.printing import print_json
from mou.errors import MouError, Unavailable
from mou.stories import TASK_QUEUE
from settings import Settings, load
from wiring import House


def doctor(
    json_: Annotated[bool, typer.Option("--json", help="Print JSON, for other programs.")] = False,  # noqa: FBT002 - typer's way
) -> None:
    """Look at the record, Temporal, the worker, the web, the carrier, the engines and what is stuck."""
    findings = asyncio.run(_look())
    if json_:
        print_json([one.model_dump() for one in findings])
    else:
        Console().print(_table(findings))
    if any(one.state == "wrong" for one in findings):
        raise typer.Exit(1)


async def _look() -> list[Finding]:
    drafting: list[Finding] = []
    try:
        loaded = load()
        drafting = await drafters(loaded)
        settings = loaded.joined()
    except MouError as error:
        return [Finding(what="stack", state="wrong", words=error.message), *drafting]
    async with wiring.house(settings) as built:
        looks: list[tuple[str, Callable[[], Awaitable[Finding]]]] = [
            ("record", lambda: _record(built)),
            ("temporal", lambda: _worker(settings)),
            ("web", lambda: _web(settings)),
            ("letters", lambda: letters(built.desk)),
            ("held mails", lambda: _held(built)),
            ("waiting mails", lambda: _waiting(built)),
        ]
        return [*[await _careful(what, look) for what, look in looks], *await carrier(settings), *drafting]


async def _careful(what: str, look: Callable[[], Awaitable[Finding]]) -> Finding:
    try:
        return await look()
    except MouError as error:
        return Finding(what=what, state="wrong", words=error.message)


async def _record(built: House) -> Finding:
    programs = await built.desk.programs()
    return Finding(what="record", state="well", words=f"answers; programs: {', '.join(programs) or 'none yet'}")


async def _worker(settings: Settings) -> Finding:
    of = await wiring.client(settings)
    request = DescribeTaskQueueRequest(
        namespace=of.namespace,
        task_queue=TaskQueue(name=TASK_QUEUE),
        task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
    )
    try:
        pollers = len((await of.workflow_service.describe_task_queue(request)).pollers)
    except RPCError as error:
        raise Unavailable("Temporal answers, but does not tell about its workers: check its version.") from error
    if pollers:
        return Finding(what="temporal", state="well", words=f"answers; {pollers} workers poll {TASK_QUEUE!r}")
    return Finding(what="temporal", state="wrong", words="answers, but no worker polls: start one with `python worker.py`")


async def _web(settings: Settings) -> Finding:
    try:
        async with httpx.AsyncClient(timeout=5) as client:
            answer = await client.get(f"{settings.desk_url}/health")
    except httpx.HTTPError:
        raise Unavailable(f"The web does not answer at {settings.desk_url}: start it with `python -m web`.") from None
    if answer.is_success:
        return Finding(what="web", state="well", words=f"answers at {settings.desk_url}")
    return Finding(what="web", state="wrong", words=f"answers {answer.status_code} at {settings.desk_url}: look at its log")


async def _held(built: House) -> Finding:
    held = await built.record.held_mails()
    if not held:
        return Finding(what="held mails", state="well", words="none")
    return Finding(what="held mails", state="note", words=f"{len(held)} wait for a coordinator: `mou mail held`")


async def _waiting(built: House) -> Finding:
    waiting = await built.record.waiting_mails()
    if not waiting:
        return Finding(what="waiting mails", state="well", words="none")
    return Finding(what="waiting mails", state="note", words=f"{len(waiting)} are stored and not read yet; the sweep offers them")


def _table(findings: list[Finding]) -> Table:
    table = Table(show_header=False, box=None, padding=(0, 2))
    marks = {"well": "[green]well[/green]", "note": "[yellow]note[/yellow]", "wrong": "[red]wrong[/red]"}
    for one in findings:
        table.add_row(marks[one.state], one.what, one.words)
    return table
