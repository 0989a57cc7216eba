"""Dated values with their sources: contracts, law, texts. The data is TOML; nothing here decides."""
