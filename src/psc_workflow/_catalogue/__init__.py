"""Dated, cited values: contracts, law, texts. Data in TOML; nothing here decides."""
