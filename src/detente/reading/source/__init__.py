"""Input: from a file, a page, a PDF or an address to the text that is read."""
