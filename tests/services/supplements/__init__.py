"""Requests to complete an accepted application."""
