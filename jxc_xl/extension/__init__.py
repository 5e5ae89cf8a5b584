"""The LibreOffice extension: toolbar, menu and worksheet functions, and the worker behind them."""
