"""Legs of offers, steps of a standoff, and the order that words give them."""
