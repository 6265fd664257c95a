"""Tags and filters for measured numbers."""
