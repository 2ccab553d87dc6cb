"""Files and folders here: found, watched, written, copied, packed and thrown away, never half and never by a link."""
