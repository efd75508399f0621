"""What a receipt says about the language an answer was read in, where its writer may not expect it."""

from collections.abc import Iterator, Mapping

from mou.languages import WrittenIn
from mou.letters.blocks import Block, Paragraph, T
from mou.letters.phrases import Tongue


def read_as(written: Mapping[str, WrittenIn], form: str) -> tuple[Block, ...]:
    """Return a paragraph for each answer, by item code, that is not plainly and wholly in the language of its `form`."""
    return tuple(Paragraph(line) for code, one in written.items() for line in _lines(code, one, form))


def _lines(code: str, one: WrittenIn, form: str) -> Iterator[T]:
    if one.language != form:
        yield T(
            "Your answer to %(code)s was read as %(read)s, which is not the language of the form. If it is in %(other)s, "
            "please send it again in whole sentences.",
            code=code,
            read=Tongue(one.language),
            other=Tongue(form),
        )
    if one.leaning:
        yield T(
            "Your answer to %(code)s was read as %(read)s, the language of the form. If it is in %(other)s, please send it "
            "again in whole sentences.",
            code=code,
            read=Tongue(one.language),
            other=Tongue(one.leaning),
        )
    for tag in dict.fromkeys(one.elsewhere.values()):
        yield T("Your answer to %(code)s has sentences in %(other)s; they are translated from it.", code=code, other=Tongue(tag))
