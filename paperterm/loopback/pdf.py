"""A PDF of one page, with the title of a paper and a note."""

from __future__ import annotations

import textwrap

_COLUMNS = 48


def one_page(title: str, note: str) -> bytes:
    """Return a PDF 1.4; characters that its built-in font lacks become question marks."""
    lines = [*textwrap.wrap(title, _COLUMNS), "", *textwrap.wrap(note, _COLUMNS)]
    shown = "".join(f"({_escape(line)}) Tj T*\n" for line in lines)
    content = f"BT\n/F1 18 Tf\n24 TL\n72 720 Td\n{shown}ET\n".encode("cp1252", "replace")
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792]"
        b" /Resources << /Font << /F1 4 0 R >> >> /Contents 5 0 R >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Length %d >>\nstream\n%bendstream" % (len(content), content),
    )
    return _file(objects)


def _file(objects: tuple[bytes, ...]) -> bytes:
    """Return a file of the objects and the table of their offsets."""
    content = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"
    table = b"0000000000 65535 f \n"
    for number, body in enumerate(objects, start=1):
        table += b"%010d 00000 n \n" % len(content)
        content += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    size = len(objects) + 1
    return content + (
        b"xref\n0 %d\n%btrailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (size, table, size, len(content))
    )


def _escape(line: str) -> str:
    for sign in "\\()":
        line = line.replace(sign, f"\\{sign}")
    return line
