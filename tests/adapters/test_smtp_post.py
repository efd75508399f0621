"""Letters handed to a mail server on loopback that takes, refuses, falls silent and hangs up."""

import socket
import ssl
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.smtp_line import as_sent, promised
from adapters.smtp_post import SmtpPost, reachable
from adapters.smtp_server import Server, server_at
from mou.errors import Invalid, MouError, OutcomeUnknown, Unavailable
from mou.ports import Envelope, Post
from mou.program import Person
from tests.fakes.mail_server import DROP, HANG, PASSWORD, USER, Temper, certificate, mail_server

ADDRESS = "elena.ruiz@semarnat.example"
REPLY = "reply+0123456789abcdef0123456789abcdef@reports.example"
LETTER = (
    b"From: reports@reports.example\r\nMessage-ID: <abc@reports.example>\r\nX-MOU-Key: k  \r\n\r\n"
    b".a dot\r\n..\r\n.\r\nAvance:=20\r\n\r\n" + b"x" * 900 + b"\r\n"
)
QUOTING = f"<{ADDRESS}>: recipient {ADDRESS} rejected"


def envelope(*, to: str = ADDRESS, reply_to: str = REPLY, number: int = 0) -> Envelope:
    """Return an envelope to Elena."""
    return Envelope(
        key=f"ca-mx/2026-Q1/air-quality/invitation/p01/{number}",
        sender="reports@reports.example",
        reply_to=reply_to,
        to=Person(id="p01", name="Ruiz, Elena", address=to, language="es"),
        message_id=f"<abc{number}@reports.example>",
        language="es",
        expects_reply=True,
    )


def post(port: int, **changed: object) -> Post:
    """Return the carrier, hasty so that silence is found soon."""
    server = replace(server_at(f"smtp://127.0.0.1:{port}"), **changed)  # type: ignore[arg-type]  # any field of it
    return SmtpPost(server, within=0.4, answer_within=0.4)


async def failure(carrier: Post, **changed: str) -> MouError:
    """Return the error that sending raises; whatever it is, it must not tell the address, not even by its context."""
    with pytest.raises(MouError) as raised:
        await carrier.send(envelope(**changed), LETTER)  # type: ignore[arg-type]  # addresses only
    problem: BaseException | None = raised.value
    while problem is not None:
        assert ADDRESS not in f"{problem!r}{vars(problem)}"
        assert isinstance(problem, MouError)
        problem = problem.__cause__ or problem.__context__
    return raised.value


async def test_a_letter_arrives_as_it_was_composed() -> None:
    """Our bytes and Message-ID, from the reply address (so a bounce comes back under the letter's token), to its reader."""
    temper = Temper()
    async with mail_server(temper) as port:
        assert await post(port).send(envelope(), LETTER) == "<abc0@reports.example>"
    assert temper.got == [(REPLY, (ADDRESS,), LETTER)]


async def test_two_hundred_letters_in_sequence() -> None:
    """Each arrives once and in order, and none leaves a connection behind."""
    temper = Temper()
    async with mail_server(temper) as port:
        carrier = post(port)
        ids = [await carrier.send(envelope(number=one), LETTER + b"%d\r\n" % one) for one in range(200)]
    assert ids == [f"<abc{one}@reports.example>" for one in range(200)]
    assert [content for _, _, content in temper.got] == [LETTER + b"%d\r\n" % one for one in range(200)]
    assert temper.most_at_once <= 2  # one may still be closing when the next opens


@pytest.mark.parametrize(
    ("point", "answer", "kind", "where"),
    [
        ("greeting", "421 4.3.2 too busy", Unavailable, "smtp/421/4.3.2"),
        ("greeting", "554 no service for you", Invalid, "smtp/554"),
        ("MAIL", f"451 4.3.5 {QUOTING}", Unavailable, "smtp/451/4.3.5"),
        ("MAIL", f"550 5.7.1 {QUOTING}", Invalid, "smtp/550/5.7.1"),
        ("RCPT", f"450 4.2.0 {QUOTING}", Unavailable, "smtp/450/4.2.0"),
        ("RCPT", f"550 5.1.1 {QUOTING}", Invalid, "smtp/550/5.1.1"),
        ("RCPT", f"550 {QUOTING}", Invalid, "smtp/550"),
        ("RCPT", f"550 5.1.1{ADDRESS}", Invalid, "smtp/550"),
        ("354", "452 4.3.1 disk full", Unavailable, "smtp/452/4.3.1"),
        ("DATA", f"451 4.7.1 {QUOTING}", Unavailable, "smtp/451/4.7.1"),
        ("DATA", "421 4.3.2 closing", Unavailable, "smtp/421/4.3.2"),
        ("DATA", f"552 5.3.4 {QUOTING}", Invalid, "smtp/552/5.3.4"),
        ("DATA", "354 more", OutcomeUnknown, "smtp/no-answer"),
        ("DATA", f"what {ADDRESS}?", OutcomeUnknown, "smtp/no-answer"),
        ("DATA", DROP, OutcomeUnknown, "smtp/no-answer"),
        ("DATA", HANG, OutcomeUnknown, "smtp/no-answer"),
        ("greeting", HANG, Unavailable, "smtp/unreached"),
        ("greeting", DROP, Unavailable, "smtp/unreached"),
        ("MAIL", HANG, Unavailable, "smtp/unreached"),
        ("RCPT", DROP, Unavailable, "smtp/unreached"),
        ("354", HANG, Unavailable, "smtp/unreached"),
        ("354", DROP, Unavailable, "smtp/unreached"),
        ("RCPT", "what?", Unavailable, "smtp/-1"),
    ],
)
async def test_what_an_answer_or_silence_means(point: str, answer: str, kind: type[MouError], where: str) -> None:
    """Only after the letter's end is anything unknown; a refusal tells its codes and none of the server's words."""
    temper = Temper(answers={point: answer})
    async with mail_server(temper) as port:
        problem = await failure(post(port))
    assert (type(problem), problem.where) == (kind, where)
    assert len(temper.got) == (point == "DATA")


