"""Foreign files into plain text, and new documents into the registry.

`read_file` turns a text in any usual encoding, a saved web page, a DOCX or a PDF
into plain text; `add_document` does so and registers the result.
"""

from __future__ import annotations

from policytasks.importing.add import Addition, add_document
from policytasks.importing.imported_text import ImportedText
from policytasks.importing.read import read_file

__all__ = ["Addition", "ImportedText", "add_document", "read_file"]
