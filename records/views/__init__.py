"""The pages about people and what is written about them."""
