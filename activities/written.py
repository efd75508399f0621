"""What each answer of a reply is written in, kept with the reading: told once, so that no later version tells it otherwise."""

from collections.abc import Iterable, Sequence

from activities.offers import Bound
from mou.keeping import ReadingRow
from mou.languages import Languages, WrittenIn, written_in
from mou.submission import Entry

_KEPT = "languages"


def told_languages(entries: Iterable[Entry], *, form: str, among: Sequence[str], languages: Languages) -> Bound:
    """Return what is stored with a reading: by item, what each of its entries is written in."""
    found = {one.item: written_in(one.text, form=form, among=among, languages=languages) for one in entries}
    return {_KEPT: {item: one.model_dump() for item, one in found.items()}}


def written(said: ReadingRow, item: str) -> WrittenIn:
    """Return what the answer to an item is written in; of a reading that was stored without it, the language of its form."""
    kept = said.said.get(_KEPT)
    one = kept.get(item) if isinstance(kept, dict) else None
    return WrittenIn(language=said.language) if one is None else WrittenIn.model_validate(one)
