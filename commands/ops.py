"""`mou ops setup`: bring the record up to date and register what Temporal must know. Safe to run again."""

import asyncio

import typer

import wiring
from adapters.postgres.engine import migrate
from settings import load


def setup() -> None:
    """Migrate, register search attributes, retention and the sweep's schedule."""
    asyncio.run(_setup())


async def _setup() -> None:
    settings = load().joined()
    of = await wiring.client(settings)
    async with wiring.house(settings) as built:
        await migrate(built.engine)
    typer.echo("the record is up to date")
    for line in await wiring.set_up_stories(of, settings):
        typer.echo(line)
