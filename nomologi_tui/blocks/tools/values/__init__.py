"""Values: read from text, compared, picked from, filtered, remembered."""
