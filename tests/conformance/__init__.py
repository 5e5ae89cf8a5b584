"""xlwings' own test-suite, run on the engine over UNO: ``make conformance XLWINGS_TESTS=DIR``.

The suite stays outside of the project: ``DIR`` is the folder ``tests`` of xlwings' repository.
"""
