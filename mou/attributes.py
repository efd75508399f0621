"""The one registry of search attributes: what ops can ask Temporal's UI for. Values are codes, never names of people."""

from enum import StrEnum


class Attribute(StrEnum):
    """A search attribute's name; `TYPES` says which type the server must know it by."""

    PROGRAM = "MouProgram"
    CYCLE = "MouCycle"
    QUARTER = "MouQuarter"
    GROUP = "MouGroup"
    PHASE = "MouPhase"
    WAITING_ON = "MouWaitingOn"
    DUE = "MouDue"
    LANGUAGE = "MouLanguage"


TYPES: dict[Attribute, str] = {
    Attribute.PROGRAM: "Keyword",
    Attribute.CYCLE: "Keyword",
    Attribute.QUARTER: "Keyword",
    Attribute.GROUP: "Keyword",
    Attribute.PHASE: "Keyword",
    Attribute.WAITING_ON: "KeywordList",
    Attribute.DUE: "Datetime",
    Attribute.LANGUAGE: "KeywordList",
}
