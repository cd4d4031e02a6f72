"""What stands over and around an article: outlet, author, day of publication."""
