Option Explicit

' One Sub for each button of the ribbon and one for each key, generated from jxc_xl/buttons.py
' when the workbook is built.
