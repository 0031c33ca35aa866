namespace Lit.Metrics.States;

/// <summary>Places in the scores of a <see cref="ConfusionStatistic"/>; the first four leave the null class out.</summary>
internal enum ConfusionScore
{
    Accuracy,
    Precision,
    Recall,
    F1,
    MacroPrecision,
    MacroRecall,
    MacroF1,
    WeightedF1,
    Matthews,
    Kappa,
    Count,
}