async def test_a_server_that_is_not_there_took_nothing() -> None:
    """A refused connection is tried again."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        problem = await failure(post(taken.getsockname()[1]))
    assert (type(problem), problem.where) == (Unavailable, "smtp/unreached")


@pytest.mark.parametrize("answer", ["421 gone", DROP, "what?"])
async def test_how_the_farewell_goes_changes_nothing(answer: str) -> None:
    """A letter that was taken is sent, whatever the server does when we leave."""
    temper = Temper(answers={"QUIT": answer})
    async with mail_server(temper) as port:
        assert await post(port).send(envelope(), LETTER) == "<abc0@reports.example>"


@pytest.mark.parametrize(
    "address",
    [
        "a@b.example\r\nRCPT TO:<x@y.example>",
        "a@b.example\nDATA",
        "a@b.example> SIZE=1",
        "a@b.example\x00",
        "a@b.example,c@d.example",
        "a b@c.example",
        '"a"@b.example',
        "a@b@c.example",
        "a\u202e@b.example",
        "nobody",
        "@b.example",
        "",
    ],
)
@pytest.mark.parametrize("end", ["to", "reply_to"])
async def test_an_address_that_would_break_its_command_is_refused(address: str, end: str) -> None:
    """It reaches no server."""
    temper = Temper()
    async with mail_server(temper) as port:
        problem = await failure(post(port), **{end: address})
    assert (type(problem), problem.where, temper.asked) == (Invalid, "smtp/address", [])


@pytest.mark.parametrize("offered", [True, False])
async def test_an_address_beyond_ascii_needs_a_server_that_offers_it(*, offered: bool) -> None:
    """Where SMTPUTF8 is not offered, the letter is refused by us, in words that say so."""
    temper = Temper(utf8=offered)
    there = "josé@medio-ambiente.example"
    async with mail_server(temper) as port:
        if offered:
            await post(port).send(envelope(to=there), LETTER)
            assert temper.got == [(REPLY, (there,), LETTER)]
        else:
            problem = await failure(post(port), to=there)
            assert (type(problem), problem.where, temper.got) == (Invalid, "smtp/no-smtputf8", [])


def test_a_letter_beyond_ascii_needs_a_server_that_offers_it() -> None:
    """Bytes that a server of seven bits would change are not given to one."""
    assert promised(lambda one: one == "8BITMIME", REPLY, ADDRESS, "ñ".encode()) == (["BODY=8BITMIME"], "ascii")
    with pytest.raises(Invalid, match="8BITMIME"):
        promised(lambda _: False, REPLY, ADDRESS, "ñ".encode())


def test_lone_line_ends_are_never_put_on_the_line() -> None:
    """A server that reads them otherwise would see the end of a letter inside it."""
    assert as_sent(b"a\n.\nb\r.\rc") == b"a\r\n..\r\nb\r\n..\r\nc\r\n.\r\n"


async def test_who_signs_in_is_let_in() -> None:
    """User and password of SMTP_URL, percent-written, are used."""
    temper = Temper(sign_in=True)
    async with mail_server(temper) as port:
        server = server_at(f"smtp://mou:0pen%20s%C3%A9same@127.0.0.1:{port}")
        await SmtpPost(server, within=2).send(envelope(), LETTER)
    assert len(temper.got) == 1


@pytest.mark.parametrize(("user", "where"), [(USER, "smtp/535/5.7.8"), ("", "smtp/530/5.7.0")])
async def test_who_is_not_known_is_told_so_after_one_try(user: str, where: str) -> None:
    """A wrong password is no letter's luck, and trying it in other ways would look like guessing."""
    temper = Temper(sign_in=True)
    async with mail_server(temper) as port:
        problem = await failure(post(port, user=user, password="wr0ng"))
    assert (type(problem), problem.where) == (Invalid, where)
    assert "wr0ng" not in problem.message
    assert temper.asked == (["AUTH"] if user else ["MAIL"])


