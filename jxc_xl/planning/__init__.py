"""How much to keep and to buy: classes, demand, forecast, reorder point and order quantity.

Pure: numbers in, numbers out. Quantities are integers × 10⁴, prices and rates × 10⁶, money in fen;
what is estimated (a mean, a spread, a forecast) is a float in the same scale and is rounded once,
when it becomes a quantity. Only :mod:`demand` and :mod:`forecast` need numpy: whoever imports them
does so where the figures are asked for, never when the program starts.
"""
