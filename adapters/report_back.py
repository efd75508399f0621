"""The report's closing: items without progress, next year, method and errata, annexes."""

from adapters.report_layout import Block, Bullets, Cell, Para, Section, Span, Table
from adapters.report_terms import Terms
from adapters.report_words import visible
from mou.report.told import ItemYear
from mou.report.tree import Erratum


def quiet(terms: Terms) -> Section:
    """Return the items nobody told progress on in the whole year, and what was said of them instead."""
    say = terms.say
    silent = [item for item in terms.report.items() if item.code in terms.report.quiet]
    if not silent:
        blocks: tuple[Block, ...] = (Para(text=say("There is none: progress was told, or awaits approval, on every plan item.")),)
    else:
        blocks = (
            Para(text=say("On these plan items no progress was told in any quarter.")),
            Bullets(lines=tuple((terms.link(item.code), Span(text=" – " + _instead(terms, item))) for item in silent)),
        )
    return Section(id="without-progress", title=say("Items without progress"), blocks=blocks, new_page=True)


def _instead(terms: Terms, item: ItemYear) -> str:
    def states(party: str) -> str:
        told = item.by(party=party)
        return terms.words.listed(
            f"{terms.short_quarter(one.quarter)} {terms.shown(one.shown, waived=one.waived).lower()}" for one in told
        )

    return "; ".join(f"{terms.party(party)}: {states(party)}" for party in terms.owing(item)) + "."


def ahead(terms: Terms) -> Section:
    """Return what is left for the next year."""
    say, report = terms.say, terms.report
    if not report.continues:
        intro = say("The agreement's term ends with this year. These plan items were not done by every party that owed them:")
    else:
        intro = say("Work goes on in %(year)s on the plan items that are not yet done:", year=report.year + 1)
    if not report.ahead:
        intro = say("Every plan item is done.")
    blocks: list[Block] = [Para(text=intro)]
    if report.ahead:
        blocks.append(Bullets(lines=tuple((terms.link(code),) for code in report.ahead)))
    if report.done:
        blocks += [Para(text=say("Done:")), Bullets(lines=tuple((terms.link(code),) for code in report.done))]
    return Section(id="next-year", title=say("Next year"), blocks=tuple(blocks))


def method(terms: Terms) -> Section:
    """Return how the figures are defined, how texts were approved, and what was corrected."""
    say = terms.say
    paragraphs = (
        say("The data cut of this edition was %(cut)s. What was not approved by then appears without its text.", cut=terms.cut()),
        say(
            "An entry is owed when its report was asked for, its deadline had come by the data cut, and it was not decided"
            " that none was required. Entries that were not required count in no rate."
        ),
        say("Reporting rate: entries answered by the data cut, late or not, of all entries owed."),
        say(
            "On-time rate: entries answered by the deadline, of all entries owed. Where a deadline had been moved, the moved"
            " one counts; such answers are also counted apart."
        ),
        say(
            "Each text is printed as its author wrote it. An approval is given by a reviewer of each party who did not write"
            " the text, and holds for exactly the wording that was shown."
        ),
    )
    sections = (*_changes(terms), _errata(terms))
    blocks = tuple(Para(text=text) for text in paragraphs)
    return Section(id="method", title=say("Method"), blocks=blocks, sections=sections, new_page=True)


def _changes(terms: Terms) -> tuple[Section, ...]:
    before = terms.report.previous
    if before is None:
        return ()
    say = terms.say
    intro = terms.count(
        "%(n)s entry reads differently from edition %(edition)s (%(hash)s).",
        "%(n)s entries read differently from edition %(edition)s (%(hash)s).",
        len(before.changed),
        edition=before.edition,
        hash=before.hash,
    )
    links = tuple((terms.entry_link(one),) for one in terms.report.told() if one.anchor in before.changed)
    blocks: tuple[Block, ...] = (Para(text=intro), Bullets(lines=links)) if links else (Para(text=intro),)
    return (Section(id="changes", title=say("Changes since the previous edition"), blocks=blocks),)


def _errata(terms: Terms) -> Section:
    say, errata = terms.say, terms.report.errata
    block: Block = Para(text=say("No approved text was corrected."))
    if errata:
        block = Table(
            caption=say("Texts corrected after their approval"),
            head=(say("Entry"), say("Corrected on"), say("Before"), say("Now")),
            rows=tuple(_erratum(terms, one) for one in errata),
        )
    return Section(id="errata", title=say("Errata"), blocks=(block,))


def _erratum(terms: Terms, one: Erratum) -> tuple[Cell, ...]:
    where = f"{one.item} · {terms.party(one.party)} · {terms.short_quarter(one.quarter)}"
    version = terms.say("version %(version)s", version=terms.words.number(one.version))
    if one.new and terms.report.previous is not None:
        version = terms.say("%(version)s, new in this edition", version=version)
    return (
        Cell(text=where, note=version, to=one.anchor, heading=True),
        Cell(text=terms.words.day(one.on, terms.zone(one.party))),
        _wording(terms, one.before),
        _wording(terms, one.after),
    )


def _wording(terms: Terms, texts: dict[str, str]) -> Cell:
    language = terms.language if texts.get(terms.language) else next((tag for tag in sorted(texts) if texts[tag]), "")
    known = language in terms.report.languages
    return Cell(text=visible(texts.get(language, "–")), language=language, region=terms.region(language) if known else "")


def annexes(terms: Terms) -> tuple[Section, ...]:
    """Return the annexes: data, glossary, acronyms, accessibility."""
    say = terms.say
    rows = say(
        "All entries, also the missing ones, are published as tables: data/entries.csv and data/entries.json. The JSON file is"
        " embedded in the PDF too. The file manifest.json lists every file with its SHA-256 and explains the columns."
    )
    access = say(
        "The page is made for screen readers, keyboards and print; the PDF is tagged. Foreign words carry their language."
        " If something is hard to use, write to %(contact)s.",
        contact=terms.report.contact,
    )
    return (
        Section(id="data", title=say("Annex: data"), blocks=(Para(text=rows),), new_page=True),
        Section(id="glossary", title=say("Annex: glossary"), blocks=(_glossary(terms),)),
        Section(id="acronyms", title=say("Annex: acronyms"), blocks=(_acronyms(terms),)),
        Section(id="accessibility", title=say("Annex: accessibility"), blocks=(Para(text=access),)),
    )


def _glossary(terms: Terms) -> Block:
    languages = terms.report.languages
    if not terms.report.glossary:
        return Para(text=terms.say("This edition has no glossary."))
    order = sorted(terms.report.glossary, key=lambda term: term.words.in_(terms.language).casefold())
    return Table(
        caption=terms.say("Terms in the languages of the agreement"),
        head=tuple(terms.words.name_of(language) for language in languages),
        rows=tuple(
            tuple(Cell(text=term.words.in_(language), language=language, region=terms.region(language)) for language in languages)
            for term in order
        ),
    )


def _acronyms(terms: Terms) -> Block:
    pairs = sorted(
        (term.acronym.in_(terms.language), term.words.in_(terms.language))
        for term in terms.report.glossary
        if term.acronym is not None
    )
    if not pairs:
        return Para(text=terms.say("This edition uses no acronyms of its own."))
    return Table(
        caption=terms.say("Acronyms used"),
        head=(terms.say("Acronym"), terms.say("Meaning")),
        rows=tuple((Cell(text=short, heading=True), Cell(text=long)) for short, long in pairs),
    )
