"""A build that goes article by article and keeps what it made of each."""
