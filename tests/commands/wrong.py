"""What people type that is wrong, with what they must be told, and commands that write."""

NOBODY = "127.0.0.1:9"
GROUP = ("ca-mx", "2026-Q1", "wildfires")
CHOICE = ("--reason", "x", "--as", "p01")
BAD = {
    "a year outside the span": (("start", "ca-mx", "2040"), "outside"),
    "an unknown program": (("start", "ca-mex", "2026"), "Did you mean 'ca-mx'"),
    "an unknown first quarter": (("start", "ca-mx", "2028", "--from", "Q9"), "There is no quarter 'Q9'"),
    "an unknown group": (("show", "ca-mx", "2026-Q1", "wildfire"), "Did you mean 'wildfires'"),
    "an unknown quarter": (("show", "ca-mx", "2026-Q7", "wildfires"), "Did you mean 2026-Q"),
    "no quarter at all": (("show", "ca-mx", "spring", "wildfires"), "write it like 2026-Q1"),
    "a year that was not started": (("status", "ca-mx", "2027"), "Did you mean 'ca-mx/2026'"),
    "a quarter that has not opened": (("show", "ca-mx", "2026-Q3", "wildfires"), "has not opened"),
    "an extension into the past": (("extend", *GROUP, "--until", "2026-04-01", *CHOICE), "must be later"),
    "a closed day": (("extend", *GROUP, "--until", "2026-04-18", *CHOICE), "is closed"),
    "no day at all": (("extend", *GROUP, "--until", "soon", *CHOICE), "is not a day"),
    "somebody who is no coordinator": (("waive", *GROUP, "--reason", "x", "--as", "p17"), "Only a coordinator"),
    "an entry nobody owes": (("waive", *GROUP, "--entry", "WF-9/mexico", *CHOICE), "does not owe WF-9/mexico"),
    "a text never shown": (("approve", *GROUP, "--as", "p01", "--hash", "000000000000"), "No text was shown"),
    "somebody unknown": (("approve", *GROUP, "--as", "margaret", "--hash", "000000000000"), "Did you mean"),
    "an edition before there is one": (("approve", "ca-mx", "2026", "--as", "p01", "--hash", "0" * 12), "No edition of 2026"),
    "a new edition too early": (("report", "ca-mx", "2026", "--new-edition", "--as", "p01"), "not published yet"),
    "a mail that is not held": (("mail", "discard", "abc", "--as", "p01"), "0 held mails begin with"),
    "a lead's item that is not the group's": (
        ("amend", *GROUP, "--item", "AQ-1", "--no-change", "--as", "p17"),
        "There are: WF-1",
    ),
    "somebody who does not lead": (("amend", *GROUP, "--item", "WF-1", "--no-change", "--as", "p09"), "does not lead wildfires"),
    "two answers in one": (
        ("amend", *GROUP, "--item", "WF-1", "--no-change", "--text", "x", "--as", "p17"),
        "exactly one of",
    ),
    "a status that is none": (
        ("amend", *GROUP, "--item", "WF-1", "--text", "x", "--status", "fine", "--as", "p17"),
        "on_track",
    ),
    "a role held already": (
        ("reassign", "ca-mx", "reviewer", "--party", "mexico", "--to", "p03", "--as", "p03"),
        "holds that role already",
    ),
    "an unknown party": (("reassign", "ca-mx", "reviewer", "--party", "mexicoo", "--to", "p04", "--as", "p03"), "Did you mean"),
    "an address that is none": (
        ("reassign", "ca-mx", "reviewer", "--party", "mexico", "--name", "N", "--address", "nora", "--as", "p03"),
        "is not an address",
    ),
}
WRITING = {
    "extend": ("extend", *GROUP, "--until", "2026-05-13", *CHOICE),
    "waive": ("waive", *GROUP, *CHOICE),
    "reassign": ("reassign", "ca-mx", "lead", "--group", "wildfires", "--party", "mexico", "--to", "p20", "--as", "p03"),
    "amend": ("amend", *GROUP, "--item", "WF-1", "--no-change", "--as", "p17"),
    "ops setup": ("ops", "setup"),
}
