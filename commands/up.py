"""`mou up`: the embedded stack in real time; its state is kept for the next time."""

import asyncio

import typer

from commands.stack import Stack, stack
from leash import told_to_stop
from settings import load


def up() -> None:
    """Run everything embedded until Ctrl-C; what stands in the environment is used instead."""
    asyncio.run(_up())


async def _up() -> None:
    stop = told_to_stop()
    async with stack(load()) as running:
        typer.echo(f"Desk          {running.settings.desk_url}")
        typer.echo(f"Mailbox       {running.settings.desk_url}/mailbox")
        if running.settings.smtp_port > 0:
            typer.echo(f"Mail programs 127.0.0.1:{running.settings.smtp_port}   (SMTP, to {running.settings.mail_domain} only)")
        typer.echo(f"Temporal UI   {running.ui or running.settings.temporal_address}")
        typer.echo(f"State         {running.settings.state}   (Ctrl-C stops; everything is kept)")
        await _until(stop, running)


async def _until(stop: asyncio.Event, running: Stack) -> None:
    while not stop.is_set():
        running.check()
        try:
            await asyncio.wait_for(stop.wait(), timeout=2)
        except TimeoutError:
            continue
