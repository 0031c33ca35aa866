using Lit.Metrics.Counts;

namespace Lit.Metrics.Text.Tags;

/// <summary>Averages of precision, recall and F1 over types; 0 stands for 0/0.</summary>
internal static class SpanAverages
{
    public static PrecisionRecall Of(double right, double predicted, double truth)
        => PrecisionRecall.Of(right, predicted, truth, beta: 1, undefined: 0);

    public static PrecisionRecall Micro(ReadOnlySpan<double> counts)
    {
        double right = 0, predicted = 0, truth = 0;
        for (int i = 0; i < counts.Length; i += 3)
        {
            right += counts[i];
            predicted += counts[i + 1];
            truth += counts[i + 2];
        }

        return Of(right, predicted, truth);
    }

    /// <summary>Means over the types that occur; weighted by their true spans, or each the same.</summary>
    /// <param name="counts">Right, predicted and true spans of each type.</param>
    /// <param name="isWeighted">Whether types weigh as many as they have true spans.</param>
    public static PrecisionRecall Mean(ReadOnlySpan<double> counts, bool isWeighted)
    {
        double precision = 0, recall = 0, f = 0, total = 0, support = 0;
        for (int i = 0; i < counts.Length; i += 3)
        {
            if (counts[i + 1] == 0 && counts[i + 2] == 0)
            {
                continue;
            }

            PrecisionRecall own = Of(counts[i], counts[i + 1], counts[i + 2]);
            double weight = isWeighted ? own.Support : 1;
            precision += weight * own.Precision;
            recall += weight * own.Recall;
            f += weight * own.F;
            total += weight;
            support += own.Support;
        }

        return isWeighted && total == 0
            ? default
            : new(precision / total, recall / total, f / total, support);
    }
}
