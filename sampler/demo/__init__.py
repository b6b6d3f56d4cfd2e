"""The invented county: registers, a year of draws, and its replay as dated steps.

Everything comes from word lists beside this file and a fixed seed, so the same bytes come out on any machine.
No firm, person, township or lottery number in it is real.
"""
