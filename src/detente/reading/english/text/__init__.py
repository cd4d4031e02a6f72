"""What plain text shows before it is parsed: segments, quotes, known names, goods, its language."""
