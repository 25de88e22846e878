"""What a person may send."""
