"""The parse of each paragraph, and what is asked of it everywhere: tense, scope."""
