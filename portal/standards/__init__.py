"""The country's rules as pure functions: numbers, names, ages, amounts, working days, periods, codes.

Nothing here knows a database, a request or a clock; dates are passed in, and what an office may choose is a parameter.
"""
