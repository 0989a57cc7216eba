"""
Files that people name: only regular ones are opened, so that a pipe or a device never blocks, and none without a bound.
"""

import errno
import io
import os
import stat
from pathlib import Path

LARGEST = 2**24
"""Bytes of the largest file that is read whole."""

KINDS = {
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFDIR: "a folder",
}


def open_regular(path: Path) -> io.BufferedReader:
    """
    Open the file, or the one that a link leads to.

    Raises:
        OSError: It cannot be opened, or is not a regular file; ``strerror``
            says so.
    """
    _check(path.stat().st_mode)
    file = path.open("rb")
    try:
        _check(os.fstat(file.fileno()).st_mode)
    except OSError:
        file.close()
        raise
    return file


def read_regular(path: Path, most: int = LARGEST) -> bytes:
    """
    Read the whole file.

    Raises:
        OSError: As for :func:`open_regular`, or it has more than *most* bytes.
    """
    with open_regular(path) as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise OSError(errno.EFBIG, f"is too large: at most {most / 2**20:g} MiB are read")
    return content


def _check(mode: int) -> None:
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, f"is {KINDS.get(stat.S_IFMT(mode), 'something else')}, not a regular file")
