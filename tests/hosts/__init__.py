"""What holds for the places where a workbook can live."""
