"""How lists of goals and indicators are narrowed, on pages and in the API alike."""
