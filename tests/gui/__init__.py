"""The product in a real window: LibreOffice under Xvfb, keys and clicks as a clerk makes them."""
