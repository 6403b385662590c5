"""The people, households and organisations that the office serves: each registered once, found, corrected, merged.

What is done for them lives in the rooms above; those hang their parts on the resident's page through `hooks`.
"""
