"""What the link in a reviewer's letter leads to: the text as it stands now, and their decision on exactly that.

A decision made here goes the way of one that came by mail: put on record as offered, then taken or refused by the story.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from activities.offers import bound, decision_offer
from activities.shown_text import ShownText
from mou.answering import Answers
from mou.drafting import Drafting
from mou.errors import Refused, Unknown
from mou.inbound.page_token import ref_of
from mou.inbound.token import LIFE
from mou.keeping import CycleOnRecord, LetterRow, ReadingRow, Record
from mou.letters.blocks import Kind
from mou.memory import Memory
from mou.ports import Clock, Stories
from mou.reading import Correction, DecisionReading, Outcome
from mou.review import shown_hash
from mou.segments import Direction
from mou.steps import What
from mou.stories import DECIDE, Taken, Verb, story_id
from mou.submission import Phase
from web.review_rows import Row, Typed, beside, rows_of

KINDS = frozenset({Kind.APPROVAL_REQUEST, Kind.REVIEW_REMINDER, Kind.REVIEW_ESCALATION})
DOOR = "review-page"


@dataclass(frozen=True, kw_only=True)
class Review:
    """A submission's text as it stands now, for one reviewer. `phase` says whether anything may be decided.

    `seq` is the last thing its story took that is on record.
    """

    letter: LetterRow
    cycle: CycleOnRecord
    group: str
    quarter: str
    phase: Phase
    seq: int
    text: ShownText
    shown: str
    rows: Mapping[int, Row]

    @property
    def open(self) -> bool:
        """Whether decisions are taken now."""
        return self.phase is Phase.REVIEWING

    @property
    def left(self) -> frozenset[int]:
        """Return the numbers this reviewer's party has not approved (0: the facts)."""
        return self.text.open_numbers(self.letter.party)


class Reviews:
    """Found by the token of the letter alone, which only the person at the address on record has."""

    def __init__(
        self,
        *,
        answers: Answers,
        record: Record,
        clock: Clock,
        secret: bytes,
        stories: Callable[[], Awaitable[Stories]],
        drafting: Callable[[], Drafting],
        memory: Memory,
    ) -> None:
        self._answers = answers
        self._record = record
        self._clock = clock
        self._secret = secret
        self._stories = stories
        self._drafting = drafting
        self._memory = memory

    async def review(self, token: str, typed: Typed | None = None) -> Review:
        """Return the text as it stands, with what was typed in place of what is on record.

        Raise Unknown for a token that is none, too old, or of somebody who has left the role.
        """
        letter, cycle = await self._found(token)
        async with self._record.book(letter.report) as book:
            text = await ShownText.of(book, letter.version)
            version = {row.version: row for row in await book.submissions()}[letter.version]
        rows = rows_of(text, cycle, typed or Typed(shown=""))
        return Review(
            letter=letter,
            cycle=cycle,
            group=book.group,
            quarter=book.quarter,
            phase=version.phase,
            seq=version.seq,
            text=text,
            shown=shown_hash(text.segments, text.entries),
            rows={number: await beside(row, cycle.program.code, self._memory) for number, row in rows.items()},
        )

    async def back(self, review: Review, number: int) -> Review:
        """Return the review with one translation drafted back into its source's language; "" where no engine can."""
        row = review.rows[number]
        direction = Direction(source=row.segment.target_language, target=row.segment.source_language)
        made = await self._drafting().draft([row.segment.target], direction, review.cycle.agreed)
        rows = {**review.rows, number: row.model_copy(update={"back": made.drafts[0].text})}
        return Review(**{**vars(review), "rows": rows})

    async def decide(self, review: Review, typed: Typed, verb: Verb) -> Taken:
        """Offer the decision to its story. Raise Refused with the rule's code as `where`, or Unavailable (nothing changed)."""
        decision = DecisionReading(
            outcome=Outcome.ACCEPT,
            reason=str(verb),
            verb=verb,
            because=typed.because.strip(),
            corrections=() if verb is Verb.RETURN else corrections(review),
        )
        binding = bound(decision, review.text.manifest, review.text.segments, glossary=review.cycle.agreed)
        said: dict[str, object] = {**decision.model_dump(mode="json"), **binding, "shown": review.shown}
        stories = await self._stories()  # before anything is put on record: Temporal may be away
        row = await self._record.offer(self._row(review, said))
        story = story_id(review.letter.report, review.letter.version)
        try:
            taken = await stories.update(story, DECIDE, decision_offer(row), update=row.digest, answer=Taken)
        except Unknown:
            raise Refused("The story of this report has ended.", where="closed") from None
        assert isinstance(taken, Taken)  # noqa: S101 - the port answers with the type it was asked for
        return taken

    def _row(self, review: Review, said: dict[str, object]) -> ReadingRow:
        letter = review.letter
        # Pressed twice it is one decision; the same words after something else was decided are another.
        digest = sha256(f"{letter.key}\x1f{review.seq}\x1f{review.text.manifest}\x1f{said}".encode()).hexdigest()
        return ReadingRow(
            digest=digest,
            what=What.DECISION,
            report=letter.report,
            version=letter.version,
            party=letter.party,
            person=letter.person,
            language=letter.language,
            said=said,
            door=DOOR,
            offered_on=review.cycle.pace.agreement(self._clock.now()),
        )

    async def _found(self, token: str) -> tuple[LetterRow, CycleOnRecord]:
        ref = ref_of(self._secret, token)
        if ref is None:
            raise Unknown("This address belongs to no letter of ours.", where="review")
        letter = await self._answers.letter_of_ref(ref)
        if letter.kind not in KINDS or letter.decided_on is None:
            raise Unknown("This address belongs to no request to review.", where="review")
        async with self._record.book(letter.report) as book:
            cycle = book.cycle
        reviewer = cycle.program.party(letter.party).reviewer
        too_old = cycle.pace.agreement(self._clock.now()) - letter.decided_on > LIFE
        if too_old or letter.person not in {reviewer.holder, reviewer.alternate}:
            raise Unknown("This address is no longer valid.", where="review")
        return letter, cycle


def corrections(review: Review) -> tuple[Correction, ...]:
    """Return what was rewritten or vouched for, by number."""
    return tuple(
        Correction(
            number=number,
            language=row.segment.target_language,
            text=row.segment.target,
            vouched=row.vouched,
        )
        for number, row in sorted(review.rows.items())
        if row.segment.target and (row.changed or row.vouched)
    )
