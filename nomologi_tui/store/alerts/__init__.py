"""The outbox: alerts are written in the transaction of what they tell of (`noting`) or found by a look (`looking`), and
told later (`telling`), by whoever runs then.
"""
