"""Every sheet of the master workbook, its columns declared once."""
