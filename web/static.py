"""Where the pages' style sheet lies: in the source tree beside `web`, or inside `mou` in an installed wheel."""

from pathlib import Path

import mou
from mou.errors import Invalid

_PLACES = (Path(__file__).parent.parent / "templates", Path(mou.__file__).parent / "templates")


def static_folder() -> Path:
    """Return the folder served under `/static`; raise Invalid when the installation lacks it."""
    found = next((place / "web" / "static" for place in _PLACES if (place / "web" / "static").is_dir()), None)
    if found is None:
        raise Invalid("the installation lacks templates/web/static: install it again, or run from the source tree")
    return found
