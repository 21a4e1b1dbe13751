"""What templates show of an article, ready to print."""
