"""The losses a bargain starts from, and the surface fitted to them."""
