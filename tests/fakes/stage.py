"""A stage for the hands: the real record, press and blobs, with a clock, a carrier and stories that a test directs."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import cache
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncEngine

from activities.absences import Absences
from activities.annual import Annual
from activities.asking import Asking
from activities.correspondence import Correspondence
from activities.filing import Filing
from activities.holding import Holding
from activities.mail_facts import MailFacts
from activities.quarterly import Quarterly
from activities.reading_mail import ReadingMail
from activities.recording import Recording
from activities.reviewing import Reviewing
from activities.sweeping import Sweeping
from activities.translating import Translating
from adapters import program_files
from adapters.blobs import ObstoreBlobs
from adapters.bounces import FluflBounces
from adapters.compose import compose
from adapters.language import LinguaLanguages
from adapters.postgres.answers import PostgresAnswers
from adapters.postgres.beginning import begin_cycle
from adapters.postgres.desk import PostgresDesk
from adapters.postgres.drafts import PostgresDrafts
from adapters.postgres.editions import PostgresEditions
from adapters.postgres.mailroom import PostgresMailroom
from adapters.postgres.memory import PostgresMemory
from adapters.postgres.record import PostgresRecord
from adapters.press import JinjaPress
from adapters.resources import resource
from adapters.typesetter import ReportTypesetter
from mou.calendar import plan_cycle
from mou.course import Course
from mou.drafting import Drafting
from mou.inbound.facts import Proofs
from mou.keeping import Act, CycleOnRecord
from mou.pace import Pace
from mou.ports import Envelope, Stored
from mou.steps import Accepted, Ask, HeldMail, MailRead, Opening, Outcomes, What, Work
from mou.stories import MailStart, ReportStart
from tests.fakes.engine import FakeEngine
from tests.fakes.post import FakePost
from tests.fakes.stories import FakeStories

FOLDER = Path(__file__).parents[2] / "programs" / "ca-mx"
REPORT = "ca-mx/2026-Q1/wildfires"
PRESS = JinjaPress()
"""One for all stages: it keeps what it has compiled, and nothing else."""
_TRAINED, _CAPACITADAS = "XQ001 trained XQ002 crews.", "XQ001 capacitó a XQ002 brigadas."
LEARNT = {_TRAINED: _CAPACITADAS, _CAPACITADAS: _TRAINED}
"""The sentences of `Stage.answered`, as the engine gets them: drafts of other words are in the wrong language, and flagged."""
OPENED = datetime(2026, 4, 1, 16, tzinfo=UTC)


@cache
def sample() -> tuple[program_files.Loaded, CycleOnRecord]:
    """Return the sample program as loaded, and 2026 of it as it is started."""
    loaded = program_files.load(FOLDER)
    return loaded, CycleOnRecord(
        id="ca-mx/2026",
        year=2026,
        program=loaded.program,
        program_version=0,
        calendars=loaded.calendars,
        glossary=program_files.glossary(FOLDER),
        plan=plan_cycle(loaded.program, 2026, loaded.calendars),
        pace=Pace(),
        first_quarter="Q1",
    )


class SetClock:
    """A clock that stands until it is set."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        """Return the instant it was set to."""
        return self.at


SECRET = b"for tests"


class Stage:
    """Everything a hand needs. The stories answer by their real rules; nothing here knows Temporal."""

    def __init__(self, engine: AsyncEngine, folder: Path) -> None:
        self.engine = engine
        self.clock = SetClock(OPENED)
        self.record = PostgresRecord(engine, self.clock)
        self.editions = PostgresEditions(engine)
        self.blobs = ObstoreBlobs((folder / "blobs").as_uri())
        self.public = ObstoreBlobs((folder / "public").as_uri())
        for one in ("blobs", "public"):
            (folder / one).mkdir(exist_ok=True)
        self.mailroom = PostgresMailroom(engine, self.blobs, self.clock)
        self.desk = PostgresDesk(engine, self.clock, self.blobs)
        self.post = FakePost()
        self.stories = FakeStories()
        self.machine = FakeEngine(learnt=LEARNT)
        self.correspondence = Correspondence(
            record=self.record,
            answers=PostgresAnswers(engine, self.clock),
            press=PRESS,
            post=self.post,
            blobs=self.blobs,
            compose=compose,
            secret=SECRET,
            domain="reports.example",
            desk="http://desk.example",
        )
        self.reviewing = Reviewing(self.record, self.correspondence)
        self.asking = Asking(self.record, self.correspondence, self.reviewing)
        self.recording = Recording(self.record)
        self.memory = PostgresMemory(engine, self.clock)
        self.translating = Translating(self.record, self.memory, Drafting([self.machine], PostgresDrafts(engine, self.clock)))
        holding = Holding(self.record, self.correspondence, "http://desk.example")
        self.absences = Absences(self.record, self.correspondence, self.clock)
        self.reading = ReadingMail(
            self.record,
            self.blobs,
            facts=MailFacts(self.record, PostgresAnswers(engine, self.clock)),
            holding=holding,
            absences=self.absences,
            bounces=FluflBounces(),
            languages=LinguaLanguages(),
        )
        self.filing = Filing(self.record, self.stories, self.correspondence, holding, self.blobs)
        self.quarterly = Quarterly(self.record, self.correspondence, self.clock, "http://desk.example")
        self.sweeping = Sweeping(self.record, self.stories)
        self.annual = Annual(
            record=self.record,
            editions=self.editions,
            correspondence=self.correspondence,
            typesetter=ReportTypesetter(templates=resource("templates"), locales=resource("locales")),
            blobs=self.blobs,
            public=self.public,
            clock=self.clock,
            desk_url="http://desk.example",
        )

    async def begin(self) -> CycleOnRecord:
        """Put 2026 of the sample program on record."""
        loaded, cycle = sample()

        async def started() -> bool:
            return True

        act = Act(actor="p01", role="coordinator", door="test", verb="start", subject=cycle.id)
        await begin_cycle(self.engine, self.clock, cycle, sha=loaded.sha, source=loaded.text, act=act, start_story=started)
        return await self.record.cycle(cycle.id)

    async def open(self, report: str = REPORT) -> Opening:
        """Begin the cycle, open a report and let its story wait for answers."""
        await self.begin()
        program, quarter, group = report.split("/")
        start = ReportStart(report=report, program=program, year=int(quarter[:4]), quarter=quarter, group=group)
        opening = await self.asking.open_report(start)
        course = self.stories.courses[report] = Course()
        course.open(opening.owed, opening.parties)
        return opening

    def letter(self, kind: str, person: str) -> tuple[Envelope, EmailMessage]:
        """Return the last letter of a kind to a person."""
        found = [sent for sent in self.post.sent if f"/{kind}" in sent[0].key and sent[0].to.id == person]
        assert found, f"no {kind} to {person}: {self.post.kinds()}"
        envelope, raw = found[-1]
        return envelope, message_from_bytes(raw, policy=policy.default)

    async def reply(
        self, kind: str, person: str, words: str, *, sender: str = "", message_id: str = "", proofs: Proofs | None = None
    ) -> Stored:
        """Answer a letter with words typed above it; return what the mailroom made of it."""
        envelope, letter = self.letter(kind, person)
        message = EmailMessage()
        message["From"] = sender or envelope.to.address
        message["To"] = envelope.reply_to
        message["Subject"] = f"Re: {letter['Subject']}"
        message["Message-ID"] = message_id or f"<{len(self.post.sent)}.{abs(hash(words))}@mail.example>"
        message["In-Reply-To"] = envelope.message_id
        message.set_content(words)
        self.clock.at += timedelta(minutes=1)
        found = proofs or Proofs(envelope=str(message["From"]), spf="pass")
        return await self.mailroom.store(message.as_bytes(), recipients=[envelope.reply_to], door="test", proofs=found)

    async def take(self, stored: Stored) -> MailRead:
        """Read and file a stored mail, and let the story's main loop write what it took."""
        read = await self.reading.read_mail(HeldMail(digest=stored.digest))
        if read.verdict != "file":
            return read
        filed = await self.filing.file_mail(MailStart(digest=stored.digest))
        await self.write(stored.digest)
        return filed

    async def write(self, digest: str) -> None:
        """Do what a story's main loop does after it took something."""
        for story, _, message in self.stories.updates:
            if getattr(message, "digest", "") == digest and "/annual/" not in story:
                report, _, version = story.partition("/v")
                said = await self.record.offered(digest)
                course = self.stories.courses[story]
                outcomes = Outcomes(
                    report=report,
                    version=int(version or 1),
                    seq=course.seq,
                    phase=course.phase,
                    round=course.round,
                    accepted=(Accepted(seq=course.seq, what=What(said.what), ref=digest),),
                )
                await self.recording.record(outcomes)

    async def answered(self) -> None:
        """Let both parties' leads answer the wildfires form, and translate it."""
        await self.take(await self.reply("invitation", "p17", "WF-1: CAL FIRE trained 12 crews.\nStatus: on track\n"))
        await self.take(await self.reply("invitation", "p19", "WF-1: CONAFOR capacitó a 9 brigadas.\nEstado: en curso\n"))

    async def under_review(self) -> Course:
        """Bring the wildfires report to its reviewers."""
        await self.open()
        await self.answered()
        course = self.stories.courses[REPORT]
        text = await self.translating.translate(Work(report=REPORT, version=1))
        course.set_text(text.segments, text.approved)
        await self.ask(course)
        return course

    async def ask(self, course: Course, version: int = 1) -> None:
        """Ask the reviewers who have something to approve."""
        parties = course.unconvinced()
        await self.reviewing.ask_approval(
            Ask(report=REPORT, version=version, round=course.round, revision=course.revision, parties=parties)
        )
