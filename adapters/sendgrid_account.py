"""How a SendGrid account is set, as far as this product rests on it: the key's scopes and both webhooks. It only looks."""

import asyncio
import json
from collections.abc import Callable, Mapping
from http.client import HTTPException
from typing import Any

from python_http_client.exceptions import HTTPError  # type: ignore[import-untyped]  # the vendor ships no types
from sendgrid import SendGridAPIClient  # type: ignore[import-untyped]  # the vendor ships no types

from mou.errors import Invalid, Unavailable
from mou.model import Model

_FORBIDDEN = {401, 403}


class ParseSetting(Model):
    """Where the mail of a host goes. `signed` is None where the account does not say."""

    host: str
    url: str
    raw: bool
    signed: bool | None


class EventHook(Model):
    """Where events go, which ones, and the key they are signed with ("": they are not)."""

    url: str
    enabled: bool
    tells: frozenset[str]
    public_key: str


class Account(Model):
    """What the key may do, and the webhooks; None where the key may not look."""

    scopes: frozenset[str]
    parse: tuple[ParseSetting, ...] | None
    events: tuple[EventHook, ...] | None


class SendGridAccount:
    """Asks SendGrid with an API key."""

    def __init__(self, key: str, *, host: str, within: float = 10.0) -> None:
        """Keep the key and the host; each question may take `within` seconds."""
        self._key = key
        self._host = host
        self._within = within

    async def look(self) -> Account:
        """Return the account's settings. Raise Invalid for a key that is none, Unavailable when SendGrid does not answer."""
        return await asyncio.to_thread(self._look)

    def _look(self) -> Account:
        client = SendGridAPIClient(self._key, host=self._host).client
        client.timeout = self._within
        scopes = _asked(lambda: client.scopes.get())  # noqa: PLW0108 - the attribute itself would be a call
        if scopes is None:
            raise Invalid("SendGrid does not know this key", where="sendgrid/401")
        hooks = client.user.webhooks
        parse = _asked(lambda: hooks.parse.settings.get())  # noqa: PLW0108 - as above
        events = _asked(lambda: hooks.event.settings.all.get())  # noqa: PLW0108 - as above
        return Account(
            scopes=frozenset(scopes.get("scopes", ())),
            parse=None if parse is None else tuple(_parse(one) for one in parse.get("result", ())),
            events=None if events is None else tuple(_hook(one) for one in events.get("webhooks", ())),
        )


def _asked(ask: Callable[[], Any]) -> Mapping[str, Any] | None:
    """Return the answer's JSON, None when the key may not ask that."""
    try:
        told: Mapping[str, Any] = json.loads(ask().body)
    except HTTPError as refused:
        if int(refused.status_code) in _FORBIDDEN:
            return None
        failure = Unavailable(f"SendGrid answered {refused.status_code}: try again later", where="sendgrid")
    except (OSError, HTTPException):
        failure = Unavailable("SendGrid cannot be reached: check the network and SENDGRID_HOST", where="sendgrid")
    except ValueError:
        failure = Unavailable("What answers at SENDGRID_HOST is not SendGrid", where="sendgrid")
    else:
        return told
    raise failure  # out here, so that the vendor's words are not its context


def _parse(told: Mapping[str, Any]) -> ParseSetting:
    return ParseSetting(
        host=str(told.get("hostname", "")),
        url=str(told.get("url", "")),
        raw=bool(told.get("send_raw")),
        signed=bool(told["security_policy"]) if "security_policy" in told else None,
    )


def _hook(told: Mapping[str, Any]) -> EventHook:
    return EventHook(
        url=str(told.get("url", "")),
        enabled=bool(told.get("enabled")),
        tells=frozenset(name for name, on in told.items() if on is True),
        public_key=str(told.get("public_key") or ""),
    )
