"""What each kind of author file says, one module per kind."""
