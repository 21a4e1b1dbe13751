"""What a site says beside its pages: feeds, metadata, hosting, what was published before."""
