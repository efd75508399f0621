"""The press: one pair of templates renders every letter, one environment per reader renders every page."""

from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from textwrap import TextWrapper

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateNotFound, select_autoescape
from jinja2.exceptions import UndefinedError

from adapters.letter_layout import anew, printed
from adapters.resources import resource
from adapters.voice import Voice
from mou.errors import Invalid, Unknown
from mou.letters.blocks import TN, Letter, T, WriteAnew
from mou.ports import Reader, Rendered

WIDTH = 72
LETTER_WORDS = ("messages",)
PAGE_WORDS = ("web", "messages")
"""The catalogs' domains, the first one's words before the next one's."""

_READERS = 32


class JinjaPress:
    """Implements `mou.ports.Press` with Jinja2 and Babel."""

    def __init__(self, templates: Path | None = None, locales: Path | None = None) -> None:
        """Use these folders, or the ones that came with the product."""
        self._templates = templates or resource("templates")
        self._locales = locales or resource("locales")
        self._environment = lru_cache(maxsize=_READERS)(self._open)

    def letter(self, letter: Letter, reader: Reader, *, reply_to: str = "") -> Rendered:
        """Render a letter; raise Invalid for a msgid without translation or a value that is not there."""
        voice = Voice(reader, self._locales, domains=LETTER_WORDS)
        subject = voice.say(letter.subject)
        if subject.splitlines() != [subject]:
            message = f"The subject of a {letter.kind} must be one line, it is {subject!r}. Mend the names it is made of."
            raise Invalid(message, where=letter.kind)
        asked = (block for block in letter.blocks if reply_to or not isinstance(block, WriteAnew))
        blocks = tuple(
            anew(block, voice, reply_to, subject) if isinstance(block, WriteAnew) else printed(block, voice) for block in asked
        )
        text = self._render("email/letter.txt.j2", reader, LETTER_WORDS, subject=subject, blocks=blocks)
        html = self._render("email/letter.html.j2", reader, LETTER_WORDS, subject=subject, blocks=blocks)
        sealed = sha256(f"{subject}\x00{text}\x00{html}".encode()).hexdigest()
        return Rendered(subject=subject, text=text, html=html, hash=sealed)

    def page(self, template: str, reader: Reader, **context: object) -> str:
        """Render `templates/web/<template>` to HTML; raise Unknown for one that is not there, Invalid for a missing value."""
        return self._render(f"web/{template}", reader, PAGE_WORDS, **context)

    def _render(self, template: str, reader: Reader, domains: tuple[str, ...], **context: object) -> str:
        try:
            return self._environment(reader, domains).get_template(template).render(context)
        except TemplateNotFound as error:
            message = f"There is no template {error.name!r} under templates/."
            raise Unknown(message, where=template) from error
        except UndefinedError as error:
            message = f"The template {template!r} misses a value: {error.message}. Give it to the press."
            raise Invalid(message, where=template) from error

    def _open(self, reader: Reader, domains: tuple[str, ...]) -> Environment:
        voice = Voice(reader, self._locales, domains=domains)
        environment = Environment(
            loader=FileSystemLoader(self._templates),
            undefined=StrictUndefined,
            autoescape=select_autoescape(disabled_extensions=("txt.j2", "txt"), default=True, default_for_string=True),
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.globals.update({"_": voice.text, "T": T, "TN": TN, "reader": reader, "lang": voice.tag})
        spoken = {"say": voice.say, "when": voice.when, "day": voice.day, "number": voice.number}
        environment.filters.update({**spoken, "wrapped": wrapped})
        return environment


def wrapped(text: str, first: str = "", later: str = "") -> str:
    """Return our words in lines of at most 72 characters; a longer word stays whole."""
    wrapper = TextWrapper(
        width=WIDTH, initial_indent=first, subsequent_indent=later, break_long_words=False, break_on_hyphens=False
    )
    return "\n".join(wrapper.fill(line) for line in text.split("\n"))
