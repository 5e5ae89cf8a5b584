"""The sample shop: a small wholesaler with a store in front, and a year of its trade.

Its master data are files that people can read (``workbooks/sample``); the trade is made up
from them, the same for the same day and seed.
"""

from jxc_xl.services.sample.model import Rows as Rows
from jxc_xl.services.sample.model import Sample as Sample
from jxc_xl.services.sample.model import Wrong as Wrong
from jxc_xl.services.sample.sample import sample_shop as sample_shop
from jxc_xl.services.sample.shop import load_masters as load_masters
