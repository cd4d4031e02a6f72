"""Official notices: what they say, proposed rows of the register, and what a person accepts."""
