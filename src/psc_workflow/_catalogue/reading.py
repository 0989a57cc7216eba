"""
Reads the TOML files of the catalogue; every fault is reported with its file, table and field.
"""

import tomllib
from decimal import Decimal
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, TypeVar

from psc_workflow._structuring import StructureError, structure
from psc_workflow.exceptions import Fault, InvalidDocumentError

T = TypeVar("T")

DATA = resources.files("psc_workflow._catalogue") / "data"


def read_toml(file: Path | Traversable) -> dict[str, Any]:
    """
    Parse *file*; numbers with a decimal point become ``Decimal``.

    Raises:
        InvalidDocumentError: The file cannot be opened or is not TOML.
    """
    try:
        return tomllib.loads(file.read_bytes().decode(), parse_float=Decimal)
    except OSError as error:
        fault = f"cannot be read: {error.strerror or type(error).__name__}"
    except UnicodeDecodeError:
        fault = "is not UTF-8 text"
    except tomllib.TOMLDecodeError as error:
        fault = f"is not TOML: {error}"
    except RecursionError:
        fault = "is nested too deeply"
    except ValueError:
        fault = "cannot be read: the path, or a number in the file, is invalid"
    raise InvalidDocumentError(f"{file}:", [Fault("", fault)])


def build(data: dict[str, Any], cls: type[T], file: object) -> T:
    """
    Build *cls* from parsed TOML.

    Raises:
        InvalidDocumentError: The data is invalid; it lists the path of every
            fault in *file*.
    """
    try:
        return structure(data, cls, native_dates=True)
    except StructureError as error:
        raise InvalidDocumentError(f"{file}:", error.faults) from None
