using System.Numerics.Tensors;
using Lit.Api.Metrics;
using Lit.Types;

namespace Shop.Scores;

public sealed class Confidence : AdditiveMetric
{
    public override Spec MetaSpec { get; } = new()
    {
        ["confidence"] = new MetricResult { Description = "Mean of the highest probability." },
    };

    protected override int SumCount => 1;

    public override Compatibility CheckFields(LitType prediction, LitType? label)
        => prediction is MulticlassPreds ? Compatibility.Full : new([new("prediction", "classes", prediction.GetType().Name)]);

    protected override bool TryMeasure(MetricBatch batch, int row, Span<double> sums)
    {
        Span<double> probabilities = stackalloc double[2];
        bool found = batch.TryCopyPrediction(row, probabilities);
        sums[0] = TensorPrimitives.Max<double>(probabilities);
        return found;
    }

    protected override void Score(ReadOnlySpan<double> sums, double count, Span<double> scores) => scores[0] = sums[0] / count;
}
