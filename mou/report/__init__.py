"""The reports: trees of typed values made from the record, before any format."""
