"""The files of a published folder, each printed from an edition or from all of them."""
