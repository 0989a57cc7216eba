"""
Files of households, priced batch by batch (extra ``batch``).

Never more than a few batches are in memory, however long the file.
"""
