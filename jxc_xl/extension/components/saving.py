"""The file that LibreOffice loads when it opens or saves a document."""

import unohelper
from jxc_office.saved import Saved  # type: ignore[import-not-found]  # beside it in the .oxt

g_ImplementationHelper = unohelper.ImplementationHelper()  # noqa: N816 - LibreOffice's name for it
g_ImplementationHelper.addImplementation(Saved, Saved.IMPLEMENTATION_NAME, Saved.SERVICES)
