"""Files of comments and replies, read row by row."""
