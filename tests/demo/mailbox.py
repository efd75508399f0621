"""A mailbox and an inbound endpoint in memory: what the players of the demo see of the engine, and nothing behind it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from urllib.parse import parse_qs

import httpx
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from adapters.signature import verifier
from demo.letter import Letter
from web.multipart import fields

KEY = ec.generate_private_key(ec.SECP256R1())
PEM = KEY.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
_PUBLIC = KEY.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
LANGUAGES = {"california": "en", "mexico": "es"}
LABELS = {
    "en": ("Status (on track / delayed / done / not started):", "Progress:", "[END]", "Last quarter:"),
    "es": ("Estado (en curso / con retraso / concluido / sin iniciar):", "Avance:", "[FIN]", "Trimestre anterior:"),
}
TITLES = {"en": "A goal of the plan that takes", "es": "Una meta del plan que ocupa"}
SECOND = {"en": "a second line of the form", "es": "una segunda línea del formulario"}
INDICATORS = {
    "en": {"WF-1": ("Workshops held", "People trained"), "CC-3": ()},
    "es": {"WF-1": ("Talleres realizados", "Personas capacitadas"), "CC-3": ()},
}
MEASURED = {"en": ("Number of things done",), "es": ("Número de acciones realizadas",)}


@dataclass
class Mailbox:
    """Letters out, mails in. `on_mail` is called with each new mail and the letter it answers."""

    letters: list[tuple[dict[str, object], bytes]] = field(default_factory=list)
    mails: list["Mail"] = field(default_factory=list)
    failures: list[int | Exception] = field(default_factory=list)
    on_mail: Callable[["Mail"], None] = field(default=lambda _mail: None)

    def send(self, kind: str, report: str, party: str, lines: Sequence[str] = (), *, to: str = "") -> Letter:
        """Put a letter into the mailbox, by default to the group's lead of the party; return it."""
        language, seq = LANGUAGES[party], len(self.letters) + 1
        quarter, group = [*report.split("/")[1:], ""][:2]
        address = to or f"{group or 'office'}@{party}.example"
        line = {"seq": seq, "ref": f"letter-{seq}", "to": address, "kind": kind, "report": report, "subject": "A letter"}
        line |= {"person": "p01", "language": language, "on": "2026-04-06T16:00:00+00:00"}
        headers = {"X-MOU-Kind": kind, "X-MOU-Report": report, "X-MOU-Quarter": quarter}
        raw = _letter(seq, address, headers, lines)
        self.letters.append((line, raw))
        return Letter.read(line, raw)

    def publish(self) -> None:
        """Announce the publication to both parties, which ends the play."""
        for party in LANGUAGES:
            self.send("publication", "ca-mx/2026/annual/1", party)

    def transport(self) -> httpx.MockTransport:
        """Return the HTTP of it."""
        return httpx.MockTransport(self._serve)

    def _serve(self, request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            return self._receive(request)
        if request.url.path == "/mailbox/index.json":
            after = int(parse_qs(request.url.query.decode())["after"][0])
            return httpx.Response(200, json=[line for line, _ in self.letters if int(str(line["seq"])) > after])
        seq = int(request.url.path.removesuffix(".eml").rpartition("-")[2])
        return httpx.Response(200, content=self.letters[seq - 1][1])

    def _receive(self, request: httpx.Request) -> httpx.Response:
        if self.failures:
            failure = self.failures.pop(0)
            if isinstance(failure, Exception):
                raise failure
            return httpx.Response(failure)
        timestamp, signature = (request.headers[f"X-Twilio-Email-Event-Webhook-{name}"] for name in ("Timestamp", "Signature"))
        if not verifier(_PUBLIC)(timestamp, signature, request.content):
            return httpx.Response(403)
        form = fields(request.headers["content-type"], request.content)
        mail = Mail(form["email"], message_from_bytes(form["email"], policy=policy.default), form["envelope"].decode())
        self.mails.append(mail)
        self.on_mail(mail)
        return httpx.Response(200, json={"digest": "d", "new": True})


@dataclass(frozen=True)
class Mail:
    """A mail as it was delivered."""

    raw: bytes
    message: EmailMessage
    envelope: str

    @property
    def text(self) -> str:
        """Return its text part."""
        body = self.message.get_body(("plain",))
        assert body is not None
        return str(body.get_content())

    @property
    def sender(self) -> str:
        """Return the bare address of its writer."""
        return str(self.message["From"].addresses[0].addr_spec)


def form_lines(party: str, codes: Sequence[str], *, last: str = "") -> list[str]:
    """Return a form for these items; `last` is last quarter's text."""
    language = LANGUAGES[party]
    status, progress, end, before = LABELS[language]
    lines = ["A word before the form.", ""]
    for code in codes:
        lines += [f"[{code}] {TITLES[language]}", SECOND[language]]
        lines += [f"{before} {last}"] if last else []
        lines += [status, *(f"{name}:" for name in INDICATORS[language].get(code, MEASURED[language])), progress, ""]
    return [*lines, end, "", "A word after the form."]


def review_lines(sentences: Sequence[tuple[str, str, str]]) -> list[str]:
    """Return the text to approve; a sentence is its language, itself and the translation shown."""
    lines = ["Please approve.", "", "[XX-1] An item", ""]
    for number, (language, source, target) in enumerate(sentences, start=1):
        other = "ES" if language == "en" else "EN"
        lines += [f"[{number}] XX-1 · Somebody", f"{language.upper()} (original): {source}", f"{other}-{number}: {target}", ""]
    return [*lines, "[END]"]


def _letter(seq: int, to: str, headers: dict[str, str], lines: Sequence[str]) -> bytes:
    message = EmailMessage(policy=policy.SMTP)
    message["From"] = "Agreement Office <reports@mou.example>"
    message["To"] = f"María Pérez <{to}>"
    message["Reply-To"] = f"reply+{seq}@reports.example"
    message["Subject"] = f"Carta número {seq} [Q1]"
    message["Date"] = "Mon, 06 Apr 2026 16:00:00 +0000"
    message["Message-ID"] = f"<{seq}@reports.example>"
    for name, value in headers.items():
        message[name] = value
    message.set_content("\n".join(lines) + "\n")
    message.add_alternative("<p>letter</p>", subtype="html")
    return message.as_bytes()
