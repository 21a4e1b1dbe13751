"""First texts of new things, their shapes, and how they are placed in a site."""
