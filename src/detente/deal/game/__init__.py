"""What the parties value, which packages that makes acceptable, and for which values."""
