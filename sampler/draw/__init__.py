"""Who is drawn, and the check of it: standard library only, no files, no clock, no other room.

Read in this order: canon → frame → beacon → tickets → selection → manifest → events → opening → verify.
"""