async def test_no_password_goes_over_an_open_line() -> None:
    """Where STARTTLS is required and not offered, nobody signs in and nothing is sent."""
    temper = Temper()
    async with mail_server(temper) as port:
        problem = await failure(post(port, tls="required", user=USER, password=PASSWORD))
    assert (type(problem), problem.where, temper.asked) == (Unavailable, "smtp/no-tls", [])


async def test_a_server_that_lets_nobody_sign_in_is_told(tmp_path: Path) -> None:
    """Here one that does so on encrypted connections only; the letter waits until SMTP_URL or the server is mended."""
    temper = Temper(tls=certificate(tmp_path)[0])
    async with mail_server(temper) as port:
        problem = await failure(post(port, user=USER, password=PASSWORD))
    assert (type(problem), problem.where, temper.asked) == (Unavailable, "smtp/no-sign-in", [])


@pytest.mark.parametrize("tls", ["required", "offered", "from-start"])
async def test_a_certificate_is_checked(tmp_path: Path, tls: str) -> None:
    """With a trusted one the letter goes encrypted; with any other nothing is sent, and it may be tried again."""
    shown, trust = certificate(tmp_path)
    start = tls == "from-start"
    temper = Temper(tls=None if start else shown)
    async with mail_server(temper, tls=shown if start else None) as port:
        server = Server(host="127.0.0.1", port=port, tls=tls, user=USER, password=PASSWORD)  # type: ignore[arg-type]  # one of them
        problem = await failure(SmtpPost(server, within=2))
        assert (type(problem), problem.where, temper.asked) == (Unavailable, "smtp/untrusted", [])
        await SmtpPost(server, within=2, trust=trust).send(envelope(), LETTER)
        assert await reachable(server, trust=trust) == f"answers at 127.0.0.1:{port}, encrypted, signed in"
    assert temper.got == [(REPLY, (ADDRESS,), LETTER)]
    assert temper.secured == [True] or start  # the library tells it of STARTTLS only


async def test_encryption_from_the_start_with_a_server_that_has_none() -> None:
    """The wrong of two ports is told apart from a wrong certificate."""
    async with mail_server(Temper()) as port:
        problem = await failure(post(port, tls="from-start"))
    assert (type(problem), problem.where) == (Unavailable, "smtp/tls")
    assert not isinstance(problem.__context__, ssl.SSLError)


async def test_a_server_can_be_asked_whether_it_is_there() -> None:
    """The question sends nothing, and its answer is a sentence or the error a letter would meet."""
    temper = Temper(sign_in=True)
    async with mail_server(temper) as port:
        server = server_at(f"smtp://{USER}:wr0ng@127.0.0.1:{port}")
        with pytest.raises(Invalid, match="535"):
            await reachable(server)
        assert await reachable(replace(server, user="", password="")) == (
            f"answers at 127.0.0.1:{port}, not encrypted, nobody signs in"
        )
    assert (temper.got, temper.asked) == ([], ["AUTH"])
    with pytest.raises(Unavailable):
        await reachable(server)


@pytest.mark.parametrize(
    ("url", "host", "port", "tls"),
    [
        ("smtp://mail.example", "mail.example", 25, "offered"),
        ("smtp://u:p@mail.example", "mail.example", 587, "required"),
        ("smtp://u:p@mail.example:2525/", "mail.example", 2525, "required"),
        ("smtps://u:p@mail.example", "mail.example", 465, "from-start"),
        ("smtps://127.0.0.1:4650", "127.0.0.1", 4650, "from-start"),
        ("smtp://u:p@localhost:1025", "localhost", 1025, "none"),
        ("smtp://127.8.0.1", "127.8.0.1", 25, "none"),
        ("smtp://[::1]:1025", "::1", 1025, "none"),
    ],
)
def test_how_a_servers_address_is_read(url: str, host: str, port: int, tls: str) -> None:
    """Its scheme, whoever signs in and where it is decide on port and encryption."""
    server = server_at(url)
    assert (server.host, server.port, server.tls) == (host, port, tls)


@pytest.mark.parametrize(
    "url",
    [
        "mail.example:25",
        "http://u:s3cret@mail.example",
        "smtp://",
        "smtp://u:s3cret@",
        "smtp://mail.example:0",
        "smtp://mail.example:port",
        "smtp://u:s3cret@mail.example:99999",
        "smtp://u:s3/cret@mail.example",
        "smtp://u:s3cret#@mail.example",
        "smtp://u:s3cret@mail.example?tls=no",
        "smtp://u@mail.example",
        "smtp://u:s3 cret@mail.example",
        "smtp://u:s3cret@mail.example\r\n",
        f"smtp://u:s3cret@{'a' * 70}.example",
        "smtp://u:s3cret@[::1",
    ],
)
def test_a_servers_address_that_is_none_is_refused_and_not_repeated(url: str) -> None:
    """It may hold a password, so the message shows the form and not the value."""
    with pytest.raises(Invalid, match="SMTP_URL") as refused:
        server_at(url)
    assert "s3" not in refused.value.message


def test_a_server_shows_no_password() -> None:
    """A log that shows it shows who signs in at most."""
    assert "s3cret" not in repr(server_at("smtp://u:s3cret@mail.example"))
