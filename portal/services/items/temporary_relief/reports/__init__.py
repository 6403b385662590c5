"""Hardship that communities find by themselves (主动发现) and report to the street, which takes it on or says why not."""
