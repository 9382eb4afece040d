"""Statistical secrecy: what may not be shown, and what would let it be computed back. Pure functions.

`lines` protects a table of one dimension; `blocks` generalises first; `grids` protects a table of two dimensions with
its totals, which `audit` proves. What has been published once is frozen (`services.metrics.patterns`).
"""

from services.metrics.secrecy.cells import Cell, Rule
from services.metrics.secrecy.grids import Earlier, Grid, Shown, publish
from services.metrics.secrecy.lines import Count, hidden, is_small

__all__ = ["Cell", "Count", "Earlier", "Grid", "Rule", "Shown", "hidden", "is_small", "publish"]
