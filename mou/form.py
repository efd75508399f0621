"""The form: the lines a lead is asked to answer under. It can be read back from the letter we sent, with no record at hand.

Layout of one item (each line at most 72 characters, one block element in HTML, no URL near an answer):

    [AQ-1] Coordinate air quality planning for border airsheds
    Last quarter: …                                   (only where there was one)
    Status (on track / delayed / done / not started):
    Workshops held:                                   (one line per indicator)
    Progress:

and after the last item `[END]` (`[FIN]` in Spanish).
"""

from mou.model import Model


class FormIndicator(Model):
    """An indicator's code and its label as printed in the form's language."""

    code: str
    label: str


class FormItem(Model):
    """A plan item as printed in the form."""

    code: str
    title: str
    indicators: tuple[FormIndicator, ...] = ()


class Form(Model):
    """What was asked, in the language it was asked in. `lines` is every line of the letter's text part, as sent."""

    quarter: str
    group: str
    party: str
    language: str
    items: tuple[FormItem, ...]
    lines: tuple[str, ...] = ()
