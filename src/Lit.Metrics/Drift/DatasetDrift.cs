using Lit.Api;
using Lit.Api.Metrics;
using Lit.Api.Reporting;
using Lit.Metrics.Significance;
using Lit.Types;

namespace Lit.Metrics.Drift;

/// <summary>How far the fields of two datasets are apart.</summary>
/// <param name="Fields">The fields, the least likely by chance first.</param>
public sealed record DatasetDrift(IReadOnlyList<FieldDrift> Fields) : IReportable
{
    private const int Bins = 10;

    /// <summary>Compares fields of two datasets.</summary>
    /// <param name="before">The first dataset, such as what a model was tested on.</param>
    /// <param name="after">The second, such as what it sees now.</param>
    /// <param name="fields">Fields of both: numbers (Kolmogorov-Smirnov), categories and truth values (χ²).</param>
    /// <returns>P-values are corrected for how many fields were looked at, as by Benjamini and Hochberg.</returns>
    /// <exception cref="LitException">A field does not exist in both, or is neither numbers nor categories.</exception>
    public static DatasetDrift Compare(Dataset before, Dataset after, IReadOnlyList<string> fields)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        ArgumentNullException.ThrowIfNull(fields);
        FieldDrift[] found = [.. fields.Select(field => Compare(before, after, field))];
        double[] corrected = MultipleTesting.BenjaminiHochberg([.. found.Select(own => double.IsNaN(own.PValue) ? 1 : own.PValue)]);
        return new([
            .. found.Select((own, i) => double.IsNaN(own.PValue) ? own : own with { PValue = corrected[i] })
                .OrderBy(own => double.IsNaN(own.PValue) ? 2 : own.PValue)
                .ThenByDescending(own => own.StabilityIndex),
        ]);
    }

    /// <inheritdoc />
    public IEnumerable<ReportBlock> ToReport()
    {
        yield return new TableBlock(
            ["field", "test", "statistic", "p, corrected", "stability index", "remark"],
            [
                .. Fields.Select(own => new ValueList<ReportCell>(
                    [own.Field, own.Test, own.Statistic, own.PValue, own.StabilityIndex, own.Reason])),
            ])
        {
            Title = "Drift",
        };
    }

    private static FieldDrift Compare(Dataset before, Dataset after, string field)
    {
        if (Numbers(before, field) is { } first && Numbers(after, field) is { } second)
        {
            double[] a = [.. first.Where(double.IsFinite)], b = [.. second.Where(double.IsFinite)];
            TestOutcome test = KolmogorovSmirnov.TwoSample(a, b);
            return new(field, "Kolmogorov-Smirnov", test.Statistic, test.PValue, SampleDrift.StabilityIndex(a, b, Bins))
            {
                Reason = test.Reason,
            };
        }

        var facet = new Facet(field) { MostGroups = 10_000 };
        Dictionary<string, double> left = Counts(facet, before), right = Counts(facet, after);
        string[] values = [.. left.Keys.Union(right.Keys).Order(StringComparer.Ordinal)];
        double[] old = [.. values.Select(value => left.GetValueOrDefault(value))];
        double[] now = [.. values.Select(value => right.GetValueOrDefault(value))];
        TestOutcome counts = CountTest.ChiSquare([.. old, .. now], Math.Max(1, values.Length));
        return new(field, "chi-square", counts.Statistic, counts.PValue, SampleDrift.StabilityIndex(old, now)) { Reason = counts.Reason };
    }

    private static Dictionary<string, double> Counts(Facet facet, Dataset dataset)
        => facet.Split(dataset).ToDictionary(group => group.Value, group => (double)group.Rows.Count, StringComparer.Ordinal);

    private static double[]? Numbers(Dataset dataset, string field)
    {
        Column column = dataset.Column(field);
        return dataset.Spec[field] is Scalar or Integer
            ? [
                .. Enumerable.Range(0, column.Count).Select(row => column[row] switch
                {
                    double number => number,
                    long number => number,
                    _ => double.NaN,
                }),
            ]
            : null;
    }
}

/// <summary>How far one field of two datasets is apart.</summary>
/// <param name="Field">The field.</param>
/// <param name="Test">The test.</param>
/// <param name="Statistic">What the test looks at.</param>
/// <param name="PValue">How likely a statistic as great is by chance, corrected for how many fields were looked at.</param>
/// <param name="StabilityIndex">The population stability index, in nats.</param>
public sealed record FieldDrift(string Field, string Test, double Statistic, double PValue, double StabilityIndex)
{
    /// <summary>Why there is no outcome; null when there is one.</summary>
    public string? Reason { get; init; }
}
