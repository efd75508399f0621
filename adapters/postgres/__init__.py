"""The record, in PostgreSQL: words, people, versions and decisions. SQLAlchemy Core, one dialect, no ORM."""
