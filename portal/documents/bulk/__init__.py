"""Bulk printing (批量打印): many issued papers in one file, in counter order, made by a job with a pool of render processes.

What merges masters into one file is `documents.merging`; the counter's own papers never pass through here.
"""
