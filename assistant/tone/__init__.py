"""The charter’s rules: load, check, fix, score. Pure, given a Charter."""
