"""The hands of review: ask for approval of exactly this text, remind, escalate, send back, record the end."""

from collections.abc import Iterable

from temporalio import activity

from activities import names
from activities.correspondence import Correspondence, Draft
from activities.failures import told
from activities.leads import draft, lead, parties
from activities.shown_text import ShownText
from activities.timetable import counted, review_moments
from mou.keeping import Act, Book, Record
from mou.letters.noticing import closed
from mou.letters.returning import return_letter
from mou.letters.reviewing import approval_request, review_escalation, review_reminder
from mou.program import Person
from mou.steps import Ask, Asked, Settlement, Step
from mou.stories import Moment
from mou.submission import FiledEntry, Phase, missing


class Reviewing:
    """Letters to reviewers, and back to leads."""

    def __init__(self, record: Record, correspondence: Correspondence) -> None:
        self._record = record
        self._post = correspondence

    @activity.defn(name=names.ASK_APPROVAL)
    @told
    async def ask_approval(self, ask: Ask) -> Asked:
        """Ask these parties' reviewers; return when they will be reminded and their alternates asked."""
        return Asked(moments=await self.send_requests(ask))

    async def send_requests(self, ask: Ask) -> tuple[Moment, ...]:
        """Send the requests; whoever has one for this revision already gets no second one."""
        async with self._record.book(ask.report) as book:
            await self._project(book, ask)
            planned = review_moments(book, book.cycle.program.policy.review)
            text = await ShownText.of(book, ask.version, round_=ask.round)
            drafts = [self._request(book, text, party, ask.revision, planned) for party in ask.parties]
            await self._decide(book, drafts)
        await self._deliver(book, drafts)
        return planned

    async def _project(self, book: Book, ask: Ask) -> None:
        """Show the report as under review, unless it has gone on since this was asked."""
        now = {row.version: row for row in await book.submissions()}[ask.version]
        if now.round == ask.round and now.phase in {Phase.TRANSLATING, Phase.RETURNED}:
            await book.set_phase(ask.version, seq=now.seq, phase=Phase.REVIEWING, round_=ask.round)

    def _request(self, book: Book, text: ShownText, party: str, revision: int, planned: Iterable[Moment]) -> Draft:
        due = next((moment.on for moment in planned if moment.code == "review-escalate"), None)
        what, person = f"approval-{revision}", reviewer(book, party)
        letter = approval_request(**text.request(book, party), due=due, link=self._link(book, text, what, person))
        return text.draft(book, what, letter, person, party)

    def _link(self, book: Book, text: ShownText, what: str, person: Person) -> str:
        link = self._post.review_link(f"{text.key(book, what)}/{person.id}")
        return link and f"{link}?lang={person.language}"

    async def step(self, book: Book, step: Step) -> list[Draft]:
        """Return the letters of a review step, to the reviewers who still have something to approve."""
        text = await ShownText.of(book, step.version)
        what = f"{step.code}-{step.revision}"
        waiting = [party for party in parties(book) if text.open_numbers(party)]
        if step.code == "review-escalate":
            return [one for party in waiting for one in self._escalations(book, text, party, what)]
        number = int(step.code.rpartition("-")[2])
        return [self._reminder(book, text, party, what, number) for party in waiting]

    def _reminder(self, book: Book, text: ShownText, party: str, what: str, number: int) -> Draft:
        person = reviewer(book, party)
        link = self._link(book, text, what, person)
        letter = review_reminder(**text.request(book, party), due=None, number=number, link=link)
        return text.draft(book, what, letter, person, party)

    def _escalations(self, book: Book, text: ShownText, party: str, what: str) -> list[Draft]:
        held = book.cycle.program.party(party).reviewer
        people = [book.cycle.program.person(person) for person in (held.holder, held.alternate) if person]
        return [self._escalation(book, text, party, what, person) for person in people]

    def _escalation(self, book: Book, text: ShownText, party: str, what: str, person: Person) -> Draft:
        letter = review_escalation(**text.request(book, party), due=None, link=self._link(book, text, what, person))
        return text.draft(book, what, letter, person, party)

    @activity.defn(name=names.SEND_BACK)
    @told
    async def send_back(self, ask: Ask) -> Asked:
        """Send the text back to its leads with the reviewer's reason; return when it goes to review again as it is."""
        return Asked(moments=await self.return_to_leads(ask))

    async def return_to_leads(self, ask: Ask) -> tuple[Moment, ...]:
        """Send the returns; whoever has one of this round already gets no second one."""
        async with self._record.book(ask.report) as book:
            decision = await self._last_return(book, ask.version)
            filed = await book.entries(ask.version)
            drafts = [self._returned(book, ask, party, decision, filed) for party in parties(book)]
            await self._decide(book, drafts)
            days = book.cycle.program.policy.returned
            planned = counted(book.cycle, book, [("return-close", days)])
        await self._deliver(book, drafts)
        return planned

    async def _last_return(self, book: Book, version: int) -> tuple[str, str, str]:
        """Return (reason, its language, the party that returned)."""
        returned = await book.last_return(version)
        return str(returned.said.get("because", "")), returned.language, returned.party

    def _returned(self, book: Book, ask: Ask, party: str, decision: tuple[str, str, str], filed: Iterable[FiledEntry]) -> Draft:
        reason, language, by = decision
        person = lead(book, party)
        closes = counted(book.cycle, book, [("return-close", book.cycle.program.policy.returned)])[0].on
        letter = return_letter(
            program=book.cycle.program,
            group=book.group,
            party=party,
            quarter=book.quarter,
            language=person.language,
            reason=reason,
            reason_language=language,
            by=by,
            closes=closes,
            given={entry.item: entry for entry in filed if entry.party == party},
        )
        return draft(book, f"v{ask.version}/return-{ask.round}", letter, person, party)

    @activity.defn(name=names.SETTLE)
    @told
    async def settle(self, end: Settlement) -> None:
        """Record a submission's end and tell its leads and the coordinators."""
        async with self._record.book(end.report) as book:
            await book.set_phase(end.version, seq=end.seq, phase=end.phase, round_=end.round)
            open_ = missing(book.cycle.program.group(book.group), await book.entries(end.version))
            left = tuple(pair for pair in open_ if "/".join(pair) not in book.waived)
            letter = closed(program=book.cycle.program, group=book.group, quarter=book.quarter, phase=end.phase, missing=left)
            drafts = [draft(book, f"v{end.version}/closed", letter, person, party) for party, person in _told(book)]
            await self._decide(book, drafts)
            ended = Act(actor="engine", role="engine", door="story", verb=str(end.phase), subject=end.report)
            await book.act(ended.model_copy(update={"cause": f"v{end.version}"}))
        await self._deliver(book, drafts)

    async def _decide(self, book: Book, drafts: Iterable[Draft]) -> None:
        for one in drafts:
            await self._post.decide(book, one)

    async def _deliver(self, book: Book, drafts: Iterable[Draft]) -> None:
        for one in drafts:
            await self._post.deliver(book.cycle.program, one)


def reviewer(book: Book, party: str) -> Person:
    """Return who reviews for a party today."""
    return book.cycle.program.person(book.cycle.program.party(party).reviewer.holder)


def _told(book: Book) -> list[tuple[str, Person]]:
    program = book.cycle.program
    people = [(party, lead(book, party)) for party in parties(book)]
    people += [(party.code, program.person(party.coordinator.holder)) for party in program.parties]
    return list({person.id: (party, person) for party, person in people}.values())
