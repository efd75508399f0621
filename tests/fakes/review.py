"""A review of the sample report for pages: every state a row can be in, and a story that takes everything."""

from datetime import UTC, datetime

from activities.shown_text import ShownText
from mou.errors import Unknown
from mou.keeping import CycleOnRecord, LetterRow
from mou.letters.blocks import Kind
from mou.memory import Suggestion
from mou.pace import Pace
from mou.review import shown_hash
from mou.segments import Origin, Segment
from mou.stories import Taken, Verb
from mou.submission import Phase
from tests.fakes.sample_report import sample
from web.review_rows import Typed, rows_of
from web.reviews import Review

_MADE: tuple[dict[str, object], ...] = (
    {"origin": Origin.DRAFT, "engine": "apertium 1", "unknown": 2, "former_source": "Before.", "former_target": "Antes."},
    {"origin": Origin.PERSON, "target": "99"},
    {"origin": Origin.NONE, "target": ""},
    {"origin": Origin.MEMORY},
)
SIMILAR = (Suggestion(source="Nearly.", target="Casi.", score=0.9),)


class FakeReviews:
    """The same review behind every token."""

    async def review(self, token: str, typed: Typed | None = None) -> Review:
        """Return it; behind the token "gone" there is none."""
        if token == "gone":
            raise Unknown("this token is none")
        made = sample()
        segments = tuple(_made(one, at) for at, one in enumerate(made.segments()))
        text = ShownText(1, 1, made.entries(), segments)
        letter = LetterRow(
            key=token, kind=Kind.APPROVAL_REQUEST, program="ca-mx", person="p01", party="california",
            decided_on=datetime(2026, 4, 8, tzinfo=UTC),
        )  # fmt: skip
        cycle = CycleOnRecord(
            id="ca-mx/2026", year=2026, program=made.program, program_version=1, calendars={}, plan=made.cycle,
            pace=Pace(), first_quarter=made.plan.quarter,
        )  # fmt: skip
        rows = rows_of(text, cycle, typed or Typed(shown=""))
        return Review(
            letter=letter,
            cycle=cycle,
            group=made.group.code,
            quarter=made.plan.quarter,
            phase=Phase.REVIEWING,
            seq=1,
            text=text,
            shown=shown_hash(segments, made.entries()),
            rows={number: row.model_copy(update={"similar": SIMILAR}) for number, row in rows.items()},
        )

    async def back(self, review: Review, number: int) -> Review:
        """Return it with a text drafted back."""
        rows = {**review.rows, number: review.rows[number].model_copy(update={"back": "Back."})}
        return Review(**{**vars(review), "rows": rows})

    async def decide(self, review: Review, typed: Typed, verb: Verb) -> Taken:
        """Take it; something stays open."""
        del review, typed, verb
        return Taken(seq=1, phase=Phase.REVIEWING, open=("0", "3"))


def _made(segment: Segment, at: int) -> Segment:
    return segment.model_copy(update=_MADE[at % len(_MADE)])
