"""PTM Atlas: the library beneath the commands in ``tools/``.

Modules import downward only::

    problems <- yamltext <- records <- store <- {checks, hub, bibtex, site} <- commands

``tests/test_layers.py`` reads the imports and holds this.
"""
