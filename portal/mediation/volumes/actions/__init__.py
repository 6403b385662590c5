"""What is done to volumes: bound, supplemented, filed, checked, lent, guided."""
