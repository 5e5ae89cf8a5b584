"""``python -m jxc_xl`` is ``jxc``: for machines where scripts are not on the path."""

from jxc_xl.cli import main

if __name__ == "__main__":
    main()
