"""Guides on paper (办事指南): one item's as a paper of its version, and all of them bound into the handbook (便民服务手册)."""
