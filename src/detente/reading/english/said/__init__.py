"""Who says what: quotes, reported speech, headlines, transcripts, communiqués."""
