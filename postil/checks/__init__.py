"""One module a group of rules: plain functions that find problems, and change nothing."""
