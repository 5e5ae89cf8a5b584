"""The second file that LibreOffice loads, when a formula first asks for JXC.STOCK and the like."""

import unohelper
from jxc_office.functions import Functions  # type: ignore[import-not-found]  # beside it in the .oxt

g_ImplementationHelper = unohelper.ImplementationHelper()  # noqa: N816 - LibreOffice's name for it
g_ImplementationHelper.addImplementation(
    Functions, Functions.IMPLEMENTATION_NAME, Functions.SERVICES
)
