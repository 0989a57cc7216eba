"""
How journeys with planted values are drawn, and how many.
"""

from hypothesis import Phase, settings
from hypothesis import strategies as st

from planted import TOURS

SEEDS = st.integers(0, 2**32)
DRAWN_TOURS = st.sampled_from([*TOURS.values()])
FEW = settings(max_examples=max(settings().max_examples // 12, 5), phases=[Phase.explicit, Phase.reuse, Phase.generate])
MANY = settings(FEW, max_examples=settings().max_examples)
"""Examples are not made smaller: the place of a leak is told, and walks are long."""
