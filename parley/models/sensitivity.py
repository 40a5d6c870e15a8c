"""Which parameter makes an answer vary over its draws: the first-order share of the variance (Sobol 1993).

S_k = Var(E[y | x_k]) / Var(y). E[y | x_k] is the least-squares polynomial of the second order in x_k over the draws,
which is enough where an answer bends one way; draws are spread evenly, so that the others average out. What the shares
lack to one comes of parameters acting together, or of bends the polynomial does not follow.
"""

import numpy as np
import numpy.typing as npt

from parley.models.errors import ModelInputError

FloatArray = npt.NDArray[np.float64]

ORDER = 2


def first_order_shares(parameters: FloatArray, outcomes: FloatArray) -> FloatArray:
    """Shares [parameter, outcome] of the variance over draws (ratio), nan where an outcome does not vary.

    ``parameters`` [draw, parameter], ``outcomes`` [draw, outcome], both without nan. Raises ModelInputError for fewer
    draws than a polynomial needs, or of different number.
    """
    draws = len(outcomes)
    if len(parameters) != draws or draws <= ORDER + 1:
        raise ModelInputError(
            "draws", f"are {len(parameters)} and {draws}; both must be the same and above {ORDER + 1}"
        )
    apart = outcomes - outcomes.mean(axis=0)
    whole = (apart**2).sum(axis=0)
    shares = np.full((parameters.shape[1], outcomes.shape[1]), np.nan)
    for number, values in enumerate(parameters.T):
        scaled = (values - values.mean()) / (np.ptp(values) or 1.0)
        powers = np.vander(scaled, ORDER + 1)
        explained = powers @ np.linalg.lstsq(powers, apart, rcond=None)[0]
        shares[number] = np.divide((explained**2).sum(axis=0), whole, out=shares[number], where=whole > 0)
    return shares
