"""What a receipt asks about amounts in a bare "$": which currency they were read in, and how to say that another was meant."""

from collections.abc import Mapping, Sequence

from mou.bare_amounts import BareAmount, bare_in_answer
from mou.languages import WrittenIn
from mou.letters.blocks import TN, Block, Paragraph, T
from mou.submission import Entry

_CURRENCIES = {"USD": T("US dollars (USD)"), "MXN": T("Mexican pesos (MXN)")}


def currency_read(entries: Sequence[Entry], written: Mapping[str, WrittenIn]) -> tuple[Block, ...]:
    """Return one paragraph about all bare amounts of these answers, none where there are none; `written` is by item code."""
    found = [
        (entry.item, code, tuple(one for one in amounts if one.currency == code))
        for entry in entries
        if entry.item in written
        for amounts in [bare_in_answer(entry.text, written[entry.item])]
        for code in dict.fromkeys(one.currency for one in amounts if one.currency in _CURRENCIES)
    ]
    if not found:
        return ()
    said: T | TN = _line(*found[0])
    for one in found[1:]:
        said = T("%(before)s %(line)s", before=said, line=_line(*one))
    _, currency, amounts = found[0]
    return (
        Paragraph(
            T(
                "%(read)s If you meant another currency, please send this answer again with it, such as %(example)s.",
                read=said,
                example=_in_another(amounts[0], currency),
            )
        ),
    )


def _line(item: str, currency: str, amounts: Sequence[BareAmount]) -> TN:
    """Return the line of an item: its amounts as written, each once."""
    said = dict.fromkeys(one.said for one in amounts)
    return TN(
        "%(code)s: “%(amounts)s” was read as %(currency)s.",
        "%(code)s: “%(amounts)s” were read as %(currency)s.",
        len(said),
        code=item,
        amounts="”, “".join(said),
        currency=_CURRENCIES[currency],
    )


def _in_another(amount: BareAmount, currency: str) -> str:
    """Return the amount as it would be written in the other currency, with its code: "MXN 5,000"."""
    other = next(one for one in _CURRENCIES if one != currency)
    return f"{other} {amount.said.removeprefix('$').strip()}"
