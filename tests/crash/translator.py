"""A LibreTranslate that translates the sentences of these tests, remembers each call, and can hold an answer."""

import threading
from collections import Counter

from tests.fakes.libretranslate import FakeLibreTranslate
from tests.fakes.sentences import SPOKEN
from tests.fakes.vendor import Asked, Said


class CountingTranslator(FakeLibreTranslate):
    """A call in which it is asked for the sentence `holds` is never answered; `held` tells that it came."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[tuple[str, ...]] = []
        self.holds = ""
        self.held = threading.Event()

    def answer(self, asked: Asked) -> Said | None:
        """Say what the server would, or nothing."""
        said = super().answer(asked)
        if asked.path != "/translate" or said is None or said.status != 200:
            return said
        texts = tuple(asked.body["q"])
        self.calls.append(texts)
        if self.holds in texts:
            self.held.set()
            return None
        return Said({"translatedText": [SPOKEN.get(text, text) for text in texts]})

    def asked_for(self) -> Counter[str]:
        """Return how often each text was asked for."""
        return Counter(text for call in self.calls for text in call)
