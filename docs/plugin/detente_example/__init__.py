"""One thing through each door of détente."""
