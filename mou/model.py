"""The two value types everything else is made of: a frozen model, and one text in several languages."""

from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict, RootModel, model_validator


class Model(BaseModel):
    """A frozen value that refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Wording(RootModel[dict[str, str]]):
    """One text in several languages, keyed by language tag ("en", "es"). A missing language fails, it never falls back."""

    model_config = ConfigDict(frozen=True)

    @model_validator(mode="after")
    def _said(self) -> "Wording":
        empty = [tag for tag, text in self.root.items() if not text.strip()]
        if empty or not self.root:
            message = f"the text is empty in: {', '.join(empty) or 'every language'}"
            raise ValueError(message)
        return self

    def in_(self, language: str) -> str:
        """Return the text in `language`; raise LookupError naming the languages there are."""
        try:
            return self.root[language]
        except KeyError:
            message = f"no text in {language!r}, only in {sorted(self.root)}: {next(iter(self.root.values()))!r}"
            raise LookupError(message) from None

    def languages(self) -> Iterator[str]:
        """Yield the language tags this text has."""
        return iter(self.root)
