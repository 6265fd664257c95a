"""Changes with a name, over several rows of what is measured."""
