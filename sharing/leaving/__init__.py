"""What leaves: the pieces that are chosen, the guard that reads them, and the papers they leave as."""
