"""What an actor may see or do beyond the policy of a route."""
