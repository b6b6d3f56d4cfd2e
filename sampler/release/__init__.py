"""From a folder of built files to the public portal: pack, sign, check, deploy, take back.

This room knows nothing of registers, draws or pages. It sees files.
"""
