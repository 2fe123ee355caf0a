"""Papers that the organisation makes: printed in a room of their own, sealed with its key, and examined again."""
