"""What staff do. The only code that changes state."""
