using Lit.Api.Metrics;
using Lit.Api.Reporting;
using Lit.Metrics.Counts;
using Lit.Metrics.Curves;
using Lit.Types;

namespace Lit.Metrics.States;

/// <content>What can be drawn.</content>
internal sealed partial class MulticlassState
{
    private const int MostClassesDrawn = 50;

    /// <summary>The counts as a matrix.</summary>
    public ConfusionMatrix Matrix
    {
        get
        {
            double[] cells = new double[_classes * _classes];
            foreach ((int truth, int predicted, long count) in _confusion.Occurring())
            {
                cells[(truth * _classes) + predicted] = count;
            }

            return new(_classes, cells);
        }
    }

    public override IEnumerable<ReportBlock> Pictures(MetricFields fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        return Pictures([.. ((MulticlassPreds)fields.Prediction).Vocab]);
    }

    /// <summary>Curves of two classes, reliability when it was asked for, and the confusion of no more classes than can be read.</summary>
    /// <param name="names">The names of the classes.</param>
    public IEnumerable<ReportBlock> Pictures(IReadOnlyList<string> names)
    {
        if (_count == 0)
        {
            yield break;
        }

        if (Curves(names) is { } curves)
        {
            yield return CurvePictures.Roc([curves]);
            yield return CurvePictures.PrecisionRecall([curves]);
        }

        if (_metric.Extended && _improbable == 0)
        {
            yield return CurvePictures.Reliability(Reliability);
        }

        if (_classes <= MostClassesDrawn)
        {
            yield return CurvePictures.Confusion(Matrix, names);
        }
    }

    private FacetCurves? Curves(IReadOnlyList<string> names)
    {
        if (Positive < 0 || _undefined > 0 || (_sketch is not null && _improbable > 0))
        {
            return null;
        }

        string name = names[Positive];
        if (_sketch is not null)
        {
            return _sketch.Positives > 0 && _sketch.Negatives > 0 ? new("", name, _sketch.Roc(), _sketch.PrecisionRecall()) : null;
        }

        if (_scores.Positives == 0 || _scores.Negatives == 0)
        {
            return null;
        }

        // Each curve takes over the numbers of its sweep.
        return new("", name, new(_scores.ToSweep()), new(_scores.ToSweep()));
    }
}
