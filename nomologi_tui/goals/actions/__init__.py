"""The actions of a goal, written into its draft: in order, inside each other, asked for first."""
