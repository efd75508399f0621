"""Settings: read as providers write them, refused in words that name the variable."""

import pytest

from adapters.smtp_post import SmtpPost
from mou.errors import Invalid
from settings import Settings, load
from wiring import house


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("postgres://u:p@db.example/mou", "postgresql+asyncpg://u:p@db.example/mou"),
        ("postgresql://db.example/mou?sslmode=require", "postgresql+asyncpg://db.example/mou?ssl=require"),
        ("postgresql+asyncpg://db.example/mou", "postgresql+asyncpg://db.example/mou"),
        ("", ""),
    ],
)
def test_a_database_address_is_taken_as_providers_write_it(monkeypatch: pytest.MonkeyPatch, written: str, read: str) -> None:
    """Whichever of the usual schemes it has, our driver is used; empty stays embedded."""
    monkeypatch.setenv("DATABASE_URL", written)
    assert load().database_url == read


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("DATABASE_URL", "mysql://db.example/mou"),
        ("MOU_SECRET", "short"),
        ("MOU_WEB_PORT", "many"),
        ("SMTP_URL", "http://mail.example"),
        ("SMTP_URL", "smtp://u:passw0rd@mail.example:many"),
        ("MOU_SMTP_PORT", "-2"),
        ("MOU_POST", "pigeon"),
        ("MOU_TRANSLATION", "parrot"),
        ("LIBRETRANSLATE_URL", "translate.example:5000"),
        ("DEEPL_SERVER_URL", "https://"),
    ],
)
def test_a_wrong_value_is_refused_naming_its_variable(monkeypatch: pytest.MonkeyPatch, variable: str, value: str) -> None:
    """Nothing starts on settings that were misread."""
    monkeypatch.setenv(variable, value)
    with pytest.raises(Invalid, match=variable) as refused:
        load()
    assert "passw0rd" not in refused.value.message


def test_no_secret_is_printed_with_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """A log that shows the settings shows no key and no password."""
    kept = {
        "MOU_SECRET": "s3cret" * 8,
        "SENDGRID_API_KEY": "SG.k3y",
        "DEEPL_API_KEY": "D.k3y",
        "DATABASE_URL": "postgres://u:passw0rd@db.example/mou",
    }
    kept |= {"SMTP_URL": "smtp://u:passw0rd@mail.example", "LIBRETRANSLATE_API_KEY": "L.k3y"}
    for variable, value in kept.items():
        monkeypatch.setenv(variable, value)
    shown = repr(load())
    assert not [word for word in ("s3cret", "k3y", "passw0rd") if word in shown]


async def test_letters_go_out_by_the_mail_server_that_is_named() -> None:
    """MOU_POST=smtp takes SMTP_URL, and says so when it is missing; nothing is sent or asked yet."""
    named = Settings(post="smtp", smtp_url="smtp://u:passw0rd@mail.example")
    async with house(named.model_copy(update={"database_url": "postgresql+asyncpg://db.example/mou"})) as built:
        assert isinstance(built.post, SmtpPost)
    async with house(built.settings.model_copy(update={"smtp_url": ""})) as bare:
        with pytest.raises(Invalid, match="SMTP_URL"):
            _ = bare.post
