"""Writes figures.json, which the tests of the statistics are checked against.

    pip install numpy scipy statsmodels
    python figures.py > figures.json
"""

import json

import numpy
import scipy
from scipy import stats
from statsmodels.stats.multitest import multipletests

random = numpy.random.default_rng(2026)


def losses(count, mean=1.47, deviation=0.004):
    return [float(x) for x in random.normal(mean, deviation, count)]


def interval(result):
    low, high = result.confidence_interval(0.95)
    return float((high - low) / 2)


def test(result):
    return {"df": float(result.df), "p": float(result.pvalue), "halfWidth": interval(result)}


tails = [
    {"df": df, "t": t, "p": float(2 * stats.t.sf(t, df))}
    for df in [1, 1.5, 2, 3.7, 5, 9, 29, 100.25, 1000]
    for t in [0.0, 0.3, 1.0, 2.5, 7.0, 40.0]
]
quantiles = [
    {"df": df, "probability": q, "t": float(stats.t.ppf(q, df))}
    for df in [1, 2, 2.5, 4, 10, 64, 128, 129, 500]
    for q in [0.6, 0.9, 0.975, 0.9995]
]
paired = []
for count in [2, 3, 5, 10, 40]:
    a, b = losses(count, 1.472), losses(count)
    paired.append({"a": a, "b": b} | test(stats.ttest_rel(a, b)))
unpaired = []
for count, other in [(2, 2), (3, 3), (3, 9), (10, 4), (25, 30)]:
    a, b = losses(count, 1.48, 0.01), losses(other)
    unpaired.append({"a": a, "b": b} | test(stats.ttest_ind(a, b, equal_var=False)))


def signed_rank(differences, method):
    result = stats.wilcoxon(differences, method=method, alternative="two-sided")
    return {"differences": differences, "p": float(result.pvalue)}


signed_ranks = []
for count in [1, 5, 6, 9, 20, 50]:
    signed_ranks.append(signed_rank(losses(count, 0.3, 1), "exact"))
# With ties and zeros: every choice of signs, tried one by one.
for differences in [[1, 1, -1, 2, 2, 3], [0, 0.5, -0.5, 1.5, 1.5, 1.5, 2], [0, 0, 1, 1, -3, 4, 4]]:
    signed_ranks.append(
        signed_rank([float(d) for d in differences], stats.PermutationMethod(n_resamples=10**7)))
for count in [51, 200]:
    signed_ranks.append(signed_rank(losses(count, 0.1, 1), "approx"))
signed_ranks.append(
    signed_rank([float(d) for d in random.integers(-9, 12, 80)], "approx"))

chi_squared = [
    {"df": df, "probability": q, "x": float(stats.chi2.ppf(q, df))}
    for df in [1, 2, 3, 7, 30, 200]
    for q in [0.001, 0.025, 0.5, 0.975, 0.9999]
]
holm = []
for p in [[0.01, 0.04, 0.03, 0.005], [0.5, 0.6, 0.9], [0.02, 0.02, 0.02], [1e-9, 0.049]]:
    holm.append({"p": p, "adjusted": [float(x) for x in multipletests(p, method="holm")[1]]})


def fit(factors, values):
    columns = [numpy.ones(len(values))]
    for levels in factors:
        columns += [numpy.array(levels) == level for level in sorted(set(levels))[1:]]
    x = numpy.column_stack(columns).astype(float)
    y = numpy.array(values)
    fitted = x @ numpy.linalg.lstsq(x, y, rcond=None)[0]
    explained = ((y - y.mean()) ** 2).sum() - ((y - fitted) ** 2).sum()
    return explained, int(numpy.linalg.matrix_rank(x)) - 1


effects = []
for count in [12, 40]:
    factors = [[int(l) for l in random.integers(0, n, count)] for n in (2, 3, 4)]
    values = [
        1.5 + 0.1 * a - 0.05 * b + float(random.normal(0, 0.05)) for a, b, _ in zip(*factors)
    ]
    total = ((numpy.array(values) - numpy.mean(values)) ** 2).sum()
    full, rank = fit(factors, values)
    chance = (total - full) / (count - 1 - rank)
    shares = []
    for i in range(3):
        rest, others = fit(factors[:i] + factors[i + 1 :], values)
        shares.append(float(max(0, full - rest - (rank - others) * chance) / total))
    explained = float(max((full - rank * chance) / total, sum(shares)))
    effects.append(
        {"factors": factors, "values": values, "explained": explained, "shares": shares})

ranked = [[3, 1, 2], [1, 1, 2, 3, 3, 3], [0.5]]
ranks = [{"values": v, "ranks": [float(r) for r in stats.rankdata(v)]} for v in ranked]

print(
    json.dumps(
        {
            "scipy": scipy.__version__, "tails": tails, "quantiles": quantiles, "paired": paired,
            "unpaired": unpaired, "signedRanks": signed_ranks, "chiSquared": chi_squared,
            "holm": holm, "effects": effects, "ranks": ranks,
        },
        indent=1))
