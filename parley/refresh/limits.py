"""From which size on a move in an answer refuses its table; every threshold of the command stands here."""

MISSING_SHARE = 0.02  # of the stored keys, partners or products that an answer no longer has
RATIO_LOW, RATIO_HIGH = 0.8, 1.25  # median of new / old on the same keys
POWER_OF_TEN = 0.03  # how near to one the ratio must be to be called so
LARGE_USD, LARGE_MOVE = 10e9, 0.10  # a single value above the first that moves by more than the second
CLOSED_YEAR_SHARE = 0.02  # revision of the sum of a closed year
CLOSED_YEAR_POINTS = 0.3  # revision of a growth rate of a closed year, percentage points
FILE_SIZE = 0.25  # of one answer against the last one of its address
DATA_SET_SIZE = 0.15  # of all answers of a source together
SAME = 1e-9  # relative; nearer figures are one figure
SHOWN_REVISION = 0.01  # a revision from this share on is told by itself
SHOWN_LARGEST = 10
