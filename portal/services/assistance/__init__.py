"""Social assistance (社会救助) after the decision: who is supported, by which decisions, reviewed when, paid what.

Applications belong to the items above; here are the schemes, the rules of counting and reckoning, and the files of the
households that receive support.
"""
