"""Events, which of them are one, and which comes first."""
