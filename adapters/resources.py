"""Where templates, catalogs and programs lie: beside the rooms in the work tree, under `mou/` in an installed wheel."""

from pathlib import Path
from typing import Literal

from mou.errors import Unavailable

Resource = Literal["templates", "locales", "programs"]


def resource(name: Resource) -> Path:
    """Return the folder of a resource; raise Unavailable when the installation is incomplete."""
    # The wheel's place first: beside the rooms, in site-packages, such a folder may be another package's.
    root = Path(__file__).resolve().parent.parent
    found = next((folder for folder in (root / "mou" / name, root / name) if folder.is_dir()), None)
    if found is None:
        message = f"The folder {name!r} is not part of this installation. Install the package again."
        raise Unavailable(message, where=name)
    return found
