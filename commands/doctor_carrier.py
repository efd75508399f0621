"""`mou doctor` on the carrier: the server of MOU_POST=smtp; SendGrid's side of MOU_POST=sendgrid, and what to set where.

Nothing here names a key or an address: what is printed is often pasted into a ticket.
"""

from adapters.sendgrid_account import Account, EventHook, ParseSetting, SendGridAccount
from adapters.signature import verifier
from adapters.smtp_post import reachable
from adapters.smtp_server import server_at
from commands.doctor_findings import Finding, note, well, wrong
from mou.errors import Invalid, MouError
from settings import Settings

KEY, MAIL, EVENTS, KEYS = "sendgrid key", "sendgrid inbound", "sendgrid events", "webhook keys"
SERVER = "mail server"
INBOUND_PATH, EVENTS_PATH = "/inbound/sendgrid", "/inbound/sendgrid/events"
NEEDED = frozenset({"processed", "deferred", "delivered", "bounce", "dropped"})
"""The events that tell what became of a letter; without `processed` an unknown outcome stays unknown."""


async def carrier(settings: Settings) -> list[Finding]:
    """Return what is found of the carrier; nothing for one that needs no console."""
    if settings.post == "smtp":
        return [await _mail_server(settings)]
    if settings.post != "sendgrid":
        return []
    keys = [_keys(settings)]
    if not settings.sendgrid_api_key:
        return [
            wrong(KEY, "SENDGRID_API_KEY is not set: make one under Settings, API Keys (Restricted Access, Mail Send)."),
            *keys,
        ]
    try:
        account = await SendGridAccount(settings.sendgrid_api_key, host=settings.sendgrid_host).look()
    except Invalid:
        words = "SendGrid refuses SENDGRID_API_KEY: make a new one under Settings, API Keys (Restricted Access, Mail Send)."
        return [wrong(KEY, words), *keys]
    except MouError as error:
        return [wrong(KEY, f"{error.message}."), *keys]
    return [_scopes(account), _inbound(account, settings), _events(account, settings), *keys]


async def _mail_server(settings: Settings) -> Finding:
    """Return whether the mail server of MOU_POST=smtp takes us: connected, TLS as set, signed in, and left again."""
    if not settings.smtp_url:
        return wrong(SERVER, "SMTP_URL is not set: smtp://user:password@mail.example:587")
    try:
        return well(SERVER, await reachable(server_at(settings.smtp_url), name=settings.mail_domain))
    except MouError as error:
        return wrong(SERVER, f"{error.message}.")


def _scopes(account: Account) -> Finding:
    if "mail.send" not in account.scopes:
        return wrong(KEY, "may not send: under Settings, API Keys, edit the key and give it Mail Send, Full Access.")
    if account.parse is None or account.events is None:
        words = "may send, but not look: give it Read Access to Inbound Parse and Event Notification, or check those by hand."
        return note(KEY, words)
    return well(KEY, "may send")


def _inbound(account: Account, settings: Settings) -> Finding:
    host = settings.mail_domain
    url = f"https://(the web's public name){INBOUND_PATH}"
    if account.parse is None:
        return note(MAIL, f"not looked at. Settings, Inbound Parse must have host {host}, URL {url}, raw, with a signing policy.")
    mine = [one for one in account.parse if one.host.casefold() == host.casefold()]
    if not mine:
        words = (
            f"no Inbound Parse for {host}, so replies are lost: under Settings, Inbound Parse, Add Host & URL: host {host}, URL "
            f"{url}, tick POST the raw, full MIME message; and let the MX record of {host} name mx.sendgrid.net."
        )
        return wrong(MAIL, words)
    faults = _parse_faults(mine[0])
    if faults:
        return wrong(MAIL, f"{host}: {'; '.join(faults)}. Edit it under Settings, Inbound Parse.")
    if mine[0].signed is None:
        return note(MAIL, f"{host} is raw and goes to the right place; see that a security policy with a signature is attached.")
    return well(MAIL, f"{host} is raw, signed and goes to the right place")


def _parse_faults(mine: ParseSetting) -> list[str]:
    faults = []
    if not mine.url.rstrip("/").endswith(INBOUND_PATH):
        faults.append(f"its URL does not end in {INBOUND_PATH}")
    if mine.url.startswith("http://"):
        faults.append("its URL is http, so mails cross the net for all to read: make it https")
    if not mine.raw:
        faults.append("POST the raw, full MIME message is not ticked, so accents arrive broken")
    if mine.signed is False:
        faults.append("no security policy signs it, so every mail is refused and lost (POST /v3/user/webhooks/security/policies)")
    return faults


def _events(account: Account, settings: Settings) -> Finding:
    place = "Settings, Mail Settings, Event Webhooks"
    if account.events is None:
        return note(EVENTS, f"not looked at. {place} must have one, signed, to https://(the web's public name){EVENTS_PATH}.")
    mine = [one for one in account.events if one.url.rstrip("/").endswith(EVENTS_PATH)]
    if not mine:
        words = (
            f"no Event Webhook goes to {EVENTS_PATH}, so nobody learns what became of a letter: under {place}, create one to "
            f"https://(the web's public name){EVENTS_PATH} with {', '.join(sorted(NEEDED))} and signature verification."
        )
        return wrong(EVENTS, words)
    faults = _hook_faults(mine[0], settings.events_public_key or settings.inbound_public_key)
    if faults:
        return wrong(EVENTS, f"{'; '.join(faults)}. Edit it under {place}.")
    return well(EVENTS, "signed, and every event that matters is told")


def _hook_faults(mine: EventHook, ours: str) -> list[str]:
    faults = []
    if not mine.enabled:
        faults.append("the Event Webhook is not enabled")
    if missing := sorted(NEEDED - mine.tells):
        faults.append(f"it does not tell: {', '.join(missing)}")
    if not mine.public_key:
        faults.append("signature verification is off, so every event is refused")
    elif _bare(mine.public_key) != _bare(ours):
        faults.append("its verification key is not EVENTS_PUBLIC_KEY, so every event is refused: copy it from there")
    return faults


def _bare(key: str) -> str:
    """Return a public key as bare base64, however it was written."""
    return "".join(line for line in key.split() if line not in {"-----BEGIN", "-----END", "PUBLIC", "KEY-----"})


def _keys(settings: Settings) -> Finding:
    if not settings.inbound_public_key:
        words = (
            "INBOUND_PUBLIC_KEY is not set, so every mail of SendGrid's is refused and lost: set it to the public key of the "
            "security policy that signs Inbound Parse."
        )
        return wrong(KEYS, words)
    for name, value in (("INBOUND_PUBLIC_KEY", settings.inbound_public_key), ("EVENTS_PUBLIC_KEY", settings.events_public_key)):
        try:
            verifier((value or settings.inbound_public_key).encode())
        except Invalid as error:
            return wrong(KEYS, f"{name} cannot be used: {error.message}.")
    if not settings.events_public_key:
        return note(KEYS, "EVENTS_PUBLIC_KEY is not set, so events are checked by INBOUND_PUBLIC_KEY; SendGrid uses another key.")
    return well(KEYS, "both can be used")
