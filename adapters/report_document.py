"""Puts an annual report into one language's words: the one document that the page and the PDF are both laid out from."""

from adapters import report_back, report_chapters, report_front, report_glance
from adapters.report_layout import Document, Labels, Section
from adapters.report_terms import Terms
from adapters.report_words import Words
from mou.report.tree import AnnualReport


def document(report: AnnualReport, words: Words) -> Document:
    """Return the report in the words' language. Raise Invalid for a missing translation, LookupError for a missing wording."""
    terms = Terms(report, words)
    say = terms.say
    local = report.cut
    return Document(
        language=words.language,
        region=words.region,
        title=say("Annual report %(year)s", year=report.year),
        kicker=report.short.in_(words.language),
        subtitle=report.name.in_(words.language),
        year=str(report.year),
        day=(local.year, local.month, local.day),
        facts=_facts(terms),
        labels=_labels(terms),
        sections=_sections(terms),
    )


def _facts(terms: Terms) -> tuple[tuple[str, str], ...]:
    say, report = terms.say, terms.report
    return (
        (say("Parties"), terms.words.listed(terms.party(party.code) for party in report.parties)),
        (say("Edition"), terms.words.number(report.edition)),
        (say("Data cut"), terms.cut()),
        (say("Edition's hash"), report.hash),
    )


def _labels(terms: Terms) -> Labels:
    say = terms.say
    return Labels(
        contents=say("Contents"),
        skip=say("Skip to the report"),
        languages=say("This report in other languages"),
        downloads=say("Downloads"),
        page=say("Page"),
        attachment=say("All entries of the report as data"),
    )


def _sections(terms: Terms) -> tuple[Section, ...]:
    main = (
        report_glance.glance(terms),
        report_front.message(terms),
        report_front.about(terms),
        report_chapters.scorecard(terms),
        *report_chapters.chapters(terms),
        report_back.quiet(terms),
        report_back.ahead(terms),
        report_back.method(terms),
    )
    numbered = (one.model_copy(update={"code": str(number)}) for number, one in enumerate(main, 1))
    return (*numbered, *report_back.annexes(terms))
