"""The pages about who works here."""
