"""Items made in the browser."""
