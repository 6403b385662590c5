"""Delivering a paper to whom it concerns (送达), with its receipt (送达回证): how, by whom, to whom, or why it was refused."""
