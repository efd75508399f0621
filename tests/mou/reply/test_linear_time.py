"""Twice the mail, twice the work: reading is measured on mails made to be slow, at two sizes each, in the process's own time.

The sizes are three doublings apart, so that a step where texts outgrow the cache is no ratio of its own. The quickest of some
runs counts: what else the machine does only ever adds.
"""

import base64
import gc
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from mou.form import Form, read_form
from mou.reply.decide import read_decision
from mou.reply.message import Incoming, parse
from mou.reply.read import read_reply

pytestmark = pytest.mark.alone

MAILS = Path(__file__).parents[2] / "mails"
MOST = 2.3
ROUNDS = 8
DOUBLINGS = 3
ENOUGH = 0.02
"""Seconds that the shorter run must take at least: below it there is noise."""
TOO_LONG = 1.0
SECONDS_FOR_A_MEGABYTE = 6.0

LETTER = parse((MAILS / "form-en.eml").read_bytes()).text
REQUEST = tuple(parse((MAILS / "approval-en.eml").read_bytes()).text.split("\n"))
FORM = read_form(LETTER)
HEAD = "From: Dana Whitfield <d@arb.example>\nSubject: Re: x\nContent-Type: text/plain; charset=utf-8\n\n"
BASE64 = HEAD.replace("\n\n", "\nContent-Transfer-Encoding: base64\n\n").encode()
HTML = HEAD.replace("plain", "html")
ATTRIBUTION = "On Wed, Apr 1, 2026 at 9:00 AM R <r@reports.example> wrote:\n"


def text(unit: str, count: int, *, head: str = HEAD, end: str = "") -> bytes:
    """Return a mail whose body is the unit many times over."""
    return (head + unit * count + end).encode()


def nested(count: int) -> bytes:
    """Return parts within parts, then as many lines as there are parts."""
    opened = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(count))
    return (HEAD.split("Content", maxsplit=1)[0] + opened + "\nAQ-1: done\n" * count).encode()


def letters(count: int) -> bytes:
    """Return the whole form again and again, filled."""
    return text(LETTER.replace("Progress:", "Progress: We met in Calexico again") + "\n", count)


SLOW: dict[str, Callable[[int], bytes]] = {
    "one long line": lambda n: text("We met in Calexico and in Mexicali. ", n),
    "one long line after a code": lambda n: text("and again ", n, end="!\n", head=HEAD + "AQ-1: nothing to report, because "),
    "one long line after a status": lambda n: text("and again ", n, head=HEAD + "AQ-1:\nStatus: late "),
    "one long line after a title": lambda n: text("a: ", n, head=HEAD + LETTER[LETTER.index("[AQ-2]") :].split("\n")[0] + " "),
    "a number without end": lambda n: text("1 ", n, head=HEAD + "AQ-1:\nWorkshops held: ", end="$\n"),
    "many colons": lambda n: text("Workshops held : : ", n, head=HEAD + "[AQ-1] Coordinate\n"),
    "many colon lines": lambda n: text("Workshops held: 3: 4\n", n, head=HEAD + "[AQ-1] Coordinate\n"),
    "many marks": lambda n: text("> ", n, end="x\n"),
    "many marked lines": lambda n: text("> > > > > > > > We met\n", n),
    "growing marks": lambda n: text("".join(">" * (at % 40) + " We met again\n" for at in range(400)), n),
    "wrapped lines": lambda n: text("We met in Calexico and agreed on the stations of the north and of the\n", n),
    "lines of the letter": letters,
    "first lines of the letter": lambda n: text("Last quarter: We agreed on the stations to audit in Tijuana, Mexicali\n", n),
    "beginnings of the letter": lambda n: text("[AQ-1]\nCoordinate\nair quality planning\n", n),
    "the same item": lambda n: text("AQ-1: We met.\n", n),
    "the same item otherwise": lambda n: "".join([HEAD, *(f"AQ-1: We met {at} times.\n" for at in range(n))]).encode(),
    "many items on a line": lambda n: text("AQ-1, AQ-2 and ", n, end="AQ-3: no change\n"),
    "labels": lambda n: text("Status: done\nProgress: We met\n", n),
    "open labels": lambda n: text("Status (on track\n", n),
    "numbers": lambda n: text("1. We met\n", n),
    "greetings": lambda n: text("Hello,\nDear Dana,\n", n),
    "closings": lambda n: text("Thanks,\n\n", n),
    "closings and names": lambda n: text("Best,\nDana Whitfield\n\n\n\n", n),
    "delimiters": lambda n: text("-- \n\n", n),
    "postscripts": lambda n: text("Thanks,\nP.S. One more thing\n", n),
    "disclaimers": lambda n: text("Confidentiality notice: x\n> y\n", n),
    "attributions": lambda n: text(ATTRIBUTION + "> We met\n", n),
    "nearly attributions": lambda n: text("On " + "a@b " * 30 + "wrote wrote\nwrote wrote:\nx: wrote:\n", n),
    "ats": lambda n: text("@" * 300 + " wrote:\n", n),
    "headers": lambda n: text("From: a\nSent: b\nTo: c\nSubject: d\n", n),
    "nearly headers": lambda n: text("From: a\nx\n", n),
    "rules": lambda n: text("_" * 40 + "\n", n),
    "separators": lambda n: text("-----Original Message-----\n", n),
    "nearly separators": lambda n: text("-- forwarded by " + " -" * 30 + "\n", n),
    "wrapped addresses": lambda n: text("https://a.example/x\nabcdefghijk123lmno\n", n, head=HEAD + ATTRIBUTION),
    "segments": lambda n: text("ES-1: Se instalaron estaciones\nEN-2: x\n[3]\n", n),
    "a reason without end": lambda n: text("the figure is wrong and ", n, head=HEAD + "RETURN: "),
    "approvals": lambda n: text("APPROVE\n", n),
    "unclosed tags": lambda n: text("<div><p", n, head=HTML),
    "opened tags": lambda n: text("<div><blockquote><ol><li>x", n, head=HTML),
    "unclosed comments": lambda n: text("<!-- <p>We met", n, head=HTML),
    "unclosed attributes": lambda n: text("<a href=\"x' <b title='", n, head=HTML),
    "unclosed scripts": lambda n: text("<script><style><title>We met", n, head=HTML),
    "declarations": lambda n: text("<![if <?xml <!", n, head=HTML),
    "inline tags": lambda n: text("<b>a</b>&nbsp;&amp;", n, head=HTML),
    "ampersands": lambda n: text("&#&#x&nbsp", n, head=HTML),
    "hidden parts": lambda n: text('<p style="display:none">x', n, head=HTML),
    "header lines": lambda n: text("X-Extra: y\n", n, head="From: a@b.example\n", end="\nAQ-1: done\n"),
    "one folded header": lambda n: text("\n =?utf-8?q?x", n, head="Subject: x", end="\n\nAQ-1: done\n"),
    "encoded words": lambda n: text("=?utf-8?q?x ", n, head="From: a@b.example\nSubject: ", end="\n\nAQ-1: done\n"),
    "references": lambda n: text("<a@b <", n, head="References: ", end="\n\nAQ-1: done\n"),
    "parameters": lambda n: text(';"', n, head="Content-Type: text/plain", end="\n\nAQ-1: done\n"),
    "names of files": lambda n: text("; filename*0*=x", n, head="Content-Disposition: attachment", end="\n\nAQ-1: done\n"),
    "deep nesting": nested,
    "many parts": lambda n: text("--b\n\nAQ-1: done\n", n, head="Content-Type: multipart/mixed; boundary=b\n\n"),
    "nearly boundaries": lambda n: text("--b-\n--\n", n, head="Content-Type: multipart/mixed; boundary=b\n\n--b\n\n"),
    "soft breaks": lambda n: text("We met again \n", n, head=HEAD.replace("utf-8", "utf-8; format=flowed")),
    "encoded": lambda n: base64.encodebytes(b"ab\xff" * n).join([BASE64, b"\n"]),
}  # fmt: skip


