"""Journeys in a real Chromium against a real server: keyboard, JavaScript on and off, accessibility, screenshots."""
