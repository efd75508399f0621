"""A LibreTranslate that translates the sentences of these tests, remembers each call, and can hold an answer."""

import threading
from collections import Counter

from tests.fakes.libretranslate import FakeLibreTranslate
from tests.fakes.sentences import SPOKEN
from tests.fakes.vendor import Asked, Said


class CountingTranslator(FakeLibreTranslate):
    """A call in which it is asked for a sentence of `holds` is never answered; `held` tells that each of them came."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[tuple[str, ...]] = []
        self.held = threading.Event()
        self.hold()

    def hold(self, *sentences: str) -> None:
        """Answer no call with one of these from now on."""
        self.held.clear()
        self._holds, self._came = {*sentences}, set[str]()

    def answer(self, asked: Asked) -> Said | None:
        """Say what the server would, or nothing."""
        said = super().answer(asked)
        if asked.path != "/translate" or said is None or said.status != 200:
            return said
        texts = tuple(asked.body["q"])
        self.calls.append(texts)
        if came := self._holds.intersection(texts):
            self._came |= came
            if self._came == self._holds:
                self.held.set()
            return None
        return Said({"translatedText": [SPOKEN.get(text, text) for text in texts]})

    def asked_for(self) -> Counter[str]:
        """Return how often each text was asked for."""
        return Counter(text for call in self.calls for text in call)
