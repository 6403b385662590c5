"""One writer or reader of workbooks a file, each in a process of its own: typed cells, frozen head, widths, text that looks
like a formula kept as text. `python -m scripts.benchmarks.books.ENGINE LINES XLSX`.
"""
