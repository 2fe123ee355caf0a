"""What the policies say: packs of words, contacts, dates and switches. The clause id joins them to the rules."""
