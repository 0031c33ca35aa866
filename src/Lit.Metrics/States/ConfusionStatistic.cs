using Lit.Api.Metrics;
using Lit.Metrics.Counts;

namespace Lit.Metrics.States;

/// <summary>What follows from a confusion matrix, at the cost of the cells that occur.</summary>
internal sealed class ConfusionStatistic : SufficientStatistic
{
    private readonly (int Truth, int Predicted)[] _cells;
    private readonly double[] _counts;
    private readonly double[] _right;
    private readonly double[] _predicted;
    private readonly double[] _truth;
    private readonly double[] _microRight;
    private readonly double[] _microPredicted;
    private readonly double[] _microTruth;
    private readonly int? _nullIndex;

    public ConfusionStatistic(ConfusionCells cells, int? nullIndex)
    {
        (int Truth, int Predicted, long Count)[] occurring = [.. cells.Occurring()];
        _cells = [.. occurring.Select(cell => (cell.Truth, cell.Predicted))];
        _counts = [.. occurring.Select(cell => (double)cell.Count)];
        _right = new double[cells.Classes];
        _predicted = new double[cells.Classes];
        _truth = new double[cells.Classes];
        _nullIndex = nullIndex;
        int others = cells.Classes - (nullIndex is null ? 0 : 1);
        (_microRight, _microPredicted, _microTruth) = (new double[others], new double[others], new double[others]);
    }

    public override ReadOnlySpan<double> Counts => _counts;

    public override int ScoreCount => (int)ConfusionScore.Count;

    public override void Evaluate(ReadOnlySpan<double> counts, Span<double> scores)
    {
        Array.Clear(_right);
        Array.Clear(_predicted);
        Array.Clear(_truth);
        double total = 0;
        for (int i = 0; i < _cells.Length; i++)
        {
            (int truth, int predicted) = _cells[i];
            double count = counts[i];
            total += count;
            _truth[truth] += count;
            _predicted[predicted] += count;
            _right[truth] += truth == predicted ? count : 0;
        }

        double correct = 0, truths = 0, predictions = 0, both = 0;
        int occurring = 0, said = 0;
        for (int c = 0; c < _truth.Length; c++)
        {
            correct += _right[c];
            truths += _truth[c] * _truth[c];
            predictions += _predicted[c] * _predicted[c];
            both += _truth[c] * _predicted[c];
            occurring += _truth[c] > 0 ? 1 : 0;
            said += _predicted[c] > 0 ? 1 : 0;
        }

        PrecisionRecall micro = WithoutNullClass().Average(Averaging.Micro, 1, undefined: double.NaN);
        var all = new ClassCounts(_right, _predicted, _truth);
        PrecisionRecall macro = all.Average(Averaging.Macro, 1, double.NaN);
        PrecisionRecall weighted = all.Average(Averaging.Weighted, 1, double.NaN);
        double square = total * total;
        scores[(int)ConfusionScore.Accuracy] = correct / total;
        scores[(int)ConfusionScore.Precision] = micro.Precision;
        scores[(int)ConfusionScore.Recall] = micro.Recall;
        scores[(int)ConfusionScore.F1] = micro.F;
        scores[(int)ConfusionScore.MacroPrecision] = macro.Precision;
        scores[(int)ConfusionScore.MacroRecall] = macro.Recall;
        scores[(int)ConfusionScore.MacroF1] = macro.F;
        scores[(int)ConfusionScore.WeightedF1] = weighted.F;
        scores[(int)ConfusionScore.Matthews] = total == 0 ? double.NaN
            : occurring <= 1 || said <= 1 ? 0
            : ((correct * total) - both) / Math.Sqrt((square - truths) * (square - predictions));
        scores[(int)ConfusionScore.Kappa] = square == both ? double.NaN : ((correct * total) - both) / (square - both);
    }

    private ClassCounts WithoutNullClass()
    {
        if (_nullIndex is null)
        {
            return new(_right, _predicted, _truth);
        }

        for (int c = 0, other = 0; c < _truth.Length; c++)
        {
            if (c != _nullIndex)
            {
                (_microRight[other], _microPredicted[other], _microTruth[other++]) = (_right[c], _predicted[c], _truth[c]);
            }
        }

        return new(_microRight, _microPredicted, _microTruth);
    }
}
