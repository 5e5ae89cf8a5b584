"""Write ``vbaProject.bin`` from the text of modules, with nothing but the standard library.

Knows VBA projects and compound files and nothing of this product.  The format is Microsoft's
[MS-OVBA] in its form without compiled code: a program that opens the file compiles the text.

>>> from jxc_xl.vba import Kind, module, project
>>> hello = module("hello", Kind.STANDARD, "Sub hello()\\nEnd Sub\\n")
>>> project([module("ThisWorkbook", Kind.WORKBOOK), hello])[:4]
b'\\xd0\\xcf\\x11\\xe0'
"""

from jxc_xl.vba.project import project
from jxc_xl.vba.source import Kind, Module, SourceError, exported, is_reserved, module

__all__ = ["Kind", "Module", "SourceError", "exported", "is_reserved", "module", "project"]
