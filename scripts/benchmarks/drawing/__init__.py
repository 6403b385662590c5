"""One engine a file: each draws the lines of a file as the ledger of `content`, in a process of its own.

`python -m scripts.benchmarks.drawing.ENGINE LINES PDF`; the last line it prints is JSON: seconds of the drawing itself.
The peers run in their own environment and import nothing of the portal.
"""
