"""frontdesk: the console with which a medical practice runs its front office."""

__version__ = "0.1.0"
