"""What the columns of the published data mean, in one language of the report."""

from adapters.report_words import Words
from mou.report.tree import AnnualReport


def meanings(report: AnnualReport, words: Words) -> dict[str, str]:
    """Return every column's name and meaning, in the order of `adapters.tables.columns`, and of what the JSON alone has."""
    say = words.say
    texts = {
        f"text_{language}": say("the text in %(language)s: original or approved translation", language=words.name_of(language))
        for language in report.languages
    }
    return {
        "program": say("the agreement's code"),
        "year": say("the year reported on"),
        "quarter": say("the quarter, like 2026-Q1"),
        "group": say("the working group's code"),
        "item": say("the plan item's code"),
        "party": say("the party's code"),
        "state": say("progress, no_change, nothing_to_report, missing; or awaiting_approval, not_asked"),
        "standing": say("on_track, delayed, done, not_started; empty when not told"),
        **texts,
        "text_language": say("the language the text was written in"),
        "indicators": say("indicator code to value; in the CSV a JSON object"),
        "reported_by": say("the name of the person who reported"),
        "arrived": say("when the report arrived (UTC)"),
        "late": say("true or false; empty when nothing is published"),
        "approved_by": say("who approved, party: name; in the CSV separated by semicolons"),
        "approved_on": say("when the last of the approvals was given (UTC)"),
        "version": say("the report's version; above 1 after an amendment"),
        "mail": say("the beginning of the SHA-256 digest that names the mail in the record"),
        "phase": say("the report's phase; empty when it was not asked for"),
        "required": say("false when it was decided that no entry was required"),
        "reason": say("why the entry is missing or was not required, as a coordinator wrote it"),
        "engine": say("what drafted the translation, with its version; empty when people wrote it"),
        "translation": say(
            "how many sentences were translated in which way: drafted, rewritten (or confirmed by a reviewer), memory"
            " (as approved before), written; in the CSV a JSON object"
        ),
        "exception": say("why it is published though not all of it was reviewed, as each party's coordinator signed it"),
        "segments": say(
            "in the JSON alone, each sentence: number, original and translation with their languages, how it was made, engine"
            " with version, version of the glossary, words unknown to the engine, whether the memory knew it between the"
            " same sentences, and which parties approved exactly this pair"
        ),
    }


def dialect(words: Words) -> str:
    """Return how the CSV file is written, for whoever reads it with a program."""
    return words.say(
        "RFC 4180, UTF-8 without BOM. A cell that begins with = + - @, a tab or a return has an apostrophe put in front,"
        " so that no spreadsheet runs it; the JSON has every text exactly as written."
    )
