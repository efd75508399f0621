"""The mailbox: its index for programs, its pages for people, and the way back in."""

import re
from email import message_from_bytes
from email.policy import default
from html import unescape

import pytest

from mou.errors import Unavailable
from tests.web.conftest import House
from tests.web.sample import LETTERS, REPLY_TO, TEXT


def box(page: str) -> str:
    """Return what stands in the reply box, as a browser shows it."""
    inside = page.partition("<textarea")[2].partition(">")[2].partition("</textarea>")[0]
    return unescape(inside.removeprefix("\n"))


async def test_the_index_lists_what_came_after_oldest_first(house: House) -> None:
    """A player asks with the last seq it saw, and gets the new letters in the order they were sent."""
    everything = (await house.web.get("/mailbox/index.json")).json()
    assert [line["seq"] for line in everything] == [1, 2, 3]
    assert everything[1] == {
        "seq": 2,
        "ref": "L2",
        "to": "elena.ruiz@semarnat.example",
        "kind": "invitation",
        "report": "ca-mx/2026-Q3/air-quality",
        "subject": "Calidad del aire: su informe",
        "person": "p02",
        "language": "es",
        "on": "2026-10-02T16:00:00+00:00",
    }
    assert [line["seq"] for line in (await house.web.get("/mailbox/index.json?after=2")).json()] == [3]
    assert [line["seq"] for line in (await house.web.get("/mailbox/index.json?person=p03")).json()] == [1, 3]


async def test_a_letters_bytes_are_as_sent(house: House) -> None:
    """The EML is byte for byte what went out."""
    answer = await house.web.get("/mailbox/L2.eml")
    assert (answer.content, answer.headers["content-type"]) == (LETTERS["L2"], "message/rfc822")


async def test_the_list_filters_by_person_and_report(house: House) -> None:
    """Only the letters to a person, or about a report, are listed, and the choice stays in the form."""
    page = (await house.web.get("/mailbox?person=p02")).text
    assert "Calidad del aire: su informe" in page
    assert "your report for Q3" not in page
    assert '<option value="p02" selected>' in page
    assert "No letter fits." in (await house.web.get("/mailbox?report=ca-mx/2026-Q1/wildfires")).text


async def test_markup_in_a_letter_is_shown_and_not_obeyed(house: House) -> None:
    """Subjects are escaped; the HTML part is framed, alone, under a policy that lets it do nothing."""
    assert "Receipt &lt;b&gt;1&lt;/b&gt;" in (await house.web.get("/mailbox")).text
    page = (await house.web.get("/mailbox/L1")).text
    assert "alert(1)" not in page
    assert 'sandbox=""' in page
    framed = await house.web.get("/mailbox/L1/html")
    policy = framed.headers["content-security-policy"]
    assert "sandbox" in policy
    assert "default-src 'none'" in policy
    assert "[AQ-1]" in framed.text


@pytest.mark.parametrize("style", ["gmail", "apple"])
async def test_the_box_quotes_every_line_of_the_letter(house: House, style: str) -> None:
    """Gmail and Apple Mail put `> ` before each line, below a line that says who wrote when."""
    text = box((await house.web.get(f"/mailbox/L1?style={style}")).text)
    above, _, quoted = text.partition("wrote:\n")
    assert above.strip().startswith("On October 1, 2026")
    assert quoted.strip("\n") == "\n".join(f"> {line}" if line else ">" for line in TEXT.splitlines())


async def test_outlook_puts_headers_above_and_quotes_nothing(house: House) -> None:
    """Outlook prints From, Sent, To and Subject, then the letter as it is."""
    text = box((await house.web.get("/mailbox/L1?style=outlook")).text)
    head, _, below = text.partition("Subject: Air Quality: your report for Q3\n\n")
    assert [line.partition(":")[0] for line in head.strip().splitlines()[1:]] == ["From", "Sent", "To"]
    assert below.strip() == TEXT.strip()


