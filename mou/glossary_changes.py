"""What a change of a glossary touches: approved text that holds a term which was added, removed or changed. It changes none."""

import re
from collections.abc import Iterable, Iterator, Sequence

from mou.glossary import Row, texts
from mou.model import Model
from mou.segments import Segment

_WEIGHS = ("kind", "gender", "forbidden")
"""What of a row changes drafts or checks, besides its texts; a part of speech, a source or a note changes no sentence."""


class ApprovedSegment(Model):
    """A segment of the last approved version of a report."""

    report: str
    segment: Segment


class Touched(Model):
    """An approved segment, and the terms that touch it as they stand in it, in lower case."""

    approved: ApprovedSegment
    terms: tuple[str, ...]


def changed(old: Iterable[Row], new: Iterable[Row]) -> tuple[Row, ...]:
    """Return the rows that only one of the two has; a changed row stands here as it was and as it is."""
    before, after = ({_content(row): row for row in rows} for rows in (old, new))
    gone = [row for content, row in before.items() if content not in after]
    return (*gone, *(row for content, row in after.items() if content not in before))


def touched(approved: Iterable[ApprovedSegment], rows: Sequence[Row]) -> Iterator[Touched]:
    """Yield the segments whose source or target holds one of these terms in its own language: as whole words, in any case."""
    terms = {(language, " ".join(text.split()).lower()) for row in rows for language, text in texts(row).items()}
    patterns = [(language, text, _whole(text)) for language, text in sorted(terms)]
    for one in approved:
        said = {one.segment.source_language: one.segment.source, one.segment.target_language: one.segment.target}
        if found := [text for language, text, whole in patterns if whole.search(said.get(language, ""))]:
            yield Touched(approved=one, terms=tuple(found))


def _content(row: Row) -> tuple[object, ...]:
    return (*sorted(texts(row).items()), *(row.get(column, "") for column in _WEIGHS))


def _whole(text: str) -> re.Pattern[str]:
    words = r"\s+".join(map(re.escape, text.split()))
    return re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE)
