"""What blocks share: a room for each thing that they deal with, and beside the rooms what several rooms use.

In a room, `form` holds the fields and their words and loads no library; `look` looks once; `watch` makes events.
"""
