"""The record's tables. `*_real` is when it happened, `*_on` what the agreement's clock showed then (both aware, UTC)."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

metadata = MetaData(
    naming_convention={"ix": "ix_%(table_name)s_%(column_0_N_name)s", "uq": "uq_%(table_name)s_%(column_0_N_name)s"}
)


def _text(name: str, *args: object, default: str | None = None, null: bool = False) -> Column[str]:
    return Column(name, Text, *args, nullable=null, server_default=default)  # type: ignore[arg-type]  # ForeignKey or nothing


def _instant(name: str, *, null: bool = False) -> Column[object]:
    return Column(name, DateTime(timezone=True), nullable=null)


programs = Table(
    "programs",
    metadata,
    _text("code"),
    Column("version", Integer, nullable=False),
    _text("sha"),
    _text("source"),
    Column("program", JSON, nullable=False),  # not JSONB: the order in which parties are written is kept
    Column("calendars", JSONB, nullable=False),
    Column("glossary", JSONB, nullable=False),
    _instant("stored_real"),
    PrimaryKeyConstraint("code", "version"),
    UniqueConstraint("code", "sha"),
)

persons = Table(
    "persons",
    metadata,
    _text("program"),
    _text("id"),
    _text("name"),
    _text("language"),
    PrimaryKeyConstraint("program", "id"),
)

addresses = Table(
    "addresses",
    metadata,
    _text("program"),
    _text("person"),
    _text("address"),
    _instant("since_on"),
    PrimaryKeyConstraint("program", "person", "since_on"),
    Index(None, "address"),
)

roles = Table(
    "roles",
    metadata,
    _text("program"),
    _text("role"),  # lead, coordinator, reviewer
    _text("group_code"),  # "" unless lead
    _text("party"),
    _text("holder"),
    _text("alternate", null=True),
    _instant("since_on"),
    Column("seq", BigInteger, Identity(always=True), nullable=False),
    PrimaryKeyConstraint("program", "role", "group_code", "party", "seq"),
)

cycles = Table(
    "cycles",
    metadata,
    _text("id"),
    _text("program"),
    Column("program_version", Integer, nullable=False),
    Column("year", Integer, nullable=False),
    Column("plan", JSONB, nullable=False),
    Column("pace", JSONB, nullable=False),
    _text("first_quarter"),
    _instant("started_real"),
    _instant("started_on"),
    PrimaryKeyConstraint("id"),
)

reports = Table(
    "reports",
    metadata,
    _text("id"),
    _text("cycle", ForeignKey("cycles.id")),
    _text("program"),
    _text("quarter"),
    _text("group_code"),
    Column("moments", JSONB, nullable=False),
    Column("waived", ARRAY(Text), nullable=False, server_default="{}"),
    Column("extended", Boolean, nullable=False, server_default="false"),
    _text("reason", default=""),
    _instant("opened_on"),
    PrimaryKeyConstraint("id"),
)

submissions = Table(
    "submissions",
    metadata,
    _text("report", ForeignKey("reports.id")),
    Column("version", Integer, nullable=False),
    _text("phase"),
    Column("seq", Integer, nullable=False, server_default="0"),
    Column("round", Integer, nullable=False, server_default="1"),
    _instant("since_real"),
    _instant("since_on"),
    PrimaryKeyConstraint("report", "version"),
)

outcomes = Table(
    "outcomes",
    metadata,
    _text("report"),
    Column("version", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    _text("what"),
    _text("ref"),
    PrimaryKeyConstraint("report", "version", "seq"),
)

mails = Table(
    "mails",
    metadata,
    _text("digest"),
    _text("content"),  # sha256 of the bytes without trace headers
    _text("blob"),
    _text("door"),
    Column("recipients", ARRAY(Text), nullable=False),
    _text("letter", null=True),  # key of the letter it answers
    _text("report", null=True),
    _text("program", null=True),
    _text("status"),  # stored, filed, asked, rejected, held, aside
    _text("reason", default=""),
    Column("proofs", JSONB, nullable=False, server_default="{}"),  # mou.inbound.proofs: what the carrier found of the sender
    _instant("stored_real"),
    _instant("stored_on"),
    PrimaryKeyConstraint("digest"),
    Index(None, "report", "status"),
)

readings = Table(
    "readings",
    metadata,
    _text("digest"),
    _text("what"),  # reading, decision, extension, waiver, reassignment
    _text("report"),
    Column("version", Integer, nullable=False),
    _text("party"),
    _text("person"),
    _text("language"),
    Column("said", JSONB, nullable=False),  # Reading, DecisionReading, or the decision's own words
    _text("door"),
    _instant("offered_real"),
    _instant("offered_on"),
    PrimaryKeyConstraint("digest"),
)

entries = Table(
    "entries",
    metadata,
    _text("report"),
    Column("version", Integer, nullable=False),
    _text("item"),
    _text("party"),
    Column("seq", Integer, nullable=False),
    _text("digest"),
    _text("person"),
    _text("state"),
    _text("standing", null=True),
    _text("text"),
    _text("language"),
    Column("indicators", JSONB, nullable=False),
    Column("late", Boolean, nullable=False),
    _instant("arrived_on"),
    PrimaryKeyConstraint("report", "version", "item", "party", "seq"),
)

segments = Table(
    "segments",
    metadata,
    _text("report"),
    Column("version", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("seq", Integer, nullable=False),  # one row per change of the translation
    Column("live", Boolean, nullable=False),
    _text("item"),
    _text("party"),
    Column("position", Integer, nullable=False),
    _text("source_language"),
    _text("source"),
    _text("target_language"),
    _text("target"),
    _text("origin"),
    _text("engine"),
    _text("glossary", default=""),
    Column("unknown", Integer, nullable=False, server_default="0"),
    _text("editor"),
    _text("former_source", default=""),
    _text("former_target", default=""),
    Column("in_context", Boolean, nullable=False, server_default="false"),
    _text("hash"),
    PrimaryKeyConstraint("report", "version", "number", "seq"),
    Index(None, "hash"),
)

drafts = Table(  # a cache: what engines made of masked text, so that no retry is billed twice
    "drafts",
    metadata,
    _text("key"),
    _text("draft"),
    Column("unknown", Integer, nullable=False),
    _text("engine"),
    _instant("made_real"),
    PrimaryKeyConstraint("key"),
)

approvals = Table(
    "approvals",
    metadata,
    _text("report"),
    Column("version", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    _text("party"),
    _text("person"),
    _text("verb"),
    _text("shown"),
    Column("covers", ARRAY(Text), nullable=False),
    _text("because", default=""),
    _text("digest"),
    _instant("decided_on"),
    PrimaryKeyConstraint("report", "version", "seq"),
)

letters = Table(
    "letters",
    metadata,
    Column("seq", BigInteger, Identity(always=True), nullable=False),
    _text("key"),
    _text("ref"),
    _text("kind"),
    _text("program"),
    _text("report"),
    Column("version", Integer, nullable=False, server_default="1"),
    _text("quarter"),
    _text("person"),
    _text("address"),
    _text("party"),
    _text("language"),
    _text("subject", default=""),
    _text("token_hash"),
    _text("message_id"),
    _text("shown", default=""),
    Column("manifest", JSONB, nullable=False, server_default="{}"),
    _text("status"),  # decided, sending, sent, skipped, failed, unknown
    _text("carrier", default=""),
    _text("delivery", default=""),  # what the carrier's events told last: processed, deferred, delivered, bounced, dropped
    _instant("delivery_at", null=True),
    Column("repeats", Integer, nullable=False, server_default="0"),  # handed over again after an unknown outcome
    _instant("decided_real"),
    _instant("decided_on"),
    PrimaryKeyConstraint("key"),
    UniqueConstraint("ref"),
    Index(None, "token_hash"),
    Index(None, "seq"),
    Index(None, "report"),
)

carrier_events = Table(
    "carrier_events",
    metadata,
    _text("message"),  # the carrier's id of the letter
    _text("event"),
    _instant("at"),
    _text("address"),
    _text("attempt", default=""),
    _text("ref", default=""),  # letters.ref, "" when the event names none of ours
    _text("reason", default=""),  # a code such as 5.1.1 or blocked, never the vendor's words
    _instant("stored_real"),
    PrimaryKeyConstraint("message", "event", "at", "address", "attempt"),
    Index(None, "ref"),
)

editions = Table(
    "editions",
    metadata,
    _text("id"),
    Column("revision", Integer, nullable=False),
    _text("program"),
    Column("year", Integer, nullable=False),
    Column("edition", Integer, nullable=False),
    _text("hash"),
    _text("blob"),
    _text("status"),  # assembled, approved, published
    _instant("assembled_on"),
    _instant("published_on", null=True),
    PrimaryKeyConstraint("id", "revision"),
)

acts = Table(
    "acts",
    metadata,
    Column("seq", BigInteger, Identity(always=True), nullable=False),
    _instant("at_real"),
    _instant("at_on"),
    _text("actor"),
    _text("role"),
    _text("door"),
    _text("verb"),
    _text("subject"),
    _text("hash", default=""),
    _text("cause", default=""),
    PrimaryKeyConstraint("seq"),
    Index(None, "subject"),
    Index("uq_acts_once", "subject", "verb", "actor", "cause", unique=True, postgresql_where=text("cause <> ''")),
)
