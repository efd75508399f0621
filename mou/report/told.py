"""What the public is told of one plan item: entry by entry, each with its state and its provenance."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from pydantic import SerializerFunctionWrapHandler, model_serializer

from mou.cutting import sentences
from mou.model import Model, Wording
from mou.program import Indicator
from mou.provenance import Provenance
from mou.submission import Phase, Standing


class Shown(StrEnum):
    """What the public may know of one owed entry: the four states of an item, or why none of them can be told yet."""

    PROGRESS = "progress"
    NO_CHANGE = "no_change"
    NOTHING = "nothing_to_report"
    MISSING = "missing"
    AWAITING = "awaiting_approval"
    NOT_ASKED = "not_asked"


_LATER = {"provenance", "unreviewed"}


class Signature(Model):
    """One party's approval of the text: who (by name), when, and the hash of the letter or page they answered."""

    party: str
    person: str
    on: datetime
    shown: str


class Unreviewed(Model):
    """What of an entry is printed by exception: how many sentences, whether states and figures, who signed for it, and why.

    `because` are the reasons by party, as the coordinators wrote them.
    """

    sentences: int
    facts: bool
    signatures: tuple[Signature, ...]
    because: dict[str, str]


class Told(Model):
    """What one party told about one item in one quarter, with its provenance.

    `text` is exactly as written, in `language`; `translations` are the approved ones; one into `language` itself says that
    some of the sentences were written in another. `provenance` tells of each of their segments how it came to be, `engine`
    which engines had a part in it, with their versions.
    `reason` is why an entry is missing or was not required (`waived`), as a coordinator wrote it. `stands_on` is the
    anchor of the earlier entry a "no change" repeats. `mail` is the prefix of the mail's digest, enough to find it in the record.
    """

    anchor: str
    quarter: str
    group: str
    item: str
    party: str
    shown: Shown
    phase: Phase | None = None
    version: int = 1
    waived: bool = False
    reason: str = ""
    standing: Standing | None = None
    language: str = ""
    text: str = ""
    translations: dict[str, str] = {}
    engine: str = ""
    indicators: dict[str, Decimal] = {}
    stands_on: str = ""
    person: str = ""
    arrived: datetime | None = None
    late: bool | None = None
    mail: str = ""
    signatures: tuple[Signature, ...] = ()
    provenance: tuple[Provenance, ...] = ()
    unreviewed: Unreviewed | None = None

    @model_serializer(mode="wrap")
    def _as_ever(self, plain: SerializerFunctionWrapHandler) -> dict[str, object]:
        """Leave out what is empty of what came later: a tree from before it was kept keeps its bytes and its hash."""
        whole: dict[str, object] = plain(self)
        return {name: value for name, value in whole.items() if name not in _LATER or value}

    def said(self, language: str) -> str:
        """Return the text in `language`, original or translation; "" when there is none."""
        return self.translations.get(language, self.text if language == self.language else "")

    def mixed(self, language: str) -> bool:
        """Whether the text in `language` is partly as written and partly a translation."""
        said = self.said(language)
        return self.language in self.translations and any(sentence in said for sentence in sentences(self.text))


class ItemYear(Model):
    """One plan item through the year: quarter by quarter, and in each the parties in the program's order."""

    code: str
    title: Wording
    indicators: tuple[Indicator, ...]
    told: tuple[Told, ...]

    def of(self, *, quarter: str) -> tuple[Told, ...]:
        """Return what the parties told in a quarter."""
        return tuple(one for one in self.told if one.quarter == quarter)

    def by(self, *, party: str) -> tuple[Told, ...]:
        """Return what a party told, first quarter first."""
        return tuple(one for one in self.told if one.party == party)

    def latest(self, *, party: str) -> Standing | None:
        """Return the last standing the party gave, or None when it gave none."""
        return next((one.standing for one in reversed(self.by(party=party)) if one.standing), None)
