"""Other people's databases and tables: a statement asked, a row added."""
