"""Multipart form bodies read on bytes: every field comes out exactly as it went in, in whatever charset.

The framework's own form reading decodes each field and refuses one over a megabyte with a 400, after which SendGrid
drops the mail for ever. So the low-level parser is used, and nothing is decoded.
"""

from python_multipart.multipart import MultipartParser, parse_options_header

from mou.errors import Invalid


class _Fields:
    """Gathers the parts of one body. A field's name is read from its Content-Disposition; later fields win."""

    def __init__(self) -> None:
        self.fields: dict[str, bytes] = {}
        self.ended = False
        self._header, self._value, self._content = bytearray(), bytearray(), bytearray()
        self._name: str | None = None

    def begin(self) -> None:
        self._name = None
        self._content = bytearray()

    def header_begin(self) -> None:
        self._header, self._value = bytearray(), bytearray()

    def header_field(self, chunk: bytes, start: int, end: int) -> None:
        self._header += chunk[start:end]

    def header_value(self, chunk: bytes, start: int, end: int) -> None:
        self._value += chunk[start:end]

    def header_end(self) -> None:
        if bytes(self._header).lower() == b"content-disposition":
            name = parse_options_header(bytes(self._value))[1].get(b"name")
            self._name = name.decode("utf-8", "replace") if name is not None else None

    def content(self, chunk: bytes, start: int, end: int) -> None:
        self._content += chunk[start:end]

    def part_end(self) -> None:
        if self._name is not None:
            self.fields[self._name] = bytes(self._content)

    def end(self) -> None:
        self.ended = True


def fields(content_type: str, body: bytes) -> dict[str, bytes]:
    """Return the fields of a multipart/form-data body by name, byte-exact; raise Invalid when it is malformed or cut off."""
    gathered = _Fields()
    try:
        kind, options = parse_options_header(content_type)
        if kind == b"multipart/form-data" and options.get(b"boundary"):
            _parser(options[b"boundary"], gathered).write(body)
    except ValueError as error:
        raise Invalid("the multipart body cannot be read: see the stored bytes") from error
    if not gathered.ended:
        raise Invalid("the body is not multipart/form-data up to its last boundary: see the stored bytes")
    return gathered.fields


def _parser(boundary: bytes, into: _Fields) -> MultipartParser:
    return MultipartParser(
        boundary,
        {
            "on_part_begin": into.begin,
            "on_header_begin": into.header_begin,
            "on_header_field": into.header_field,
            "on_header_value": into.header_value,
            "on_header_end": into.header_end,
            "on_part_data": into.content,
            "on_part_end": into.part_end,
            "on_end": into.end,
        },
    )
