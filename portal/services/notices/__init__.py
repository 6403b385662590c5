"""Public notices (公示) before a decision, and the lists that stay published (公布) after it.

The items above say who is announced with which opinion; they ask `queries.state_of` whether a decision may be taken.
"""
