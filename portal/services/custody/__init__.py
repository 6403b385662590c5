"""Residents' originals in the office's hands (原件): taken, handed out, brought back, given back; each move has its name."""
