"""What one paragraph's HTML is made of: runs of words, elements around them, phrases among them."""
