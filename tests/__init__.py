"""Tests of Postil, and what they share."""
