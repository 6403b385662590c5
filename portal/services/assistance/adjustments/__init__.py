"""Standard adjustment (标准调整): one batch for all files of a scheme, previewed, approved by a second person, carried out
once, and reversible as a whole. The files and their single decisions belong to the rooms beside it.
"""
