"""The review page: source and translation side by side, corrected sentence by sentence, approved as a whole.

Opening it changes nothing. What was typed is never lost: whatever keeps a decision from being taken, the page comes back with it.
"""

import re
from typing import Protocol

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from mou.errors import Refused, Unavailable, Unknown
from mou.memory import keepable
from mou.stories import Taken, Verb
from web.pages import Pages
from web.review_rows import Typed
from web.review_view import view, why_words
from web.reviews import Review, corrections
from web.same_origin import same_origin

VERBS = {"approve": Verb.APPROVE, "correct": Verb.CORRECT, "return": Verb.RETURN}


class Reviewing(Protocol):
    """Finds the text behind a token, drafts it back, and takes the decision."""

    async def review(self, token: str, typed: Typed | None = None) -> Review:
        """Return the text as it stands or raise Unknown."""
        ...

    async def back(self, review: Review, number: int) -> Review:
        """Return the review with one translation drafted back."""
        ...

    async def decide(self, review: Review, typed: Typed, verb: Verb) -> Taken:
        """Offer the decision; raise Refused or Unavailable."""
        ...


def router(*, reviewing: Reviewing, pages: Pages) -> APIRouter:
    """Return the room."""
    room = APIRouter(prefix="/review/{token}")

    @room.get("")
    async def read(request: Request, token: str) -> HTMLResponse:
        try:
            review = await reviewing.review(token)
        except Unknown:
            return await _gone(request, pages)
        return await _page(request, pages, token, review, Typed(shown=""))

    @room.post("", dependencies=[Depends(same_origin)])
    async def answer(request: Request, token: str) -> HTMLResponse:
        form = {name: _kept(value) for name, value in (await request.form()).items() if isinstance(value, str)}
        typed, action = _typed(form), form.get("action", "")
        try:
            review = await reviewing.review(token, typed)
        except Unknown:
            return await _gone(request, pages, typed)
        back = next((number for number in review.rows if action == f"back-{number}"), None)
        if back is not None:
            return await _page(request, pages, token, await reviewing.back(review, back), typed)
        if why := _objection(review, typed, action):
            return await _page(request, pages, token, review, typed, why=why)
        try:
            taken = await reviewing.decide(review, typed, VERBS[action])
        except Refused as refusal:
            return await _page(request, pages, token, review, typed, why=refusal.where)
        except Unavailable:
            return await _page(request, pages, token, review, typed, why="away")
        return await pages.show(request, "review_done.html", verb=action, taken=taken, token=token)

    return room


def _kept(value: str) -> str:
    """Return what the record can hold of a field: no browser sends the rest by itself."""
    return "".join(one for one in value if keepable(one))


def _typed(form: dict[str, str]) -> Typed:
    """Read the form; fields that are none of ours are ignored."""

    def numbered(prefix: str) -> dict[int, str]:
        found = ((re.fullmatch(rf"{prefix}([0-9]{{1,6}})", name), value) for name, value in form.items())
        return {int(match[1]): value for match, value in found if match}

    return Typed(
        shown=form.get("shown", ""),
        texts=numbered("text-"),
        vouched=numbered("vouch-"),
        because=form.get("because", ""),
    )


def _objection(review: Review, typed: Typed, action: str) -> str:
    """Return why a decision is not even offered (a code), "" when it may be."""
    if action not in VERBS:
        return "no-action"
    if not review.open:
        return "not-reviewing"
    if typed.shown != review.shown:
        return "changed"
    if VERBS[action] is Verb.RETURN:
        return "no-reason" if not typed.because.strip() else "unsaved" if corrections(review) else ""
    if any(row.changed and (row.errors or not row.segment.target) for row in review.rows.values()):
        return "errors"
    return "no-change" if VERBS[action] is Verb.CORRECT and not corrections(review) else ""


async def _gone(request: Request, pages: Pages, typed: Typed | None = None) -> HTMLResponse:
    """Return the page of a link that leads nowhere any more, with everything that was typed behind it."""
    texts = tuple((typed or Typed(shown="")).texts.values()) + ((typed.because,) if typed and typed.because else ())
    return await pages.show(request, "review_gone.html", status=404, texts=texts)


async def _page(request: Request, pages: Pages, token: str, review: Review, typed: Typed, *, why: str = "") -> HTMLResponse:
    """Return the page; `why` is the code of what kept a decision from being taken."""
    status = 503 if why == "away" else 409 if why in {"changed", "superseded"} else 422 if why else 200
    words = why_words(why) if why else None
    seen = view(review)
    response = await pages.show(
        request, "review.html", status=status, review=review, view=seen, token=token, typed=typed, why=why, refusal=words
    )
    response.headers["Cache-Control"] = "no-store"  # the address decides in somebody's name
    return response
