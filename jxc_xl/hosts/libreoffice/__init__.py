"""LibreOffice as a host: the workbook is open in Calc, or a Calc without a window opens it."""
