"""French as it is printed."""
