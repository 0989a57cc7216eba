"""
``python -m psc_workflow``: the command line, where its script is not on the path.
"""

import sys

from psc_workflow.cli import main

if __name__ == "__main__":
    sys.exit(main())
