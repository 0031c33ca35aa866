namespace Lit.Metrics.Counts;

/// <summary>How well sets of labels were predicted.</summary>
/// <param name="ExactMatch">Share of examples whose predicted set is the true set; in [0, 1].</param>
/// <param name="HammingLoss">Share of all yes-or-no answers that are wrong; in [0, 1].</param>
/// <param name="Samples">Mean over examples of the scores of each.</param>
/// <param name="Micro">Scores of all answers together.</param>
/// <param name="Macro">Mean over labels of the scores of each.</param>
/// <param name="Weighted">Mean over labels by their support.</param>
/// <param name="SamplesJaccard">Mean over examples of |both| / |either|; in [0, 1].</param>
/// <param name="MicroJaccard">The same of all answers together.</param>
/// <param name="MacroJaccard">Mean over labels.</param>
/// <param name="WeightedJaccard">Mean over labels by their support.</param>
/// <param name="PerLabel">Scores of each label.</param>
public sealed record MultilabelScore(
    double ExactMatch,
    double HammingLoss,
    PrecisionRecall Samples,
    PrecisionRecall Micro,
    PrecisionRecall Macro,
    PrecisionRecall Weighted,
    double SamplesJaccard,
    double MicroJaccard,
    double MacroJaccard,
    double WeightedJaccard,
    IReadOnlyList<PrecisionRecall> PerLabel);
