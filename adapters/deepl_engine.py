"""Drafts by DeepL, through the vendor's own client. What it is asked is billed by the source's characters, also twice."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from deepl import ConnectionException, DeepLClient, DeepLException, http_client
from deepl.api_data import MultilingualGlossaryInfo

from adapters.deepl_glossary import dictionaries
from mou.errors import MouError, Refused, Unavailable
from mou.glossary import Glossary
from mou.segments import Direction, Draft

LOG = logging.getLogger(__name__)
AT_ONCE = 8
CONTEXT = 4000
"""Characters of the text around that are sent along; DeepL bills none of them."""
# DeepL has no plain English to translate into, and no Mexican Spanish: this one is Latin America's.
_TARGETS = {"en": "EN-US", "es": "ES-419"}
_LIMITED, _SERVER_ERROR, _QUOTA, _KEY, _GONE = 429, 500, 456, frozenset({401, 403}), 404
T = TypeVar("T")


class DeepL:
    """The port Engine by DeepL. Its glossary gets the terms as well, for the inflected forms that are not masked."""

    name = "deepl"
    # DeepL does not tell its model: its API's version, and ours of what we ask it. Raise the second when that changes.
    version = "v2-1"

    def __init__(self, key: str, *, server_url: str = "", within: float = 30.0) -> None:
        """Draft with an API key, asking the server that the key belongs to unless named; a request may take `within` seconds.

        Nothing is asked yet.
        """
        # At its debug level the vendor's client logs whole texts.
        logging.getLogger("deepl").setLevel(logging.WARNING)
        # Its own retries would hold a thread for a minute, and hide from Temporal that DeepL is away.
        http_client.max_network_retries = 0
        http_client.min_connection_timeout = within
        self._client = DeepLClient(key, server_url=f"{server_url.rstrip('/')}/" if server_url else None, send_platform_info=False)
        self._within = within
        # Threads of its own: a vendor that hangs must not keep the rest of the process from its shared ones.
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="deepl")
        self._glossaries: dict[str, MultilingualGlossaryInfo | None] = {}
        self._one_at_a_time = asyncio.Lock()

    async def draft(self, masked: Sequence[str], direction: Direction, glossary: Glossary) -> Sequence[Draft]:
        """Draft each text, in order, formally where the language allows; how many words were unknown DeepL does not tell.

        Raise Unavailable (away, too many requests) or Refused, whose `where` says why: deepl/quota, deepl/key, deepl/request,
        deepl/count, deepl/nonsense.
        """
        glossary_id = await self._glossary_id(glossary, direction)
        ask = partial(
            self._client.translate_text,
            list(masked),
            source_lang=direction.source.upper(),
            target_lang=_TARGETS.get(direction.target, direction.target.upper()),
            formality="prefer_more",
            context=" ".join(masked)[:CONTEXT],
            glossary=glossary_id,
        )
        try:
            said = await self._asked(ask)
        except Refused as refused:
            if glossary_id is None or refused.where != "deepl/gone":
                raise
            self._glossaries.pop(glossary.version, None)
            raise Unavailable("DeepL has lost our glossary: it is made again when asked again.", where="deepl/glossary") from None
        texts = [one.text for one in said] if isinstance(said, list) else []
        if len(texts) != len(masked):
            raise Refused(f"DeepL gave {len(texts)} drafts for {len(masked)} sentences.", where="deepl/count")
        if not all(isinstance(text, str) for text in texts):
            raise _nonsense()
        return [Draft(text=text) for text in texts]

    async def usage(self) -> tuple[int, int] | None:
        """Return the characters used and allowed in this billing period, None where there is no limit. Raise as `draft`."""
        used = (await self._asked(self._client.get_usage)).character
        return None if used.count is None or used.limit is None else (used.count, used.limit)

    async def close(self) -> None:
        """Close the connections; a thread that still waits for an answer ends by its time limit."""
        self._client.close()  # type: ignore[no-untyped-call]  # the vendor's own gap
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _glossary_id(self, glossary: Glossary, direction: Direction) -> str | None:
        """Return the id of DeepL's copy of the glossary, None without one for this direction: drafts need no glossary."""
        async with self._one_at_a_time:
            if glossary.version not in self._glossaries:
                try:
                    self._glossaries[glossary.version] = await self._glossary(glossary)
                except MouError as problem:
                    LOG.warning("DeepL drafts without the glossary mou-%s: %s", glossary.version, problem)
                    if problem.retryable:
                        return None
                    self._glossaries[glossary.version] = None
            found = self._glossaries[glossary.version]
        wanted = (direction.source.upper(), direction.target.upper())
        ways = [(one.source_lang, one.target_lang) for one in found.dictionaries] if found else []
        return found.glossary_id if found and wanted in ways else None

    async def _glossary(self, glossary: Glossary) -> MultilingualGlossaryInfo | None:
        """Find the glossary by its name, which changes with any term, or make it; None where there is nothing to put in."""
        wanted, name = dictionaries(glossary), f"mou-{glossary.version}"
        if not wanted:
            return None
        there = await self._asked(self._client.list_multilingual_glossaries)
        found = next((one for one in there if one.name == name), None)
        return found or await self._asked(partial(self._client.create_multilingual_glossary, name, wanted))

    async def _asked(self, ask: Callable[[], T]) -> T:
        failure: MouError
        try:
            async with asyncio.timeout(self._within):
                return await asyncio.get_running_loop().run_in_executor(self._threads, ask)
        except DeepLException as problem:
            failure = _failure(problem)
        except TimeoutError:
            failure = Unavailable("DeepL does not answer: check the network, or try again later.", where="deepl/hang")
        except (ValueError, LookupError, TypeError, AttributeError):
            failure = _nonsense()  # the client reads an answer without looking
        # Raised out here so that the vendor's exception, which may quote our text, is not its context.
        raise failure


def _failure(problem: DeepLException) -> MouError:
    """Return what an error of the client's means for the drafts; `where` carries it."""
    status = problem.http_status_code
    if isinstance(problem, ConnectionException):
        return Unavailable("DeepL cannot be reached: check the network and DEEPL_SERVER_URL.", where="deepl/unreached")
    if status == _QUOTA:
        words = "DeepL's quota for this billing period is used up: raise it in the DeepL account, or wait for the next period."
        return Refused(words, where="deepl/quota")
    if status in _KEY:
        words = "DeepL refuses the key: check DEEPL_API_KEY, and DEEPL_SERVER_URL if it is set."
        return Refused(words, where="deepl/key")
    if status is not None and (status == _LIMITED or status >= _SERVER_ERROR):
        return Unavailable(f"DeepL drafts nothing just now (status {status}): try again later.", where=f"deepl/{status}")
    words = f"DeepL refuses the request (status {status}): check DEEPL_SERVER_URL, and that DeepL knows both languages."
    return Refused(words, where="deepl/gone" if status == _GONE else "deepl/request")


def _nonsense() -> Refused:
    return Refused("DeepL's answer makes no sense: is DEEPL_SERVER_URL a DeepL server?", where="deepl/nonsense")
