"""What the players tell whoever watches or directs the demo."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened among the players.

    `kind` is one of: answered, away, corrected, returned, approved, edited (a mail went out); question, held (the engine asked
    back, which a good year never needs); extend-please, outage-please, outage-answers-in (cues for the stage-hand); refused
    (the engine did not take a mail, `text` says how), unread (a sentence without a proofread translation); published.
    `report` is a report's id or "", `who` is "lead · Mexico", `text` a short line to show.
    """

    kind: str
    report: str
    who: str = ""
    text: str = ""
