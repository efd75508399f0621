"""Holding a mail for a coordinator: kept as it came, with a letter that says why and how to decide."""

from activities.correspondence import Correspondence, Draft
from mou.errors import Unknown
from mou.keeping import CycleOnRecord, MailRow, Record
from mou.letters.deciding import held
from mou.stories import cycle_id


class Holding:
    """Tells the coordinators of the agreement the mail seems to belong to; where none is known, the newest cycle's."""

    def __init__(self, record: Record, correspondence: Correspondence) -> None:
        self._record = record
        self._post = correspondence

    async def hold(self, mail: MailRow, *, sender: str, subject: str, reason: str) -> None:
        """Hold a mail and tell the coordinators; the same again changes nothing."""
        await self._record.decide_mail(mail.digest, status="held", reason=reason)
        cycle = await self._cycle(mail)
        if cycle is None:  # no agreement runs yet: `mou mail held` lists it all the same
            return
        letter = held(
            program=cycle.program,
            reason=reason,
            subject=subject,
            sender=sender,
            arrived=cycle.pace.agreement(mail.stored_real),
            digest=mail.digest,
        )
        for party in cycle.program.parties:
            draft = Draft(
                key=f"held/{mail.digest}",
                letter=letter,
                person=cycle.program.person(party.coordinator.holder),
                party=party.code,
                report=mail.report or "",
                quarter=(mail.report or "").split("/")[1] if mail.report else "",
            )
            await self._post.decide_alone(cycle, draft, on=cycle.pace.agreement(mail.stored_real))
            await self._post.deliver(cycle.program, draft)

    async def _cycle(self, mail: MailRow) -> CycleOnRecord | None:
        try:
            if mail.report:
                program, quarter = mail.report.split("/")[:2]
                return await self._record.cycle(cycle_id(program, int(quarter[:4])))
            return await self._record.cycle(await self._record.newest_cycle(mail.program or ""))
        except Unknown:
            return None
