"""Drafts by a LibreTranslate server of one's own, over HTTP (its code is AGPL; nothing of it is imported)."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import httpx

from mou.errors import MouError, Refused, Unavailable
from mou.glossary import Glossary
from mou.segments import Direction, Draft

_LIMITED, _SERVER_ERROR, _KEY = 429, 500, frozenset({401, 403})
LONGEST_WAIT = 3600
"""Seconds a server may ask us to wait: more than that is a mistake, theirs or ours."""


class LibreTranslate:
    """The port Engine by LibreTranslate."""

    name = "libretranslate"
    # What its models are it does not tell, and its server's version says nothing of them.
    version = "http"

    def __init__(self, url: str, *, api_key: str = "", within: float = 30.0) -> None:
        """Draft by the server at `url`; a request may take `within` seconds. Nothing is asked yet."""
        self._client = httpx.AsyncClient(base_url=url, timeout=within)
        self._key = {"api_key": api_key} if api_key else {}
        self._within = within

    async def draft(
        self,
        masked: Sequence[str],
        direction: Direction,
        glossary: Glossary,  # noqa: ARG002 - its terms are masked, and LibreTranslate takes no glossary
    ) -> Sequence[Draft]:
        """Draft each text, in order; how many words were unknown LibreTranslate does not tell.

        Raise Unavailable (away, too many requests) or Refused, whose `where` says why: libretranslate/key,
        libretranslate/request, libretranslate/nonsense.
        """
        ways = {"source": direction.source, "target": direction.target, "format": "text"}
        told = await self._asked("POST", "/translate", {"q": list(masked), **ways, **self._key})
        texts = told.get("translatedText") if isinstance(told, dict) else None
        if not isinstance(texts, list) or len(texts) != len(masked) or not all(isinstance(text, str) for text in texts):
            raise _nonsense()
        return [Draft(text=text) for text in texts]

    async def directions(self) -> frozenset[tuple[str, str]]:
        """Return what it translates: (source, target) by language tag. Raise as `draft`."""
        told = await self._asked("GET", "/languages")
        try:
            return frozenset((str(one["code"]), str(target)) for one in told for target in one["targets"])
        except (TypeError, LookupError):
            raise _nonsense() from None

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def _asked(self, method: str, path: str, body: Mapping[str, object] | None = None) -> Any:
        """Return what the server says, as JSON; the time limit is for the whole of it, however slowly it drips."""
        failure: MouError
        try:
            async with asyncio.timeout(self._within):
                answer = await self._client.request(method, path, json=body)
            if answer.is_success:
                return answer.json()
            failure = _failure(answer)
        except (TimeoutError, httpx.TimeoutException):
            failure = Unavailable("LibreTranslate does not answer: look at its server.", where="libretranslate/hang")
        except httpx.HTTPError:
            words = "LibreTranslate cannot be reached: check that it runs, and LIBRETRANSLATE_URL."
            failure = Unavailable(words, where="libretranslate/unreached")
        except ValueError:
            failure = _nonsense()
        # Raised out here so that the client's exception is not its context.
        raise failure


def _failure(answer: httpx.Response) -> MouError:
    """Return what a status means for the drafts; `where` carries it."""
    status = answer.status_code
    if status == _LIMITED or status >= _SERVER_ERROR:
        words = f"LibreTranslate drafts nothing just now (status {status}): try again later."
        return Unavailable(words, where=f"libretranslate/{status}", after=_wait(answer.headers))
    if status in _KEY:
        words = "LibreTranslate refuses the key: check LIBRETRANSLATE_API_KEY, or ask whoever runs the server."
        return Refused(words, where="libretranslate/key")
    words = (
        f"LibreTranslate refuses the request (status {status}): check LIBRETRANSLATE_URL, that its server has both languages, "
        "and its limits (--batch-limit 10 or more, --char-limit)."
    )
    return Refused(words, where="libretranslate/request")


def _wait(headers: Mapping[str, str]) -> timedelta | None:
    told = headers.get("Retry-After") or ""
    return timedelta(seconds=min(max(int(told), 1), LONGEST_WAIT)) if told.isdecimal() else None


def _nonsense() -> Refused:
    words = "LibreTranslate's answer makes no sense: is LIBRETRANSLATE_URL the address of its server?"
    return Refused(words, where="libretranslate/nonsense")
