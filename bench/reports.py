"""How long an edition of the annual report takes: its tree, and all its files in every language."""

from collections.abc import Iterator

from adapters import report_html, typst_report
from adapters.report_document import document
from adapters.report_words import Words
from adapters.resources import resource
from bench.figures import Figure, lasting
from tests.fakes import year
from tests.fakes.edition import assembled, typesetter


def measure() -> Iterator[Figure]:
    """Yield the figures."""
    reports = year.reports()
    tree, setter = assembled(reports), typesetter()
    templates = resource("templates")
    spanish = document(tree, Words(locales=resource("locales"), language="es", locale="es_MX"))
    whole = lasting(lambda: setter.edition(tree), times=2)
    page = lasting(lambda: report_html.page(spanish, templates=templates, names={"es": "español"}, downloads=()))
    pdf = lasting(lambda: typst_report.pdf(spanish, templates=templates, entries=b"{}"), times=2)
    tree_ = lasting(lambda: assembled(reports))
    yield Figure("annual report, every file of an edition", whole, "s", f"{len(setter.edition(tree))} files, two languages")
    yield Figure("  one PDF of it", pdf, "s", f"{pdf / whole:.2f} of the edition")
    yield Figure("  one page of it", page, "s", f"{page / pdf:.2f} of a PDF")
    yield Figure("  its tree from the record's rows", tree_, "s", f"{len(reports)} reports")
