"""Every thing a person can do, once. The app and the command line both call these; neither knows the store.

Importing this package loads nothing heavy: `workspace` opens the store, the blocks and the keyring when first needed.
"""
