"""What Invoke finds here: every task of the bureau. ``./inv`` runs the same with Chinese messages."""

from sampler.commands.namespace import namespace as _namespace

namespace = _namespace()
