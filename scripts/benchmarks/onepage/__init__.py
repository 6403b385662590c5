"""One receipt by every engine, again and again in one warm process: `python -m scripts.benchmarks.onepage.ENGINE FOLDER COUNT`.

The portal and WeasyPrint take the same page; the others that know no HTML set its words and its QR code.
"""
