"""The importer's choice between home goods and imports, and among imports: one nest or two.

With one elasticity (ratio 1) this is the plain Armington / Eaton-Kortum share. With two, buyers choose between home
goods and imports with eps_d and among imports with eps_f, ratio = eps_d / eps_f. Costs arrive here to the power -eps_f:

| symbol | meaning |
|---|---|
| lambda_nn, m | base share of home goods and of imports, m = 1 - lambda_nn |
| home | lambda_nn a_n k_nn: home goods, base share times cost^-eps_f |
| foreign | sum over j != n of K_jn a_j = m P_M^-eps_f: imports, P_M their price index |
| P | price index of all purchases |

Li, Qiu, Wang, Zeng and Zi (CEPR DP17409) find a smaller elasticity between home goods and imports than among imports.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Nest:
    """New shares by importer: ``home_share`` h_n, ``import_share`` f_n; ``log_price`` ln P_n.

    ``scale`` G_n turns K_jn a_j into the new share of exporter j: lambda'_jn = a_j K_jn G_n. All are [importer].
    """

    home_share: FloatArray
    import_share: FloatArray
    scale: FloatArray
    log_price: FloatArray


@dataclass(frozen=True, eq=False)
class Tiers:
    """The buyers' preferences, prepared once; [importer]: ``home_weight`` lambda_nn^(1-r), ``import_weight`` m^(1-r).

    ``elasticity`` is eps_f, ``ratio`` r = eps_d / eps_f.
    """

    home_weight: FloatArray
    import_weight: FloatArray
    elasticity: float
    ratio: float

    @classmethod
    def of(cls, home_base: FloatArray, elasticity: float, ratio: float) -> "Tiers":
        """From lambda_nn [importer]; what is not bought in the base has the weight zero."""
        return cls(_weight(home_base, ratio), _weight(1 - home_base, ratio), elasticity, ratio)

    def choose(self, home: FloatArray, foreign: FloatArray) -> Nest:
        """Shares and price index from the two aggregates of the module's table, [importer].

        P^-eps_d = lambda_nn^(1-r) home^r + m^(1-r) foreign^r; the two terms over their sum are the new shares.
        Importers without home goods, or without imports, stay so.
        """
        near, far = home, foreign
        if self.ratio != 1:
            near, far = self.home_weight * home**self.ratio, self.import_weight * foreign**self.ratio
        total = near + far
        import_share = far / total
        scale = np.divide(import_share, foreign, out=np.zeros_like(foreign), where=foreign > 0)
        return Nest(near / total, import_share, scale, np.log(total) / (-self.ratio * self.elasticity))


def _weight(base: FloatArray, ratio: float) -> FloatArray:
    weight: FloatArray = np.where(base > 0, base, 1.0) ** (1 - ratio) * (base > 0)
    return weight


def share_response(nest: Nest, shares: FloatArray, ratio: float) -> FloatArray:
    """H [exporter, importer]: d ln lambda'_jn = d ln a_j - sum_k H_kn d ln a_k for j != n.

    ``shares`` are the new shares with zeros on the diagonal. H_kn = lambda'_kn (r + (1 - r) / f_n), H_nn = r h_n. The
    home share moves by d ln h_n = r (d ln a_n - h_n d ln a_n - sum_{k != n} lambda'_kn d ln a_k).
    """
    response = shares
    if ratio != 1:
        shift = np.divide(1 - ratio, nest.import_share, out=np.zeros_like(nest.scale), where=nest.import_share > 0)
        response = shares * (ratio + shift)
    response = response.copy()
    np.fill_diagonal(response, ratio * nest.home_share)
    return response
