"""What coordinators and reviewers do by command on a running stack: each act once, in its order, and no further than it may."""

import json
from collections.abc import Awaitable, Callable
from email.message import EmailMessage
from pathlib import Path

import pytest

import wiring
from commands.stack import Stack
from mou.letters.blocks import Kind
from mou.stories import MailStart, amendment_id, mail_id
from mou.submission import Phase
from tests.commands.calling import Said, eventually, mou, rows, until

GROUP = ("ca-mx", "2026-Q1", "other-cooperation")
REPORT = "/".join(GROUP)
PARTIES = {"p21": "california", "p23": "mexico"}
Do = Callable[..., Awaitable[Said]]


@pytest.fixture
def do(running: Stack) -> Do:
    """Return what runs a command that must succeed."""

    async def run(*words: str) -> Said:
        said = await mou(running.settings.state, *words)
        assert (said.code, said.err) == (0, ""), said.all
        return said

    return run


async def _refused(running: Stack, told: str, *words: str) -> None:
    before = await rows(running)
    said = await mou(running.settings.state, *words)
    assert (said.code, said.out) == (1, ""), said.all
    assert told in said.err
    after = await rows(running)
    assert {**after, "readings": 0} == {**before, "readings": 0}  # what was refused is kept as offered, and moves nothing


async def _letters(running: Stack, report: str, kind: Kind) -> list[tuple[str, str]]:
    """Return the letters of a kind as (person, hash shown), oldest first."""
    async with wiring.house(running.settings) as built:
        lines = await built.desk.letters(report=report)
        found = [await built.record.letter(line.key) for line in reversed(lines) if line.kind == kind]
    return [(letter.person, letter.shown) for letter in found]


async def _answered(running: Stack, do: Do, status: str, *people: str) -> str:
    """Let leads answer by command; return the hash both reviewers are then shown."""
    before = len(await _letters(running, REPORT, Kind.APPROVAL_REQUEST))
    for person in people:
        said = await do("amend", *GROUP, "--item", "OC-1", "--no-change", "--status", status, "--as", person)
        assert f"OC-1 is filed for {PARTIES[person]} in {REPORT}" in said.out
    await _told(running, REPORT, Kind.APPROVAL_REQUEST, before + 2)
    await until(running, REPORT, Phase.REVIEWING)
    return (await _letters(running, REPORT, Kind.APPROVAL_REQUEST))[-1][1]


async def _told(running: Stack, report: str, kind: Kind, people: int) -> None:
    """Return when so many letters of a kind have gone out."""

    async def all_there() -> bool:
        return len(await _letters(running, report, kind)) == people

    await eventually(all_there)


async def test_a_report_goes_its_whole_way_by_command(running: Stack, do: Do) -> None:
    """Answered, reminded, returned, answered again, approved by both, closed; then a correction begins an amendment."""
    shown = await _answered(running, do, "on_track", "p21", "p23")
    assert "reminder 1 went to the reviewers awaited" in (await do("remind", *GROUP)).out
    assert [person for person, _ in await _letters(running, REPORT, Kind.REVIEW_REMINDER)] == ["p01", "p03"]
    async with wiring.house(running.settings) as built:  # under the very key of the planned one, which is then not sent
        assert (await built.record.letter(f"{REPORT}/v1/r1/review-remind-1-1/p01")).status == "sent"
    await _refused(running, "no translation under 9", "approve", *GROUP, "--as", "p01", "--hash", shown, "--vouch", "9")
    await _refused(running, "No text was shown", "approve", *GROUP, "--as", "p02", "--hash", shown)
    said = await do("return", *GROUP, "--as", "p01", "--hash", shown, "--reason", "The status is wrong.")
    assert f"{REPORT}, text {shown}: returned by p01. It is now returned." in said.out
    await until(running, REPORT, Phase.RETURNED)
    again = await _second_round(running, do, shown)
    await _refused(running, "has ended", "approve", *GROUP, "--as", "p01", "--hash", again)
    await _refused(running, "has ended", "waive", *GROUP, "--reason", "x", "--as", "p01")
    await _refused(running, "has ended", "extend", *GROUP, "--until", "2026-05-13", "--reason", "x", "--as", "p01")
    await _refused(running, "nobody is waited for", "remind", *GROUP)
    said = await do("amend", *GROUP, "--item", "OC-1", "--nothing", "No meeting was held.", "--as", "p21")
    assert f"in amendment 1 of {REPORT}" in said.out
    await _told(running, REPORT, Kind.APPROVAL_REQUEST, 6)
    async with wiring.house(running.settings) as built:
        of = await wiring.client(built.settings)
        assert (await of.get_workflow_handle(amendment_id(REPORT, 2)).describe()).status is not None
    await _published_unreviewed(running, do)


