"""
The tariff of ``benchmarks/contract.toml`` for each peer, as somebody who knows that peer well would write it.

A peer may simplify the tariff: what children cost depends only on how many
there are, so no peer ranks them.
"""
