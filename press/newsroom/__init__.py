"""The newsroom in the admin, by subject."""
