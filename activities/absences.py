"""What a program's mail tells us about people: somebody is away, somebody's address is dead. Told to those who can act."""

from collections.abc import Iterable

from activities.correspondence import Correspondence, Draft
from activities.leads import at, owed
from activities.mail_facts import cycle_of_letter
from mou.keeping import CycleOnRecord, LetterRow, MailRow, Record
from mou.letters import mailing
from mou.ports import Clock
from mou.program import Person, Role
from mou.submission import Phase


class Absences:
    """Letters about mail that does not reach its reader."""

    def __init__(self, record: Record, correspondence: Correspondence, clock: Clock) -> None:
        self._record = record
        self._post = correspondence
        self._clock = clock

    async def away(self, mail: MailRow, letter: LetterRow, text: str) -> None:
        """Tell a lead's alternate and the co-leads, once a day, that the lead seems to be away and still owes an answer."""
        cycle = await self._record.cycle(cycle_of_letter(letter))
        group = letter.report.rpartition("/")[2]
        led = next((one for one in cycle.program.groups if one.code == group), None)
        if led is None or letter.party not in led.leads or letter.person != led.leads[letter.party].holder:
            return
        async with self._record.book(letter.report) as book:
            given = {f"{entry.item}/{entry.party}" for entry in await book.entries(letter.version)}
            left = [pair for pair in owed(book) if pair.endswith(f"/{letter.party}") and pair not in given]
            if not left or (await book.submissions())[-1].phase is not Phase.COLLECTING:
                return
            told = mailing.away(
                program=cycle.program,
                group=group,
                quarter=letter.quarter,
                party=letter.party,
                name=cycle.program.person(letter.person).name,
                text=text,
                closes=at(book, "close"),
            )
            day = f"{cycle.pace.agreement(mail.stored_real):%Y%m%d}"
            drafts = [
                Draft.about(letter, key=f"{letter.report}/away/{letter.person}/{day}", letter=told, person=person, party=party)
                for party, person in _stand_ins(cycle, led.leads, letter.party)
            ]
            for one in drafts:
                await self._post.decide(book, one)
        await self._deliver(cycle, drafts)

    async def undelivered(self, letter: LetterRow, *, code: str) -> None:
        """Tell both coordinators, once per letter, that it was refused, with whom to replace and how."""
        cycle = await self._record.cycle(cycle_of_letter(letter))
        role, group = _role(cycle, letter)
        told = mailing.undelivered(
            program=cycle.program,
            name=cycle.program.person(letter.person).name,
            address=letter.address,
            party=letter.party,
            role=role,
            group=group,
            subject=letter.subject,
            code=code,
        )
        holders = [(party.code, cycle.program.person(party.coordinator.holder)) for party in cycle.program.parties]
        drafts = [
            Draft.about(letter, key=f"{letter.key}/undelivered", letter=told, person=holder, party=party)
            for party, holder in holders
            if holder.id != letter.person  # nobody is told by the very address that is dead
        ]
        for one in drafts:
            await self._post.decide_alone(cycle, one, on=cycle.pace.agreement(self._clock.now()))
        await self._deliver(cycle, drafts)

    async def _deliver(self, cycle: CycleOnRecord, drafts: Iterable[Draft]) -> None:
        for one in drafts:
            await self._post.deliver(cycle.program, one)


def _stand_ins(cycle: CycleOnRecord, leads: dict[str, Role], party: str) -> list[tuple[str, Person]]:
    """Return the alternate, and the lead of every other party."""
    people = [(party, leads[party].alternate), *((other, role.holder) for other, role in leads.items() if other != party)]
    return [(of, cycle.program.person(person)) for of, person in people if person]


def _role(cycle: CycleOnRecord, letter: LetterRow) -> tuple[str, str]:
    """Return in which role a letter's recipient got it, and the group that role is in ("" for none)."""
    group = letter.report.rpartition("/")[2]
    led = next((one for one in cycle.program.groups if one.code == group), None)
    role = led.leads.get(letter.party) if led else None
    if role and letter.person in {role.holder, role.alternate}:
        return "lead", group
    reviewer = cycle.program.party(letter.party).reviewer
    return ("reviewer" if letter.person in {reviewer.holder, reviewer.alternate} else "coordinator"), ""
