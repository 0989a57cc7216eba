"""
The tariff of ``benchmarks/contract.toml``, once for each peer, as somebody who knows that peer well would write it.

Where a peer can do with less than the tariff says, it does: a child's amount
depends only on how many there are, so none of them ranks children.
"""
