"""Where releases are written, reviewed and published: the pages of the press side in the admin."""
