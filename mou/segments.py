"""Segments: one translatable sentence each, cut losslessly, with a hash that binds source and translation."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from hashlib import sha256
from itertools import count

from mou.cutting import rejoined, sentences
from mou.model import Model
from mou.submission import FiledEntry


class Direction(Model):
    """From which language into which."""

    source: str
    target: str


class Draft(Model):
    """An engine's proposal. Empty `text`: none. `unknown` counts words the engine did not know; `engine` is name and version."""

    text: str
    unknown: int = 0
    engine: str = ""


class Origin(StrEnum):
    """How a translation came to be. `VOUCHED`: by a person who was shown what the checks saw in it, and says that it is right."""

    NONE = "none"
    DRAFT = "draft"
    MEMORY = "memory"
    PERSON = "person"
    VOUCHED = "vouched"


_MADE = {"target", "origin", "engine", "glossary", "unknown", "editor", "former_source", "former_target", "in_context"}


class Segment(Model):
    """A segment of a submission: where it stands, its source, its translation and who or what made it.

    `number` is the one people use, from 1 in the submission; `position` counts the sentences of one entry, from 1. `glossary`
    is the version of the glossary it was drafted with; `unknown` counts the words its engine did not know. `in_context` is said
    of what came from memory: it stood between the same sentences there. `former_source` and `former_target` are the pair it
    stands for since its author changed the sentence, "" for one that is new or unchanged.
    """

    number: int
    item: str
    party: str
    position: int
    source_language: str
    source: str
    target_language: str
    target: str = ""
    origin: Origin = Origin.NONE
    engine: str = ""
    glossary: str = ""
    unknown: int = 0
    editor: str = ""
    former_source: str = ""
    former_target: str = ""
    in_context: bool = False

    @property
    def hash(self) -> str:
        """Return the hash an approval binds to: of source and translation and their languages."""
        return pair_hash(self.source_language, self.source, self.target_language, self.target)

    def made(self) -> dict[str, object]:
        """Return the translation and how it came to be, as `model_copy` takes it for another segment of the same source."""
        return self.model_dump(include=_MADE)


def pair_hash(source_language: str, source: str, target_language: str, target: str) -> str:
    """Return 16 hex digits that change when any of the four changes."""
    joined = f"{source_language}\x1f{source}\x1f{target_language}\x1f{target}"
    return sha256(joined.encode()).hexdigest()[:16]


def segments_of(
    entries: Iterable[FiledEntry], languages: Sequence[str], elsewhere: Mapping[tuple[str, str], Mapping[str, str]] | None = None
) -> tuple[Segment, ...]:
    """Return one untranslated segment per sentence and other language, numbered from 1 in the order given.

    `elsewhere` gives, by (item, party), the language of the sentences that are not in their entry's.
    """
    numbers = count(1)
    return tuple(
        Segment(
            number=next(numbers),
            item=entry.item,
            party=entry.party,
            position=position,
            source_language=source,
            source=sentence,
            target_language=target,
        )
        for entry in entries
        for sentence, position, source, target in _turned(entry, languages, (elsewhere or {}).get((entry.item, entry.party), {}))
    )


def renewed(old: Iterable[Segment], new: Iterable[Segment]) -> tuple[Segment, ...]:
    """Return `new` with the translations of `old` wherever the same party's sentence under the same item is unchanged.

    A sentence that stands twice keeps its translations in their order.
    """
    done: dict[tuple[str, ...], list[Segment]] = defaultdict(list)
    for segment in old:
        if segment.target:
            done[_place(segment)].append(segment)
    return tuple(_renewed(segment, done[_place(segment)]) for segment in new)


def translations(entries: Iterable[FiledEntry], segments: Iterable[Segment]) -> dict[tuple[str, str], dict[str, str]]:
    """Return each entry's finished translations, by (item, party) and then language.

    White space and paragraphs between the sentences stay, and so does a sentence that is in the language already. A language
    with a sentence missing, or made for other source words, is left out: a text is never published in part.
    """
    by_entry: dict[tuple[str, str], dict[str, dict[int, Segment]]] = defaultdict(lambda: defaultdict(dict))
    for segment in segments:
        by_entry[segment.item, segment.party][segment.target_language][segment.position] = segment
    return {
        (entry.item, entry.party): {
            language: text
            for language, placed in by_entry[entry.item, entry.party].items()
            if (text := _rebuilt(entry.text, placed, _written(by_entry[entry.item, entry.party], language))) is not None
        }
        for entry in entries
    }


def translated(entries: Sequence[FiledEntry], segments: Iterable[Segment]) -> tuple[FiledEntry, ...]:
    """Return the entries with `translations` filled in; what was there for these languages is replaced."""
    told = translations(entries, segments)
    return tuple(entry.model_copy(update={"translations": told[entry.item, entry.party]}) for entry in entries)


def _place(segment: Segment) -> tuple[str, ...]:
    return segment.item, segment.party, segment.source_language, segment.source, segment.target_language


def _renewed(segment: Segment, done: list[Segment]) -> Segment:
    if not done:
        return segment
    one = done.pop(0) if len(done) > 1 else done[0]
    return segment.model_copy(update=one.made())


def _turned(entry: FiledEntry, languages: Sequence[str], elsewhere: Mapping[str, str]) -> Iterator[tuple[str, int, str, str]]:
    """Yield sentence, position, source and target; the whole text into a first language comes before the second."""
    cut = [
        (sentence, position, elsewhere.get(sentence, entry.language))
        for position, sentence in enumerate(sentences(entry.text), start=1)
    ]
    for turn in range(len(languages)):
        for sentence, position, source in cut:
            targets = [language for language in languages if language != source]
            for target in targets[turn : turn + 1]:
                yield sentence, position, source, target


def _written(targets: Mapping[str, Mapping[int, Segment]], language: str) -> dict[int, str]:
    """Return, by position, the sentences of an entry that are written in this language."""
    every = (segment for placed in targets.values() for segment in placed.values())
    return {segment.position: segment.source for segment in every if segment.source_language == language}


def _rebuilt(text: str, placed: Mapping[int, Segment], written: Mapping[int, str]) -> str | None:
    """Return the whole text in one language, or None when a sentence is missing or stale."""
    said = list[str]()
    for number, sentence in enumerate(sentences(text), start=1):
        if written.get(number) == sentence:
            said.append(sentence)
            continue
        segment = placed.get(number)
        if segment is None or not segment.target.strip() or segment.source != sentence:
            return None
        said.append(segment.target.strip())
    return rejoined(text, said)
