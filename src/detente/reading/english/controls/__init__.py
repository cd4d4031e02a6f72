"""Export controls that an article speaks of."""
