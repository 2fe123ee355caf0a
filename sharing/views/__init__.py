"""The pages about sharing: those of whoever proposes and shares, and those of whoever decides."""
