"""The scorecard and the chapters: every plan item once in each, with what every party told about it."""

from adapters.report_layout import Block, Cell, Chip, Entry, Para, Passage, Section, Span, Table
from adapters.report_provenance import small_print
from adapters.report_terms import Terms
from adapters.report_words import visible
from mou.report.told import ItemYear, Shown, Told
from mou.report.tree import Chapter


def scorecard(terms: Terms) -> Section:
    """Return one table per working group; every item has one row per party that owes it."""
    say = terms.say
    intro = Para(text=say("Each cell says what a party told about an item in a quarter, and how the item stood then."))
    tables = (_scores(terms, chapter) for chapter in terms.report.chapters)
    return Section(id="scorecard", title=say("Scorecard"), blocks=(intro, *tables), new_page=True)


def _scores(terms: Terms, chapter: Chapter) -> Table:
    head = (terms.say("Item"), terms.say("Party"), *(terms.short_quarter(one) for one in terms.report.quarters))
    rows: list[tuple[Cell, ...]] = []
    for item in chapter.items:
        owing = terms.owing(item)
        for place, party in enumerate(owing):
            name = Cell(text=item.code, note=terms.titles[item.code], to=item.code, heading=True, rows=len(owing))
            cells = (Cell(text=terms.party(party)), *(terms.score(one) for one in item.by(party=party)))
            rows.append((name, *cells) if place == 0 else cells)
    return Table(caption=terms.group(chapter.code), head=head, rows=tuple(rows), wide=True)


def chapters(terms: Terms) -> tuple[Section, ...]:
    """Return one section per working group."""
    return tuple(_chapter(terms, chapter) for chapter in terms.report.chapters)


def _chapter(terms: Terms, chapter: Chapter) -> Section:
    words = terms.words
    goals = terms.count(
        "This working group has %(n)s goal in the joint action plan.",
        "This working group has %(n)s goals in the joint action plan.",
        len(chapter.items),
    )
    led = terms.say(
        "It is led by %(leads)s.",
        leads=words.listed(f"{name} ({terms.party(party)})" for party, name in chapter.leads.items()),
    )
    rates = terms.say(
        "Reporting rate: %(reporting)s. On-time rate: %(on_time)s.",
        reporting=words.rate(chapter.rates.reporting),
        on_time=words.rate(chapter.rates.on_time),
    )
    return Section(
        id=f"chapter-{chapter.code}",
        title=terms.group(chapter.code),
        blocks=(Para(text=f"{goals} {led}"), Para(text=rates)),
        sections=tuple(_item(terms, item) for item in chapter.items),
        new_page=True,
    )


def _item(terms: Terms, item: ItemYear) -> Section:
    return Section(
        id=item.code,
        code=item.code,
        title=terms.titles[item.code],
        sections=tuple(_quarter(terms, item, quarter) for quarter in terms.report.quarters),
    )


def _quarter(terms: Terms, item: ItemYear, quarter: str) -> Section:
    entries: tuple[Block, ...] = tuple(_entry(terms, item, one) for one in item.of(quarter=quarter))
    return Section(id=f"{quarter}-{item.code}", title=terms.quarter(quarter), blocks=entries)


def _entry(terms: Terms, item: ItemYear, one: Told) -> Entry:
    chips = [Chip(text=terms.shown(one.shown, waived=one.waived), tone=one.shown.value)]
    if one.standing:
        chips.append(Chip(text=terms.standing(one.standing), tone=one.standing.value))
    if one.late:
        chips.append(Chip(text=terms.say("Late"), tone="late"))
    return Entry(
        anchor=one.anchor,
        party=terms.party(one.party),
        chips=tuple(chips),
        passages=_passages(terms, one),
        lines=(*_why(terms, one), *_measured(terms, item, one)),
        provenance=small_print(terms, one),
    )


def _passages(terms: Terms, one: Told) -> tuple[Passage, ...]:
    """Return the text in the reader's language first, then in the others; original and translation say which they are."""
    order = sorted(terms.report.languages, key=lambda language: language != terms.language)
    return tuple(_passage(terms, one, language) for language in order if one.said(language))


def _passage(terms: Terms, one: Told, language: str) -> Passage:
    paragraphs = tuple(part.strip() for part in visible(one.said(language)).split("\n\n") if part.strip())
    return Passage(label=_origin(terms, one, language), language=language, region=terms.region(language), paragraphs=paragraphs)


def _origin(terms: Terms, one: Told, language: str) -> str:
    name = terms.words.name_of(language)
    if one.mixed(language):
        return terms.say("Partly original, partly translation, %(language)s", language=name)
    if language == one.language:
        return terms.say("Original, %(language)s", language=name)
    return terms.say("Translation, %(language)s", language=name)


def _why(terms: Terms, one: Told) -> tuple[tuple[Span, ...], ...]:
    """Return why there is no text, where there is none."""
    say = terms.say
    if one.stands_on:
        quarter = terms.short_quarter(one.stands_on[:7])
        return ((Span(text=say("What was told in %(quarter)s still stands.", quarter=quarter), to=one.stands_on),),)
    if one.shown is Shown.NO_CHANGE and not one.text:
        return ((Span(text=say("The party said that nothing changed since its last report.")),),)
    why = {
        Shown.MISSING: say("No answer was received for this quarter."),
        Shown.AWAITING: say("Not yet approved by every party at the data cut; it will appear in a later edition."),
        Shown.NOT_ASKED: say("No report was asked for this quarter."),
    }.get(one.shown, "")
    why = say("A coordinator decided that no report was required.") if one.waived else why
    return tuple((Span(text=text),) for text in (why, visible(one.reason)) if text)


def _measured(terms: Terms, item: ItemYear, one: Told) -> tuple[tuple[Span, ...], ...]:
    names = {indicator.code: indicator.name.in_(terms.language) for indicator in item.indicators}
    pairs = ((names.get(code, code), terms.words.number(value)) for code, value in sorted(one.indicators.items()))
    return tuple((Span(text=terms.say("%(name)s: %(value)s", name=name, value=value)),) for name, value in pairs)
