"""
The files that commands write: none that is read, and each completely or not at all.
"""

import contextlib
import os
import secrets
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from psc_workflow.cli._arguments import FileError, report_os_errors

CANNOT_BE_WRITTEN = "cannot be written"


def check_target(path: Path, *sources: Path) -> None:
    """
    Check that a file can be written there, without opening any.

    Args:
        sources: Files that are read; one that does not exist is the name of
            something else.

    Raises:
        FileError: It cannot, or is one of *sources*, perhaps by another name.
    """
    with report_os_errors(path, CANNOT_BE_WRITTEN):
        if not path.parent.is_dir():
            raise FileError(path, f"the folder {path.parent} does not exist")
        check_is_file(path)
        if any(source.exists() and are_same(source, path) for source in sources):
            raise FileError(path, "is the file that is read")


def check_is_file(path: Path) -> None:
    """Check that there is nothing but a file, if anything."""
    if path.exists() and not path.is_file():
        raise FileError(path, "is a folder" if path.is_dir() else "is not a file")


def are_same(left: Path, right: Path) -> bool:
    """Whether both are one file, which need not exist."""
    return left.resolve() == right.resolve() or (left.exists() and right.exists() and left.samefile(right))


def write_file(path: Path, text: str) -> None:
    """Write *text* to a file; one that is there is replaced once all of it is written."""
    with replacement_files((path,)) as (file,), report_os_errors(path, CANNOT_BE_WRITTEN):
        file.write(text.encode())


def write_new_file(path: Path, text: str) -> None:
    """Write *text* to a file that does not exist."""
    with report_os_errors(path, CANNOT_BE_WRITTEN):
        try:
            path.open("x").close()  # from now on nobody else can make it
        except FileExistsError:
            raise FileError(path, "exists already, and is not replaced") from None
    try:
        write_file(path, text)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


@contextlib.contextmanager
def replacement_files(paths: Sequence[Path]) -> Iterator[list[BinaryIO]]:
    """
    Open a new file beside each of *paths*; in the end they replace them, in this order.

    If anything fails before, the new files are deleted and the old ones stay.
    """
    targets = [path.resolve() for path in paths]  # a link stays a link
    drafts = [target.with_name(f".psc-{secrets.token_hex(8)}.tmp") for target in targets]
    files: list[BinaryIO] = []
    try:
        for path, draft in zip(paths, drafts, strict=True):
            with report_os_errors(path, CANNOT_BE_WRITTEN):
                files.append(draft.open("xb"))
        yield files
        for path, target, file, draft in zip(paths, targets, files, drafts, strict=True):
            with report_os_errors(path, CANNOT_BE_WRITTEN):
                file.flush()
                os.fsync(file.fileno())
                file.close()
                if target.exists():
                    shutil.copymode(target, draft)
        for path, target, draft in zip(paths, targets, drafts, strict=True):
            with report_os_errors(path, CANNOT_BE_WRITTEN):
                draft.replace(target)
    finally:
        for file, draft in zip(files, drafts, strict=False):
            with contextlib.suppress(OSError):
                file.close()
            draft.unlink(missing_ok=True)
