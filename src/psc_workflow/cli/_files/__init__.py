"""
Files of households, priced batch by batch (extra ``batch``).

Only a few batches are in memory at any time, however long the file.
"""
