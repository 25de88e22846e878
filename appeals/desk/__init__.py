"""The officer desk: filings are read here and moved by verbs, never edited."""
