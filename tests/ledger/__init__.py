"""The ledger: posting, costs, proofs, and what happens when the world is not as it must be."""
