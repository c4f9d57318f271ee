"""Works written into reading lists, in each list's own grammar."""
