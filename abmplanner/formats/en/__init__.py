"""English as readers in many countries know it."""
