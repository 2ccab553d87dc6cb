"""What reads the data of strangers, in a process of its own: `apart` starts it; the others import nothing of ours."""
