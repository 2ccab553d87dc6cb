"""A process tree: started, listened to, ended to the last descendant."""
