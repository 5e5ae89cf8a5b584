"""The file that LibreOffice loads: which class implements which service."""

import unohelper
from jxc_office.handler import Handler  # type: ignore[import-not-found]  # beside it in the .oxt
from jxc_office.opened import Opened  # type: ignore[import-not-found]

g_ImplementationHelper = unohelper.ImplementationHelper()  # noqa: N816 - LibreOffice's name for it
for implementation in (Handler, Opened):
    g_ImplementationHelper.addImplementation(
        implementation, implementation.IMPLEMENTATION_NAME, implementation.SERVICES
    )
