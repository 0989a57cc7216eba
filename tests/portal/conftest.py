"""
The example portal. What needs a browser is collected only where Playwright is: ``make browser`` has an environment for it.
"""

import importlib.util

collect_ignore = [] if importlib.util.find_spec("playwright") else ["browser"]
