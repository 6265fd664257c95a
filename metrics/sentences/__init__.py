"""Sentences about numbers, by what they are of; every has them all."""
