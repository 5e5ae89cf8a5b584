"""What runs inside LibreOffice, in a real one."""
