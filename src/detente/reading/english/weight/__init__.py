"""How firm a statement is, and which way it points."""
