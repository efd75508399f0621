"""Assembles the annual report: every plan item of the year, told only as far as it was approved at the data cut."""

from collections import Counter
from datetime import UTC, datetime

from mou.program import Group, Item, Party, Program
from mou.record import ReportOnRecord
from mou.report.entries import told
from mou.report.printable import printable
from mou.report.rates import rates
from mou.report.told import ItemYear, Shown, Told
from mou.report.tree import (
    AnnualReport,
    Chapter,
    Erratum,
    Glance,
    Previous,
    ReportParty,
    Term,
)
from mou.submission import Standing

_QUARTERS = 4
_SILENT = {Shown.MISSING, Shown.NOTHING, Shown.NO_CHANGE, Shown.NOT_ASKED}


def annual(
    *,
    program: Program,
    year: int,
    edition: int,
    reports: tuple[ReportOnRecord, ...],
    cut: datetime,
    previous: AnnualReport | None = None,
    glossary: tuple[Term, ...] = (),
) -> AnnualReport:
    """Return one edition of the report of a year.

    `reports` are the year's, as approved last (an amendment under review is not in them); those of other years are ignored.
    What was not approved at the agreement instant `cut` is shown as awaiting approval, without its text. `previous` is the
    edition before, from which changes and new errata are told. The order of `reports` makes no difference.
    """
    cut = cut.astimezone(UTC)
    quarters = tuple(f"{year}-Q{number}" for number in range(1, _QUARTERS + 1))
    by_key = {(one.quarter, one.group): one for one in reports if one.quarter in quarters}
    ours = tuple(by_key.values())
    chapters = tuple(_chapter(program, group, by_key, quarters=quarters, cut=cut) for group in program.groups)
    items = tuple(item for chapter in chapters for item in chapter.items)
    return AnnualReport(
        program=program.code,
        name=program.name,
        short=program.short,
        about=program.about,
        contact=program.contact,
        span=program.span,
        year=year,
        edition=edition,
        cut=cut,
        parties=tuple(_party(program, party) for party in program.parties),
        glance=_glance(program, ours, items, quarters=quarters, cut=cut),
        chapters=chapters,
        quiet=tuple(item.code for item in items if all(one.shown in _SILENT for one in item.told)),
        ahead=tuple(item.code for item in items if not _is_done(item)),
        done=tuple(item.code for item in items if _is_done(item)),
        continues=program.span.last.year > year,
        errata=_errata(program, by_key, quarters=quarters, cut=cut, previous=previous),
        previous=previous and _previous(previous, items),
        glossary=glossary,
    )


_ByKey = dict[tuple[str, str], ReportOnRecord]


def _party(program: Program, party: Party) -> ReportParty:
    return ReportParty(
        code=party.code,
        name=party.name,
        language=party.language,
        locale=party.locale,
        zone=party.zone,
        coordinator=program.person(party.coordinator.holder).name,
    )


def _chapter(program: Program, group: Group, reports: _ByKey, *, quarters: tuple[str, ...], cut: datetime) -> Chapter:
    return Chapter(
        code=group.code,
        name=group.name,
        leads={
            party.code: program.person(group.leads[party.code].holder).name
            for party in program.parties
            if party.code in group.leads
        },
        rates=rates(program, reports.values(), at=cut, group=group.code),
        items=tuple(_item(program, group, item, reports, quarters=quarters, cut=cut) for item in group.items),
    )


def _item(program: Program, group: Group, item: Item, reports: _ByKey, *, quarters: tuple[str, ...], cut: datetime) -> ItemYear:
    owing = {party for code, party in group.owed() if code == item.code}
    year: list[Told] = []
    for quarter in quarters:
        for party in (party.code for party in program.parties if party.code in owing):
            before = next((one for one in reversed(year) if one.party == party and one.shown is Shown.PROGRESS), None)
            report = reports.get((quarter, group.code))
            year.append(
                told(
                    program,
                    report,
                    quarter=quarter,
                    group=group.code,
                    item=item.code,
                    party=party,
                    cut=cut,
                    before=before,
                )
            )
    return ItemYear(code=item.code, title=item.title, indicators=item.indicators, told=tuple(year))


def _glance(
    program: Program,
    reports: tuple[ReportOnRecord, ...],
    items: tuple[ItemYear, ...],
    *,
    quarters: tuple[str, ...],
    cut: datetime,
) -> Glance:
    counted = {quarter: Counter(one.shown for item in items for one in item.of(quarter=quarter)) for quarter in quarters}
    last = [item.latest(party=party.code) for item in items for party in program.parties]
    return Glance(
        shown={quarter: {shown: counted[quarter][shown] for shown in Shown} for quarter in quarters},
        standings={standing: last.count(standing) for standing in Standing},
        rates=rates(program, reports, at=cut),
        by_party={party.code: rates(program, reports, at=cut, party=party.code) for party in program.parties},
    )


def _is_done(item: ItemYear) -> bool:
    """Only when every party that owes the item said last that it is done."""
    return {item.latest(party=party) for party in {one.party for one in item.told}} == {Standing.DONE}


def _errata(
    program: Program,
    reports: _ByKey,
    *,
    quarters: tuple[str, ...],
    cut: datetime,
    previous: AnnualReport | None,
) -> tuple[Erratum, ...]:
    order = {item.code: place for place, item in enumerate(item for group in program.groups for item in group.items)}
    parties = {party.code: place for place, party in enumerate(program.parties)}
    found = [
        Erratum(
            **one.model_dump(exclude={"on"}),
            on=one.on.astimezone(UTC),
            anchor=f"{quarter}-{one.item}-{one.party}",
            quarter=quarter,
            group=group,
            new=previous is None or one.on > previous.cut,
        )
        for (quarter, group), report in reports.items()
        if printable(program, report, cut=cut)
        for one in report.errata
        if one.on <= cut
    ]
    return tuple(sorted(found, key=lambda one: (quarters.index(one.quarter), order[one.item], parties[one.party], one.version)))


def _previous(previous: AnnualReport, items: tuple[ItemYear, ...]) -> Previous:
    before = {one.anchor: _read(one) for one in previous.told()}
    changed = tuple(one.anchor for item in items for one in item.told if before.get(one.anchor) != _read(one))
    return Previous(edition=previous.edition, hash=previous.hash, cut=previous.cut, changed=changed)


def _read(one: Told) -> Told:
    """Return what an entry reads like: an edition from before the provenance of segments was kept says the same without it."""
    return one.model_copy(update={"provenance": ()})
