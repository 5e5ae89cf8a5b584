"""What runs inside LibreOffice itself, in LibreOffice's own Python (3.8 or newer).

Standard library and uno only: nothing of this program is installed there.  ``component.py`` is
what LibreOffice loads; ``jxc_office`` lies beside it in the extension, hence its relative imports.
"""
