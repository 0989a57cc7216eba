"""
pytest in a process of its own, with our plug-in.
"""

import os
import subprocess
import sys
from pathlib import Path


def run_pytest(folder: Path, *options: str) -> tuple[int, str]:
    """
    Run pytest in *folder*; return its status, and what it prints.

    Of the plug-ins that are installed it loads those that are named alone: to
    import all the others takes longer than most runs.
    """
    plugins = ["-p", "psc_workflow._pytest", "-p", "no:cacheprovider"]
    command = [sys.executable, "-m", "pytest", *plugins, *options]
    own = {name: value for name, value in os.environ.items() if name not in ("PYTEST_ADDOPTS", "PYTEST_PLUGINS")}
    environment = own | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    answer = subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False)
    return answer.returncode, answer.stdout + answer.stderr
