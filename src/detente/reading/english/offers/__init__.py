"""What each side would give and get, and what it excludes."""