def whole(raw: bytes) -> None:
    """Parse, then read as an answer and as a decision."""
    incoming = parse(raw)
    read_reply(incoming, FORM)
    read_decision(incoming, language="en", segments={1: "en", 2: "en"}, lines=REQUEST)


def lasting(work: Callable[[], object]) -> float:
    """Return the process's time of one run."""
    gc.disable()  # what earlier tests left to be collected is not this run's work
    try:
        began = time.process_time()
        work()
        return time.process_time() - began
    finally:
        gc.enable()


def enough(make: Callable[[int], bytes], work: Callable[[bytes], None]) -> int:
    """Return a size at which the work takes long enough to be measured; the first run also warms up what is kept."""
    count, taken = 4, 0.0
    while taken < ENOUGH and count < 2**22:
        count *= 2
        taken = lasting(partial(work, make(count)))
    assert taken < TOO_LONG, f"{taken:.0f} seconds for {len(make(count))} bytes"
    return count


@pytest.mark.parametrize("kind", SLOW)
def test_twice_the_mail_is_at_most_twice_the_work(kind: str) -> None:
    """Parsing and reading take at most 2.3 times as long per doubling, over three of them, whatever a mail is made of."""
    make = SLOW[kind]
    count = enough(make, whole)
    told = _over(kind, make, count)
    if told:  # what grows faster does so at every size; a machine's noise seldom does
        told = _over(kind, make, 2 * count)
    assert not told


def _over(kind: str, make: Callable[[int], bytes], count: int) -> str:
    """Return by how much the work outgrows the mail from this size on, "" when it does not."""
    one, more = make(count), make(2**DOUBLINGS * count)
    allowed = (MOST / 2) ** DOUBLINGS * len(more) / len(one)
    quickest = [float("inf"), float("inf")]
    for _ in range(ROUNDS):
        quickest = [min(before, lasting(partial(whole, raw))) for before, raw in zip(quickest, (one, more), strict=True)]
        if quickest[1] <= allowed * quickest[0]:
            return ""
    return f"{kind}: {quickest[1] / quickest[0]:.2f} times the work for {len(more) / len(one):.2f} times the mail"


@pytest.mark.parametrize("form", [FORM, Form(quarter="", group="", party="", language="en", items=())], ids=["form", "no-form"])
def test_a_megabyte_is_read_in_seconds(form: Form) -> None:
    """A reply with a megabyte of answers is read, and all of it is filed or asked about."""
    said = "We met in Calexico and in Mexicali, and agreed on the stations of the north. "
    raw = text(said, 1_000_000 // len(said), head=HEAD + "AQ-1: ", end="\n\n" + LETTER)
    began = time.process_time()
    reading = read_reply(parse(raw), form)
    assert time.process_time() - began < SECONDS_FOR_A_MEGABYTE
    kept = [one.text for one in reading.entries] + [one.text for one in reading.unclear] + list(reading.ignored)
    assert max(len(one) for one in kept) > 999_000


def test_a_megabyte_of_lines_is_read_in_seconds() -> None:
    """Many short lines in HTML and text alike."""
    rows = "".join(f"<p>AQ-{at % 3 + 1}: We met {at} times.</p>" for at in range(25_000))
    began = time.process_time()
    reading: Incoming = parse(text(rows, 1, head=HTML))
    assert sum(one.text.count("We met") for one in read_reply(reading, FORM).entries) == 25_000
    assert time.process_time() - began < SECONDS_FOR_A_MEGABYTE
