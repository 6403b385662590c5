"""Requests to complete an accepted application (受理后的补正): asked once for all, with a last day, an answer, or none."""