async def _published_unreviewed(running: Stack, do: Do) -> None:
    """Of the amendment: nothing untranslated, on no other text, by coordinators with a reason, and by both of them."""
    told = (await do("except", *GROUP, "--as", "p01")).out
    assert "by california: 0 (states and figures)" in told
    hash_ = _shown(told)
    await _refused(running, "there is nothing to publish of: ", "except", *GROUP, "--as", "p01", "--hash", hash_, "--reason", "x")
    await do("amend", *GROUP, "--item", "OC-1", "--no-change", "--status", "on_track", "--as", "p21")
    await _told(running, REPORT, Kind.APPROVAL_REQUEST, 8)
    await _refused(running, "read it again", "except", *GROUP, "--as", "p01", "--hash", hash_, "--reason", "x")
    hash_ = _shown((await do("except", *GROUP, "--as", "p01")).out)
    await _refused(running, "needs its --reason", "except", *GROUP, "--as", "p01", "--hash", hash_)
    await _refused(running, "Only a coordinator", "except", *GROUP, "--as", "p05", "--hash", hash_, "--reason", "x")
    signed = ("--hash", hash_, "--reason", "Both reviewers are on leave.")
    assert "It counts once" in (await do("except", *GROUP, "--as", "p01", *signed)).out
    assert "It is now approved." in (await do("except", *GROUP, "--as", "p03", *signed)).out
    await _told(running, REPORT, Kind.CLOSED, 8)


def _shown(told: str) -> str:
    return told.removeprefix("Text ")[:12]


async def _second_round(running: Stack, do: Do, before: str) -> str:
    shown = await _answered(running, do, "delayed", "p21")
    assert shown != before
    await _refused(running, "the text has changed", "approve", *GROUP, "--as", "p01", "--hash", before)
    assert "approved by p01" in (await do("approve", *GROUP, "--as", "margaret.okafor@calepa.example", "--hash", shown)).out
    shown_report = json.loads((await do("show", *GROUP, "--json")).out)["report"]
    assert shown_report["phase"] == "reviewing"
    assert "It is now approved." in (await do("approve", *GROUP, "--as", "p03", "--hash", shown.upper())).out
    await _told(running, REPORT, Kind.CLOSED, 4)
    return shown


async def test_a_corrected_text_keeps_the_figures_on_record(running: Stack, do: Do) -> None:
    """What is not named stays; a figure that is named replaces the one before, and a strange one is refused."""
    group = ("ca-mx", "2026-Q1", "clean-vehicles")
    amend = ("amend", *group, "--item", "CV-1", "--as", "p13", "--text")

    async def figures(value: str) -> None:
        async def same() -> bool:
            entries = json.loads((await do("show", *group, "--json")).out)["report"]["entries"]
            ours = [one["indicators"] for one in entries if (one["item"], one["party"]) == ("CV-1", "california")]
            return ours == [{"workshops": value}]

        await eventually(same)

    await do(*amend, "Two workshops were held.", "--figure", "workshops=2")
    await figures("2")
    await do(*amend, "Three workshops were held in May.", "--figure", "workshops=3")
    await figures("3")
    await do(*amend, "Three workshops were held in May and June.")
    await figures("3")
    await _refused(running, "It asks for: workshops", *amend, "x", "--figure", "trucks=2")
    await _refused(running, "names no figure", *amend, "x", "--figure", "workshops=two")


async def test_a_coordinators_year(running: Stack, do: Do) -> None:
    """Remind, reassign, amend, extend and waive each do their one thing, and a waived report takes no more."""
    group = ("ca-mx", "2026-Q1", "wildfires")
    for words, told in (
        (("remind", *group), "reminder 1 went to the leads"),
        (("reassign", "ca-mx", "lead", "--group", "wildfires", "--party", "mexico", "--to", "p20", "--as", "p03"), "now lead"),
        (("extend", *group, "--until", "2026-05-13", "--reason", "Fires.", "--as", "p01"), "now due on 2026-05-13"),
        (("amend", *group, "--item", "WF-1", "--text", "Nueve brigadas.", "--as", "p20"), "is filed for mexico"),
        (("waive", *group, "--entry", "WF-1/california", "--reason", "Moved.", "--as", "p01"), "WF-1/california of"),
        (("waive", *group, "--reason", "Season moved.", "--as", "p01"), "The whole report of"),
    ):
        assert told in (await do(*words)).out
    report = "/".join(group)
    await _told(running, report, Kind.CLOSED, 4)
    assert [person for person, _ in await _letters(running, report, Kind.REMINDER)] == ["p17", "p19"]
    assert [person for person, _ in await _letters(running, report, Kind.EXTENSION)] == ["p17", "p20"]
    assert sorted(person for person, _ in await _letters(running, report, Kind.INVITATION)) == ["p17", "p19", "p20"]
    await _refused(running, "ended", "waive", *group, "--reason", "again", "--as", "p01")


