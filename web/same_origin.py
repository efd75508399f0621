"""A form of ours is only taken from a page of ours: other sites can make a browser post, but cannot hide that they did."""

from urllib.parse import urlsplit

from fastapi import Request

from mou.errors import Refused


def same_origin(request: Request) -> None:
    """Raise Refused when a browser says that this POST comes from another site.

    A browser always says so (Sec-Fetch-Site, or Origin in older ones); a request with neither comes from a program, which
    no other site can steer.
    """
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    if site is not None:
        fits = site == "same-origin"
    else:
        fits = origin is None or urlsplit(origin).netloc == request.headers.get("host", "")
    if not fits:
        raise Refused("this form was posted from another site: open the page itself and post it from there")
