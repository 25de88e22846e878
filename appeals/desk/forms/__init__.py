"""What staff may send; the names of the fields are the keywords of the verbs."""