async def test_the_quote_speaks_the_letters_language(house: House) -> None:
    """A Spanish letter is quoted as a Spanish mail program does it, whatever the page's language."""
    assert "escribió:\n> Calidad" in box((await house.web.get("/mailbox/L2?lang=en")).text)


async def test_the_quote_can_be_put_into_the_other_language(house: House) -> None:
    """A lead may use a mail program in either language, whatever the letter's: both are offered, the style is kept."""
    page = (await house.web.get("/mailbox/L2?lang=en&style=apple&tongue=en")).text
    assert "wrote:\n\n> Calidad" in box(page)
    assert re.search(r'href="[^"]*style=apple[^"]*tongue=es[^"]*"[^>]*>Español', page)


async def test_a_letter_shows_its_thread(house: House) -> None:
    """The letters about the same report to the same person, oldest first; another person's are not among them."""
    page = (await house.web.get("/mailbox/L1?lang=en")).text
    thread = page.partition('<ol class="thread">')[2].partition("</ol>")[0]
    assert re.findall(r"/mailbox/(L\d)", thread) == ["L1", "L3"]
    assert 'aria-current="page">Air Quality' in thread


@pytest.mark.parametrize("style", ["gmail", "outlook", "apple"])
async def test_a_reply_written_between_the_lines_comes_in_by_the_signed_door(house: House, style: str) -> None:
    """What was typed under a form line stands there in the mail that is stored."""
    written = box((await house.web.get(f"/mailbox/L1?style={style}")).text).replace("Progress:", "Progress:\nTwo meetings", 1)
    answer = await house.web.post("/mailbox/L1/reply?lang=es", data={"style": style, "text": written})
    assert (answer.status_code, answer.headers["location"]) == (303, "/mailbox/L1?replied=1&lang=es")
    raw, recipients, door = house.mailroom.only
    assert (recipients, door) == ((REPLY_TO,), "sendgrid")
    body = message_from_bytes(raw, policy=default).get_body(preferencelist=("plain",))
    assert body is not None
    assert "Progress:\nTwo meetings\n" in body.get_content().replace("\r\n", "\n")
    assert "Su respuesta se envió" in (await house.web.get(answer.headers["location"])).text


async def test_nobody_loses_what_they_wrote(house: House) -> None:
    """When the reply cannot be stored, the page says so and holds it still."""
    house.mailroom.failure = Unavailable("away")
    answer = await house.web.post("/mailbox/L1/reply", data={"style": "gmail", "text": "\n\nmy <long> answer\n"})
    assert answer.status_code == 503
    assert box(answer.text) == "\n\nmy <long> answer\n"
    assert 'role="alert"' in answer.text


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec-fetch-site": "same-origin"}, 303),
        ({"origin": "http://desk.example"}, 303),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"origin": "http://elsewhere.example"}, 403),
        ({"origin": "null"}, 403),
    ],
)
async def test_only_a_page_of_ours_can_post(house: House, headers: dict[str, str], status: int) -> None:
    """A form posted from another site is refused and nothing comes in."""
    answer = await house.web.post("/mailbox/L1/reply", data={"style": "gmail", "text": "hi"}, headers=headers)
    assert answer.status_code == status
    assert bool(house.mailroom.kept) == (status == 303)


async def test_a_letter_without_our_reply_address_shows_no_form(house: House) -> None:
    """A receipt has no box, and a post for it is refused."""
    assert "<textarea" not in (await house.web.get("/mailbox/L3")).text
    assert (await house.web.post("/mailbox/L3/reply", data={"style": "gmail", "text": "hi"})).status_code == 403


@pytest.mark.parametrize("given", [{"style": "pine", "text": "hi"}, {"style": "gmail"}])
async def test_a_form_that_does_not_fit_is_explained(house: House, given: dict[str, str]) -> None:
    """An unknown style or a missing text is a page for people, and nothing comes in."""
    answer = await house.web.post("/mailbox/L1/reply", data=given)
    assert answer.status_code == 422
    assert "cannot be understood" in answer.text
    assert house.mailroom.kept == {}
