"""Where the texts come from, in the report's words: the notice on originals and translations, and each entry's small print."""

from collections import Counter
from collections.abc import Iterable

from adapters.report_layout import Para, Section
from adapters.report_terms import Terms
from adapters.report_words import visible
from mou.provenance import Provenance, Way, engine_name, engine_names, way, ways
from mou.report.told import Told


def notice(terms: Terms) -> Section:
    """Return which texts are originals, how the translations came to be, which counts, and whom to tell of an error."""
    say = terms.say
    original = say("Above each text it says whether this is the original, and in which language.")
    translated = say(
        "Translations are machine drafts reviewed by people, or written by people: below each entry it says which. None is"
        " published before a reviewer of each party has approved exactly its wording; any exception is signed by the coordinators"
        " of all parties and printed."
    )
    binding = say("Where original and translation differ, the original counts.")
    errors = say("If you find an error, please write to %(contact)s.", contact=terms.report.contact)
    paragraphs = (
        f"{original} {_originals(terms)}".strip(),
        f"{translated} {_translations(terms)}".strip(),
        f"{binding} {errors}",
        *_exceptions(terms),
    )
    return Section(id="translations", title=say("Originals and translations"), blocks=tuple(Para(text=one) for one in paragraphs))


def _exceptions(terms: Terms) -> tuple[str, ...]:
    n = sum(one.unreviewed is not None for one in terms.report.told())
    told = terms.count(
        "%(n)s entry of this edition was not approved in full: below it stands the exception that the coordinators signed.",
        "%(n)s entries of this edition were not approved in full: below each stands the exception that the coordinators signed.",
        n,
    )
    return (told,) if n else ()


def small_print(terms: Terms, one: Told) -> tuple[str, ...]:
    """Return who reported and approved an entry and when, how its translation came to be, and where the record has it."""
    if one.arrived is None:
        return ()
    say, words = terms.say, terms.words
    reported = say("Reported by %(person)s, %(day)s", person=one.person, day=words.day(one.arrived, terms.zone(one.party)))
    approved = tuple(
        say(
            "Approved for %(party)s by %(person)s, %(day)s",
            party=terms.party(each.party),
            person=each.person,
            day=words.day(each.on, terms.zone(each.party)),
        )
        for each in one.signatures
    )
    record = say("Mail %(digest)s, version %(version)s", digest=one.mail, version=words.number(one.version))
    return (reported, *approved, *_excepted(terms, one), *((_made(terms, one),) if one.translations else ()), record)


def _excepted(terms: Terms, one: Told) -> tuple[str, ...]:
    """Return what of an entry nobody reviewed, and who signed that it is published all the same, and why."""
    if one.unreviewed is None:
        return ()
    say, words = terms.say, terms.words
    what = terms.count(
        "Published by exception: the translation of %(n)s sentence was not approved by every party",
        "Published by exception: the translation of %(n)s sentences was not approved by every party",
        one.unreviewed.sentences,
    )
    facts = say("Published by exception: states and figures were not approved by every party")
    signed = (
        say(
            "Exception signed for %(party)s by %(person)s, %(day)s: “%(reason)s”",
            party=terms.party(each.party),
            person=each.person,
            day=words.day(each.on, terms.zone(each.party)),
            reason=visible(one.unreviewed.because.get(each.party, "")),
        )
        for each in one.unreviewed.signatures
    )
    return (*((what,) if one.unreviewed.sentences else ()), *((facts,) if one.unreviewed.facts else ()), *signed)


def _made(terms: Terms, one: Told) -> str:
    """Return how a translation came to be; trees from before segments had their provenance name an engine or none."""
    say = terms.say
    if one.provenance and one.unreviewed:
        return say("Translation: %(parts)s", parts=_parts(terms, one.provenance))
    if one.provenance:
        return say("Translation: %(parts)s; reviewed by those who approved it", parts=_parts(terms, one.provenance))
    if one.engine:
        return say("Translation drafted by %(engine)s, reviewed by those who approved it", engine=engine_name(one.engine))
    return say("Translation written and reviewed by people")


def _parts(terms: Terms, some: Iterable[Provenance]) -> str:
    segments = tuple(some)
    return terms.words.listed(_part(terms, each, n, segments) for each, n in ways(segments).items())


def _part(terms: Terms, this: Way, n: int, segments: Iterable[Provenance]) -> str:
    count = terms.count
    names = engine_names(one for one in segments if way(one) is this)
    engine = terms.words.listed(names) or terms.say("a machine")
    match this:
        case Way.DRAFTED:
            return count("%(n)s sentence drafted by %(engine)s", "%(n)s sentences drafted by %(engine)s", n, engine=engine)
        case Way.REWRITTEN:
            return count(
                "%(n)s sentence drafted by %(engine)s and rewritten or confirmed by a reviewer",
                "%(n)s sentences drafted by %(engine)s and rewritten or confirmed by a reviewer",
                n,
                engine=engine,
            )
        case Way.MEMORY:
            return count("%(n)s sentence translated as approved before", "%(n)s sentences translated as approved before", n)
        case Way.WRITTEN:
            return count("%(n)s sentence translated by a person", "%(n)s sentences translated by people", n)


def _originals(terms: Terms) -> str:
    written = Counter(one.language for one in terms.report.told() if one.text)
    told = terms.words.listed(
        terms.say("%(n)s in %(language)s", n=terms.words.number(written[language]), language=terms.words.name_of(language))
        for language in terms.report.languages
        if written[language]
    )
    return terms.say("Originals in this edition: %(told)s.", told=told) if told else ""


def _translations(terms: Terms) -> str:
    parts = _parts(terms, (each for one in terms.report.told() for each in one.provenance))
    return terms.say("In this edition: %(parts)s.", parts=parts) if parts else ""
