"""What a comment is: language, signals, classifier, decision table."""
