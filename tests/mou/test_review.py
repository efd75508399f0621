"""Review by rule: hashes, coverage, authors."""

from datetime import UTC, datetime
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from mou.review import approved, author_refused, covered, current, facts_hash, shown_hash
from mou.segments import Segment
from mou.submission import FiledEntry, Standing, State

ON = datetime(2026, 4, 10, 16, tzinfo=UTC)
PARTIES = ("california", "mexico")


def entry(item: str = "AQ-1", party: str = "mexico", person: str = "p11", standing: Standing | None = None) -> FiledEntry:
    """Return an entry."""
    return FiledEntry(
        item=item, state=State.PROGRESS, standing=standing, text="Texto.", party=party, person=person, mail="m", arrived=ON,
        language="es", indicators={"people-trained": Decimal(12)},
    )  # fmt: skip


def segment(number: int, target: str = "Text.") -> Segment:
    """Return a segment."""
    return Segment(
        number=number, item="AQ-1", party="mexico", position=number, source_language="es", source=f"Texto {number}.",
        target_language="en", target=target,
    )  # fmt: skip


texts = st.dictionaries(st.integers(0, 8), st.sampled_from(["", "a", "b", "c"]), min_size=1, max_size=6)
approvals = st.fixed_dictionaries({party: st.frozensets(st.sampled_from(["", "a", "b", "c"])) for party in PARTIES})


@given(text=texts, seen=approvals)
@settings(max_examples=60)
def test_approved_only_if_every_party_covers_every_current_segment(text: dict[int, str], seen: dict[str, frozenset[str]]) -> None:
    """One party alone, or one segment uncovered or untranslated, is no approval."""
    every = all(bool(hash_) and hash_ in seen[party] for party in PARTIES for hash_ in text.values())
    assert approved(text, seen, PARTIES) is every


@given(text=texts, data=st.data())
@settings(max_examples=60)
def test_an_edit_unapproves_exactly_that_segment_for_the_other_party(text: dict[int, str], data: st.DataObject) -> None:
    """The editor has seen the new text; the other party has that one number open and no other."""
    text = {number: f"{hash_}{number}" for number, hash_ in text.items()}
    number = data.draw(st.sampled_from(sorted(text)))
    edited = {**text, number: "new"}
    seen = {"california": {*text.values(), "new"}, "mexico": set(text.values())}
    assert covered(edited, seen) == {"california": (), "mexico": (number,)}


@given(author=st.sampled_from(["p11", "p12"]), person=st.sampled_from(["p03", "p11", "p12"]))
@settings(max_examples=20)
def test_whoever_wrote_any_of_it_may_not_decide(author: str, person: str) -> None:
    """One entry is enough, wherever it stands."""
    assert author_refused([entry("AQ-2", person="p99"), entry(person=author)], person) is (author == person)


def test_no_parties_no_approval_and_silence_covers_nothing() -> None:
    """An empty list of parties approves nothing; a party that never decided has everything open."""
    assert not approved({1: "a"}, {}, ())
    assert not approved({1: "a"}, {"california": ["a"]}, PARTIES)


def test_the_shown_hash_does_not_depend_on_order() -> None:
    """The same text in any order of segments and entries is the same text."""
    segments, entries = [segment(1), segment(2)], [entry("AQ-1"), entry("AQ-2")]
    assert shown_hash(segments, entries) == shown_hash(segments[::-1], entries[::-1])
    assert len(shown_hash(segments, entries)) == 12


def test_the_shown_hash_changes_with_text_translation_number_and_facts() -> None:
    """Whatever a reviewer can see differently is another text."""
    seen = {
        shown_hash([segment(1)], [entry()]),
        shown_hash([segment(2)], [entry()]),
        shown_hash([segment(1, "Other text.")], [entry()]),
        shown_hash([segment(1)], [entry(standing=Standing.DONE)]),
        shown_hash([segment(1)], [entry(party="california")]),
    }
    assert len(seen) == 5


def test_facts_are_states_standings_values_and_the_text_as_a_whole() -> None:
    """A sentence taken away changes the facts, since no segment is left to show it; 12 is the same number as 12.0."""
    before = entry()
    assert facts_hash([before]) != facts_hash([before.model_copy(update={"text": "Otro texto."})])
    assert facts_hash([before]) == facts_hash([before.model_copy(update={"indicators": {"people-trained": Decimal("12.0")}})])
    assert facts_hash([before]) != facts_hash([before.model_copy(update={"indicators": {"people-trained": Decimal(13)}})])


def test_an_untranslated_segment_is_open_for_everybody() -> None:
    """Its hash is empty in the current text, and no approval can hold it."""
    text = current([segment(1, "")], [entry()])
    assert text[1] == ""
    assert covered(text, {"mexico": ["", text[0]]}) == {"mexico": (1,)}