async def test_somebody_new_takes_over_a_role(running: Stack, do: Do) -> None:
    """A new person gets an id, an address and the form; who held the role stands in."""
    new = ("--name", "Nora Vidal", "--address", "nora.vidal@semarnat.example")
    said = await do("reassign", "ca-mx", "lead", "--group", "clean-vehicles", "--party", "mexico", *new, "--as", "p03")
    assert "p25 is now lead of mexico for clean-vehicles; asked about: ca-mx/2026-Q1/clean-vehicles" in said.out
    report = "ca-mx/2026-Q1/clean-vehicles"
    async with wiring.house(running.settings) as built:
        role = (await built.record.cycle("ca-mx/2026")).program.group("clean-vehicles").leads["mexico"]
        assert (role.holder, role.alternate) == ("p25", "p15")

    async def asked() -> bool:
        return "p25" in {person for person, _ in await _letters(running, report, Kind.INVITATION)}

    await eventually(asked)


async def test_a_held_mail_is_listed_and_settled(running: Stack, do: Do) -> None:
    """A stranger's mail waits; a word that names no report is refused; filed for the lead it is theirs; aside it is kept."""
    digests = [await _strangers_mail(running, number) for number in (1, 2)]
    listed = {one["digest"]: one["reason"] for one in json.loads((await do("mail", "held", "--json")).out)}
    assert [listed[digest] for digest in digests] == ["unknown-sender", "unknown-sender"]
    assert digests[0][:16] in (await do("mail", "held")).out
    who = ("--person", "p09", "--as", "p01")
    settle = ("mail", "accept", digests[0][:16])
    await _refused(running, "write it like ca-mx/2026-Q1/air-quality", *settle, "--report", "air-quality", *who)
    await _refused(running, "no letter to p09", *settle, "--report", "ca-mx/2026-Q1/wildfires", *who)
    said = await do(*settle, "--report", "ca-mx/2026-Q1/air-quality", *who)
    assert "is read again as p09's answer" in said.out
    assert "is laid aside" in (await do("mail", "discard", digests[1], "--as", "p03")).out
    of = await wiring.client(running.settings)
    assert await of.get_workflow_handle(mail_id(digests[0])).result() == "filed"
    assert await of.get_workflow_handle(mail_id(digests[1])).result() == "laid-aside"

    async def filed() -> bool:
        shown = json.loads((await do("show", "ca-mx", "2026-Q1", "air-quality", "--json")).out)
        return [(one["item"], one["person"], one["text"]) for one in shown["report"]["entries"]] == [("AQ-1", "p09", "Planned.")]

    await eventually(filed)
    await _refused(running, "0 held mails begin with", "mail", "discard", digests[1], "--as", "p03")


async def _strangers_mail(running: Stack, number: int) -> str:
    """Let a stranger answer an invitation; return the mail's digest once it is held."""
    async with wiring.house(running.settings) as built:
        lines = await built.desk.letters(report="ca-mx/2026-Q1/air-quality", person="p09")
        token = built.correspondence.token(lines[-1].key)
        message = EmailMessage()
        message["From"] = "mallory@elsewhere.example"
        message["Message-ID"] = f"<{number}@elsewhere.example>"
        message.set_content("AQ-1: Planned.\n")
        stored = await built.mailroom.store(message.as_bytes(), recipients=[f"reply+{token}@reports.example"], door="test")
        way = wiring.stories(await wiring.client(built.settings))
        start = MailStart(digest=stored.digest)
        await way.start("InboundMail", mail_id(stored.digest), start, attributes={}, summary="a test's mail")

        async def told() -> bool:
            held = [line for line in await built.desk.letters() if line.kind == Kind.HELD]
            return sum(stored.digest in line.key for line in held) == 2

        await eventually(told)
    return stored.digest


async def test_a_preview_of_the_annual_report_is_published_nowhere(running: Stack, do: Do, tmp_path: Path) -> None:
    """The files lie in the folder named; no edition is begun and nobody is asked."""
    before = await rows(running)
    said = await do("report", "ca-mx", "2026", "--preview", str(tmp_path))
    assert "not approved and not published" in said.out
    assert _files(tmp_path) >= {"en/index.html", "report-es.pdf", "data/entries.csv"}
    assert json.loads((await do("report", "ca-mx", "2026", "--json")).out) == []
    assert "No edition was assembled yet." in (await do("report", "ca-mx", "2026")).out
    assert await rows(running) == before


def _files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*.*")}
