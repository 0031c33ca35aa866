using Lit.Api.Reporting;
using Lit.Types;

namespace Lit.Api;

/// <summary>What one field of a dataset looks like.</summary>
/// <param name="Field">The name of the field.</param>
/// <param name="Type">The name of its type.</param>
/// <param name="Missing">How many examples have no value.</param>
public abstract record FieldSummary(string Field, string Type, int Missing)
{
    /// <summary>The summary in a few words.</summary>
    public abstract string Text { get; }
}

/// <summary>A field whose values are labels or truth values.</summary>
/// <param name="Field">The name of the field.</param>
/// <param name="Type">The name of its type.</param>
/// <param name="Missing">How many examples have no value.</param>
/// <param name="Counts">Each value with the number of examples that have it: vocabulary order, else most frequent first.</param>
public sealed record CategorySummary(string Field, string Type, int Missing, ValueList<ValueCount> Counts)
    : FieldSummary(Field, Type, Missing)
{
    private const int Shown = 6;

    /// <inheritdoc />
    public override string Text => Counts.Count == 0
        ? "no value"
        : string.Join(", ", Counts.Take(Shown).Select(count => $"{count.Value} {count.Count}"))
            + (Counts.Count > Shown ? $", {Counts.Count - Shown} more" : "");
}

/// <summary>A value and how many examples have it.</summary>
/// <param name="Value">The value.</param>
/// <param name="Count">How many examples have it.</param>
public sealed record ValueCount(string Value, int Count);

/// <summary>A field whose values are numbers; NaN in a number says that there is none.</summary>
/// <param name="Field">The name of the field.</param>
/// <param name="Type">The name of its type.</param>
/// <param name="Missing">How many examples have no value.</param>
/// <param name="NotFinite">How many values are NaN or infinite; they are left out of the numbers below.</param>
/// <param name="Range">The numbers.</param>
public sealed record NumberSummary(string Field, string Type, int Missing, int NotFinite, FiveNumbers Range)
    : FieldSummary(Field, Type, Missing)
{
    /// <inheritdoc />
    public override string Text => NotFinite == 0 ? Range.ToString() : $"{Range}; {NotFinite} not finite";
}

/// <summary>A field whose values are texts.</summary>
/// <param name="Field">The name of the field.</param>
/// <param name="Type">The name of its type.</param>
/// <param name="Missing">How many examples have no value.</param>
/// <param name="Empty">How many texts are empty or white space.</param>
/// <param name="Distinct">How many different texts there are.</param>
/// <param name="Words">Words a text, cut at white space.</param>
public sealed record TextSummary(string Field, string Type, int Missing, int Empty, int Distinct, FiveNumbers Words)
    : FieldSummary(Field, Type, Missing)
{
    /// <inheritdoc />
    public override string Text =>
        $"words {Words}; {Distinct} different" + (Empty == 0 ? "" : $"; {Empty} empty");
}

/// <summary>A field of any other kind, such as tensors and lists.</summary>
/// <param name="Field">The name of the field.</param>
/// <param name="Type">The name of its type.</param>
/// <param name="Missing">How many examples have no value.</param>
/// <param name="Shape">The shape of the values, if they have one and share it.</param>
public sealed record OtherSummary(string Field, string Type, int Missing, string Shape) : FieldSummary(Field, Type, Missing)
{
    /// <inheritdoc />
    public override string Text => Shape;
}

/// <summary>Where numbers lie.</summary>
/// <param name="Minimum">The least.</param>
/// <param name="LowerQuartile">A quarter lies below.</param>
/// <param name="Median">Half lies below.</param>
/// <param name="UpperQuartile">Three quarters lie below.</param>
/// <param name="Maximum">The greatest.</param>
public sealed record FiveNumbers(double Minimum, double LowerQuartile, double Median, double UpperQuartile, double Maximum)
{
    /// <summary>The least, the median and the greatest.</summary>
    public override string ToString() => double.IsNaN(Median)
        ? "none"
        : $"{ReportNumber.Format(Minimum)} … {ReportNumber.Format(Median)} … {ReportNumber.Format(Maximum)}";

    /// <summary>Finds the five numbers, interpolating linearly between neighbours.</summary>
    /// <param name="values">The numbers, all finite; sorted in place.</param>
    /// <returns>All NaN for no numbers.</returns>
    internal static FiveNumbers Of(Span<double> values)
    {
        values.Sort();
        ReadOnlySpan<double> sorted = values;
        return new(Quantile(sorted, 0), Quantile(sorted, 0.25), Quantile(sorted, 0.5), Quantile(sorted, 0.75), Quantile(sorted, 1));
    }

    private static double Quantile(ReadOnlySpan<double> sorted, double fraction)
    {
        if (sorted.IsEmpty)
        {
            return double.NaN;
        }

        double position = fraction * (sorted.Length - 1);
        int below = (int)position;
        return below + 1 < sorted.Length
            ? double.Lerp(sorted[below], sorted[below + 1], position - below)
            : sorted[below];
    }
}
