"""Leads and reviewers who answer their letters by mail, and look into the record to see that the letters have gone."""

import asyncio
from collections.abc import Iterable
from email import message_from_bytes, policy
from email.message import EmailMessage

from sqlalchemy import RowMapping, Table, select

import wiring
from adapters.postgres.tables import letters, mails
from mou.inbound.facts import Proofs
from mou.ports import Stories
from tests.fakes.sentences import written
from web.lobby import Lobby

APPROVES = {"en": "APPROVE\n", "es": "APRUEBO\n"}
PAUSE = 0.1


class Correspondents:
    """Everybody who answers. Their mails go in by the door the web has, without its process."""

    def __init__(self, built: wiring.House) -> None:
        self._built = built
        self._lobby = Lobby(built.mailroom, self._stories)

    async def _stories(self) -> Stories:
        return wiring.stories(await wiring.client(self._built.settings))

    async def rows(self, table: Table) -> list[RowMapping]:
        """Return the rows of a table, in order."""
        async with self._built.engine.connect() as connection:
            return list((await connection.execute(select(table).order_by(*table.primary_key))).mappings())

    async def got(self, kind: str, *reports: str, number: int) -> list[RowMapping]:
        """Wait until this many letters of a kind about these reports have gone; return them."""
        while True:
            found = [row for row in await self.rows(letters) if row["kind"] == kind and row["report"] in reports]
            if [row["status"] for row in found] == ["sent"] * number:
                return found
            await asyncio.sleep(PAUSE)  # another process sends them

    async def answered(self) -> None:
        """Wait until every mail is filed, and every letter decided has gone."""
        while {row["status"] for row in await self.rows(mails)} != {"filed"}:  # noqa: ASYNC110 - another process files them
            await asyncio.sleep(PAUSE)
        while {row["status"] for row in await self.rows(letters)} != {"sent"}:  # noqa: ASYNC110 - another process sends them
            await asyncio.sleep(PAUSE)

    async def answer(self, forms: Iterable[RowMapping]) -> None:
        """Answer every item of these forms, in 24 sentences altogether."""
        program = (await self._built.record.cycle("ca-mx/2026")).program
        for form in forms:
            group = program.group(form["report"].rpartition("/")[2])
            told = written(group.code, form["language"])
            each = len(told) // len(group.items)
            parts = [f"{one.code}: {' '.join(told[each * at :][:each])}\n\n" for at, one in enumerate(group.items)]
            await self._reply(form, "".join(parts))

    async def approve(self, requests: Iterable[RowMapping]) -> None:
        """Approve what these requests show."""
        for request in requests:
            await self._reply(request, APPROVES[request["language"]])

    async def _reply(self, row: RowMapping, words: str) -> None:
        letter = message_from_bytes(await self._built.desk.letter(row["ref"]), policy=policy.default)
        to = letter["Reply-To"].addresses[0].addr_spec
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = row["address"], to, f"Re: {letter['Subject']}"
        message["Message-ID"], message["In-Reply-To"] = f"<answer.{row['ref']}@mail.example>", row["message_id"]
        message.set_content(words, cte="quoted-printable")
        proofs = Proofs(envelope=row["address"], spf="pass")
        await self._lobby.store(message.as_bytes(), recipients=[to], door="test", proofs=proofs)
