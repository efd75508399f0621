"""What people see when something went wrong: a page that says what and what to do, in every language, and no traceback."""

import logging
from collections.abc import Callable, Coroutine

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from mou.errors import Invalid, Refused, Unavailable, Unknown
from web.pages import Pages

log = logging.getLogger(__name__)

Answer = Callable[[Request, Exception], Coroutine[None, None, Response]]

EXPLAINED = (403, 404, 422, 500, 503)
"""Statuses that have words of their own; any other is explained as 422 (the request) or 500 (us)."""


def install(app: FastAPI, *, pages: Pages) -> None:
    """Give every error of the application its page."""
    for error, status in {
        RequestValidationError: 422,
        Invalid: 422,
        Refused: 403,
        Unknown: 404,
        Unavailable: 503,
        Exception: 500,
    }.items():
        app.add_exception_handler(error, _answer(pages, status))
    app.add_exception_handler(HTTPException, _of_http(pages))


def _answer(pages: Pages, status: int) -> Answer:
    async def answer(request: Request, error: Exception) -> Response:
        if status >= 500:  # noqa: PLR2004 - HTTP: from 500 on the fault is ours
            # The route and not the path: some paths hold a token that decides in somebody's name.
            route = getattr(request.scope.get("route"), "path", "an unknown path")
            log.error("%s %s could not be answered: %s", request.method, route, type(error).__name__)
        return await explain(request, pages=pages, status=status)

    return answer


def _of_http(pages: Pages) -> Answer:
    async def answer(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        response = await explain(request, pages=pages, status=status)
        response.headers.update(getattr(error, "headers", None) or {})
        return response

    return answer


async def explain(request: Request, *, pages: Pages, status: int) -> Response:
    """Return the page for a status, in the reader's language first and then in the others."""
    await _learn_languages(pages)
    shown = status if status in EXPLAINED else 422 if status < 500 else 500  # noqa: PLR2004 - HTTP, see above
    words = pages.fragment("error_words.html", pages.reader(request), status=shown, tag="h1")
    others = [
        {"language": one.language, "html": pages.fragment("error_words.html", one, status=shown, tag="h2")}
        for one in pages.others(request)
    ]
    return pages.known(request, "error.html", status=status, words=words, others=others)


async def _learn_languages(pages: Pages) -> None:
    """Ask the record for its languages; an error page must come out without them too."""
    try:
        await pages.programs()
    except Exception:
        log.exception("the record gave no languages for an error page; those known are used")
