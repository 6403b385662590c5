"""The verbs of filing, a file for each stage: acts, filling in, signing, what supersedes, ending, objecting."""
