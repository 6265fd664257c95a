"""What a person may fill in about facts."""
