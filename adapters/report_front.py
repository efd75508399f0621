"""The report's opening words: the joint message, and what the agreement is."""

from adapters.report_layout import Bullets, Cell, Para, Section, Span, Table
from adapters.report_provenance import notice
from adapters.report_terms import Terms
from mou.report.told import Shown


def message(terms: Terms) -> Section:
    """Return the coordinators' joint message, made from the year's figures and signed with their names."""
    say, report, words = terms.say, terms.report, terms.words
    told = report.glance.count(Shown.PROGRESS)
    paragraphs = [
        say(
            "In %(year)s our governments went on working together under the %(agreement)s. This report says, item by item,"
            " what was achieved and what was not.",
            year=report.year,
            agreement=report.short.in_(terms.language),
        ),
        terms.count(
            "Our working groups told of progress %(n)s time. The reporting rate was %(reporting)s and the on-time rate"
            " %(on_time)s.",
            "Our working groups told of progress %(n)s times. The reporting rate was %(reporting)s and the on-time rate"
            " %(on_time)s.",
            told,
            reporting=words.rate(report.glance.rates.reporting),
            on_time=words.rate(report.glance.rates.on_time),
        ),
        _done(terms),
        say(
            "Every entry was approved by each party before it was published, save for exceptions, which it prints."
            " Where an answer is missing, the report says so."
        ),
    ]
    signed = tuple(
        (Span(text=say("%(person)s, coordinator for %(party)s", person=party.coordinator, party=terms.party(party.code))),)
        for party in report.parties
    )
    blocks = (*(Para(text=text) for text in paragraphs), Bullets(lines=signed))
    return Section(id="joint-message", title=say("Joint message of the coordinators"), blocks=blocks)


def _done(terms: Terms) -> str:
    if not terms.report.ahead:
        return terms.say("Every plan item is done.")
    if not terms.report.done:
        return terms.say("No plan item is done yet by every party that owes it; all are listed under next year.")
    return terms.count(
        "%(n)s plan item is done by every party that owed it; the others are listed under next year.",
        "%(n)s plan items are done by every party that owed them; the others are listed under next year.",
        len(terms.report.done),
    )


def about(terms: Terms) -> Section:
    """Return what the agreement is, who takes part, how to read the report, and how its translations came to be."""
    say, report, words = terms.say, terms.report, terms.words
    term = say(
        "The agreement runs from %(first)s to %(last)s.",
        first=words.day(report.span.first),
        last=words.day(report.span.last),
    )
    contact = say("Contact: %(contact)s.", contact=report.contact)
    read = (
        say("Progress: the party told what was done in the quarter."),
        say("No change: the party said that its last word still stands."),
        say("Nothing to report: the party said so and why, or a coordinator decided that no report was required."),
        say("Missing: nobody answered."),
        say("Awaiting approval: at the data cut not every party had approved the text, so it is not printed."),
        say("Not asked: no report was asked for that quarter."),
    )
    return Section(
        id="about",
        title=say("About the agreement"),
        blocks=(
            *(Para(text=text) for text in report.about.in_(terms.language).split("\n\n")),
            Para(text=f"{term} {contact}"),
            _groups(terms),
            Para(text=say("How to read the states of an entry:")),
            Bullets(lines=tuple((Span(text=line),) for line in read)),
        ),
        sections=(notice(terms),),
    )


def _groups(terms: Terms) -> Table:
    parties = terms.report.parties
    return Table(
        caption=terms.say("Working groups and their leads"),
        head=(terms.say("Working group"), *(terms.party(party.code) for party in parties), terms.say("Plan items")),
        rows=tuple(
            (
                Cell(text=terms.group(chapter.code), heading=True, to=f"chapter-{chapter.code}"),
                *(Cell(text=chapter.leads.get(party.code, "–")) for party in parties),
                Cell(text=terms.words.number(len(chapter.items))),
            )
            for chapter in terms.report.chapters
        ),
    )
