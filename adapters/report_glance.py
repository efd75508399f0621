"""The year at a glance: key figures, a chart with its numbers, standings and rates."""

from adapters.report_layout import Bar, Cell, Chart, Figure, Figures, Para, Part, Section, Table
from adapters.report_terms import Terms
from mou.report.rates import Rates
from mou.report.told import Shown
from mou.submission import Standing

_ALWAYS = (Shown.PROGRESS, Shown.NO_CHANGE, Shown.NOTHING, Shown.MISSING)


def _states(terms: Terms) -> tuple[Shown, ...]:
    """Return the four states, and the two others only where the year has them."""
    return tuple(shown for shown in Shown if shown in _ALWAYS or terms.report.glance.count(shown))


def glance(terms: Terms) -> Section:
    """Return the year in figures."""
    say, report, words = terms.say, terms.report, terms.words
    total = sum(report.glance.count(shown) for shown in Shown)
    intro = say(
        "%(items)s plan items, four quarters, %(parties)s parties: %(entries)s entries were owed in %(year)s.",
        items=words.number(len(terms.titles)),
        parties=words.number(len(report.parties)),
        entries=words.number(total),
        year=report.year,
    )
    figures = [(words.number(report.glance.count(shown)), terms.shown(shown)) for shown in _states(terms)]
    for rate, label in (
        (report.glance.rates.reporting, say("Reporting rate")),
        (report.glance.rates.on_time, say("On-time rate")),
    ):
        figures.append((words.percent(rate.share) if rate.share is not None else "–", label))
    return Section(
        id="at-a-glance",
        title=say("At a glance"),
        blocks=(
            Para(text=intro),
            Figures(figures=tuple(Figure(value=value, label=label) for value, label in figures)),
            _chart(terms),
            _by_quarter(terms),
            _standings(terms),
            _rates(terms),
        ),
        new_page=True,
    )


def _chart(terms: Terms) -> Chart:
    report, states = terms.report, _states(terms)
    bars = tuple(
        Bar(
            label=terms.short_quarter(quarter),
            parts=tuple(Part(n=counts[shown], tone=shown.value, label=terms.shown(shown)) for shown in states if counts[shown]),
        )
        for quarter, counts in report.glance.shown.items()
    )
    return Chart(
        title=terms.say("Entries by quarter and state"),
        text="; ".join(f"{bar.label}: {', '.join(f'{part.label} {part.n}' for part in bar.parts)}" for bar in bars),
        most=max(1, *(sum(part.n for part in bar.parts) for bar in bars)),
        bars=bars,
        legend=tuple(Part(n=report.glance.count(shown), tone=shown.value, label=terms.shown(shown)) for shown in states),
    )


def _by_quarter(terms: Terms) -> Table:
    states = _states(terms)
    return Table(
        caption=terms.say("Entries by quarter, as numbers"),
        head=(terms.say("Quarter"), *(terms.shown(shown) for shown in states)),
        rows=tuple(
            (
                Cell(text=terms.short_quarter(quarter), heading=True),
                *(Cell(text=terms.words.number(counts[shown])) for shown in states),
            )
            for quarter, counts in terms.report.glance.shown.items()
        ),
    )


def _standings(terms: Terms) -> Table:
    counts = terms.report.glance.standings
    return Table(
        caption=terms.say("How items stood, by the last word of each party"),
        head=tuple(terms.standing(standing) for standing in Standing),
        rows=(tuple(Cell(text=terms.words.number(counts[standing])) for standing in Standing),),
    )


def _rates(terms: Terms) -> Table:
    say, report = terms.say, terms.report
    named = [(terms.group(chapter.code), chapter.rates) for chapter in report.chapters]
    named += [(terms.party(party), rates) for party, rates in report.glance.by_party.items()]
    named.append((say("All"), report.glance.rates))
    return Table(
        caption=say("Reporting and on-time rates by working group and by party"),
        head=(say("Of"), say("Reporting rate"), say("On-time rate"), say("On time by a moved deadline")),
        rows=tuple(_rate_row(terms, name, rates) for name, rates in named),
    )


def _rate_row(terms: Terms, name: str, rates: Rates) -> tuple[Cell, ...]:
    return (
        Cell(text=name, heading=True),
        Cell(text=terms.words.rate(rates.reporting)),
        Cell(text=terms.words.rate(rates.on_time)),
        Cell(text=terms.words.number(rates.extended)),
    )
