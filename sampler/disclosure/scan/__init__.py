"""The leak scan: reads every byte of a finished folder or package for what must not be in it.

The scan decodes what it reads instead of guessing how a secret was encoded: containers are opened, escapes are
undone, base64 and hex runs are decoded at every alignment, and what is left is folded to one form and searched.
It knows nothing of the rest of the house; it is given secrets and bytes.
"""

from sampler.disclosure.scan.needles import Secret, Secrets
from sampler.disclosure.scan.scanning import Hit, ScanReport, SignOffs, scan

__all__ = ["Hit", "ScanReport", "Secret", "Secrets", "SignOffs", "scan"]
