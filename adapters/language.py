"""The port `Languages` by lingua, in this process and without downloads; its models (90 MB) are read at the first guess."""

from collections.abc import Sequence
from functools import cache
from threading import Lock

from lingua import IsoCode639_1, LanguageDetector, LanguageDetectorBuilder

from mou.languages import Guess

_BUILDING = Lock()


class LinguaLanguages:
    """One detector per set of languages and process, whoever asks."""

    def guess(self, text: str, among: Sequence[str]) -> Guess | None:
        """Return the likeliest of these languages."""
        known = {code: tag for tag in among if (code := tag.partition("-")[0].upper()) in vars(IsoCode639_1)}
        if len(known) <= 1:
            return None
        first = _detector(tuple(sorted(known))).compute_language_confidence_values(text)[0]
        if not first.value:
            return None
        return Guess(language=known[first.language.iso_code_639_1.name], confidence=first.value)


def _detector(codes: tuple[str, ...]) -> LanguageDetector:
    # One thread reads the models and the others wait: a worker that starts has many mails at once, and each reading holds
    # the interpreter for half a second.
    with _BUILDING:
        return _built(codes)


@cache
def _built(codes: tuple[str, ...]) -> LanguageDetector:
    return LanguageDetectorBuilder.from_iso_codes_639_1(*(getattr(IsoCode639_1, code) for code in codes)).build()
