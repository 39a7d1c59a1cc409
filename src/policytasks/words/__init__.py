"""The words and signs of the genre, each said once: numerals, ordinals, marks of the page."""
