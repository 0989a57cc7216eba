"""
The bytes of a file of text, checked while they are read.
"""

import codecs
import io
import secrets
from pathlib import Path

from psc_workflow.cli._arguments import FileError, report_os_errors

CANNOT_BE_READ = "cannot be read"


class Utf8Stream(io.RawIOBase):
    """The bytes of a file as long as they are UTF-8, then an end mark that no file contains."""

    def __init__(self, path: Path, file: io.BufferedReader) -> None:
        self.path, self.file, self.position = path, file, 0
        self.end_mark = f"end {secrets.token_hex()}"
        self.left = [f"\n{self.end_mark}\n".encode()]
        self.ended = False
        self.decoder = codecs.getincrementaldecoder("utf-8")()

    def readable(self) -> bool:
        """Return true."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Read some bytes; refuse what is not text at once. Nothing is left of a stream that has ended."""
        if self.ended:
            return b""
        with report_os_errors(self.path, CANNOT_BE_READ):
            content = self.file.read(size)
        self.position += len(content)
        try:
            text = self.decoder.decode(content, final=not content)
        except UnicodeDecodeError:
            raise FileError(self.path, "is not a CSV file in UTF-8") from None
        if "\0" in text:
            raise FileError(self.path, "is not a CSV file: it holds bytes that are not text")
        return content or (self.left.pop() if self.left else b"")
