"""One frozen Settings, read once per process from the environment. With nothing set, everything is embedded."""

import json
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from adapters.smtp_server import server_at
from mou.errors import Invalid, Unavailable

NOTE = "stack.json"
SECRET_LENGTH = 32


class Settings(BaseSettings):
    """What a process needs to know of its surroundings. Every field is an environment variable of the name in README."""

    model_config = SettingsConfigDict(
        frozen=True, extra="ignore", populate_by_name=True, case_sensitive=False, env_ignore_empty=True
    )

    state: Path = Field(default=Path("var/run"), validation_alias="MOU_STATE", description="folder of all embedded state")
    database_url: str = Field(
        default="", repr=False, validation_alias="DATABASE_URL", description="the record; empty: the embedded PostgreSQL"
    )
    temporal_address: str = Field(
        default="", validation_alias="TEMPORAL_ADDRESS", description="the stories; empty: the embedded Temporal"
    )
    temporal_namespace: str = Field(default="default", validation_alias="TEMPORAL_NAMESPACE", description="its namespace")
    blobs_url: str = Field(
        default="", validation_alias="BLOBS_URL", description="private bytes (file://, s3://, gs://, az://); empty: a folder"
    )
    public_url: str = Field(
        default="", validation_alias="PUBLIC_URL", description="published reports, a store of their own; empty: a folder"
    )
    secret: str = Field(
        default="",
        repr=False,
        validation_alias="MOU_SECRET",
        description="what reply addresses are made with, 32 characters or more; empty: kept in the state folder",
    )
    post: Literal["mailbox", "sendgrid", "smtp"] = Field(
        default="mailbox", validation_alias="MOU_POST", description="how letters go out"
    )
    sendgrid_api_key: str = Field(
        default="", repr=False, validation_alias="SENDGRID_API_KEY", description="for MOU_POST=sendgrid"
    )
    sendgrid_host: str = Field(
        default="https://api.sendgrid.com",
        validation_alias="SENDGRID_HOST",
        description="where it is asked; https://api.eu.sendgrid.com for a subuser in the EU",
    )
    smtp_url: str = Field(
        default="",
        repr=False,
        validation_alias="SMTP_URL",
        description="for MOU_POST=smtp, as smtp://user:password@mail.example:587",
    )
    inbound_public_key: str = Field(
        default="", validation_alias="INBOUND_PUBLIC_KEY", description="the webhook's public key; empty: a local key"
    )
    events_public_key: str = Field(
        default="",
        validation_alias="EVENTS_PUBLIC_KEY",
        description="the event webhook's public key; empty: the same as INBOUND_PUBLIC_KEY",
    )
    translation: Literal["auto", "deepl", "libretranslate", "apertium", "human"] = Field(
        default="auto", validation_alias="MOU_TRANSLATION", description="the engine that drafts; auto: each that is set up"
    )
    deepl_api_key: str = Field(
        default="", repr=False, validation_alias="DEEPL_API_KEY", description="for drafts by DeepL, which bills them"
    )
    deepl_server_url: str = Field(
        default="", validation_alias="DEEPL_SERVER_URL", description="where DeepL is asked; empty: the server the key belongs to"
    )
    libretranslate_url: str = Field(
        default="", validation_alias="LIBRETRANSLATE_URL", description="a LibreTranslate server, as http://translate.example:5000"
    )
    libretranslate_api_key: str = Field(
        default="", repr=False, validation_alias="LIBRETRANSLATE_API_KEY", description="its key, where it wants one"
    )
    mail_domain: str = Field(
        default="reports.example", validation_alias="MOU_MAIL_DOMAIN", description="the domain of reply addresses"
    )
    desk_url: str = Field(default="", validation_alias="MOU_DESK_URL", description="the desk's address in letters")
    web_host: str = Field(
        default="127.0.0.1",
        validation_alias="MOU_WEB_HOST",
        description="where the web process listens; beside a proxy: loopback",
    )
    web_port: int = Field(default=0, validation_alias="MOU_WEB_PORT", description="the web process; 0: a free port")
    smtp_port: int = Field(
        default=-1,
        ge=-1,
        le=65535,
        validation_alias="MOU_SMTP_PORT",
        description="where mail programs of this machine may send replies; 0: a free port; -1: nowhere",
    )
    temporal_port: int = Field(default=0, validation_alias="MOU_TEMPORAL_PORT", description="embedded Temporal; 0: free")
    temporal_ui_port: int = Field(default=0, validation_alias="MOU_TEMPORAL_UI_PORT", description="its UI; 0: free")
    retention_days: int = Field(
        default=400, ge=400, validation_alias="MOU_RETENTION_DAYS", description="how long Temporal keeps closed stories"
    )
    sweep_minutes: float = Field(
        default=10, gt=0, validation_alias="MOU_SWEEP_MINUTES", description="how often mails without an outcome are offered again"
    )

    @field_validator("database_url")
    @classmethod
    def _by_our_driver(cls, url: str) -> str:
        """Take a PostgreSQL address as providers write it."""
        if not url:
            return url
        scheme, found, rest = url.partition("://")
        if not found or scheme not in {"postgres", "postgresql", "postgresql+asyncpg"}:
            raise ValueError("DATABASE_URL is a PostgreSQL address, such as postgresql://user:password@host/database")
        return f"postgresql+asyncpg://{rest.replace('sslmode=', 'ssl=')}"

    @field_validator("smtp_url")
    @classmethod
    def _a_mail_server(cls, url: str) -> str:
        """Refuse an address that names no mail server."""
        if url:
            server_at(url)
        return url

    @field_validator("deepl_server_url", "libretranslate_url")
    @classmethod
    def _a_web_address(cls, url: str) -> str:
        """Refuse what could not be asked."""
        if not url:
            return url
        parts = urlsplit(url)
        try:
            fits = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
        except ValueError:  # the port
            fits = False
        if not fits:
            raise ValueError(
                "an address begins with http:// or https://, names a server, and a port at most by a number up to 65535"
            )
        return url

    @field_validator("deepl_api_key", "libretranslate_api_key", "sendgrid_api_key")
    @classmethod
    def _one_word(cls, key: str) -> str:
        """Take a key without the white space that copying adds; refuse one that no header can carry."""
        key = key.strip()
        if not (key.isascii() and key.isprintable()) or " " in key:
            raise ValueError("a key is one word, without spaces or line breaks inside")
        return key

    @field_validator("secret")
    @classmethod
    def _long_enough(cls, secret: str) -> str:
        """Refuse what could be guessed."""
        if secret and len(secret) < SECRET_LENGTH:
            raise ValueError(f"MOU_SECRET has {SECRET_LENGTH} characters or more")
        return secret

    def joined(self) -> "Settings":
        """Return the settings with the addresses of the running embedded stack filled in where none was set.

        Raise Unavailable when they are needed and no stack runs in the state folder.
        """
        if self.database_url and self.temporal_address and self.desk_url:
            return self
        noted = stack_note(self.state)
        if noted is None and not (self.database_url and self.temporal_address):
            raise Unavailable(
                f"Nothing is running in {self.state}: start the stack with `make run` (or `mou up`), "
                "or set DATABASE_URL and TEMPORAL_ADDRESS.",
                where="stack",
            )
        known = {name: value for name, value in (noted or {}).items() if name in type(self).model_fields}
        return self.model_copy(update={name: value for name, value in known.items() if not getattr(self, name)})


def load() -> Settings:
    """Read the environment; raise Invalid naming every variable that is wrong."""
    try:
        return Settings()
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors())
        raise Invalid(f"The settings cannot be read: {wrong}. README lists what each variable takes.") from None


def stack_note(state: Path) -> dict[str, str] | None:
    """Return the addresses a running stack noted in its state folder, or None."""
    try:
        noted: dict[str, str] = json.loads((state / NOTE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return noted
