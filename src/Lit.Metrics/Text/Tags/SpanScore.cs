using System.Globalization;
using Lit.Metrics.Counts;
using Lit.Types;

namespace Lit.Metrics.Text.Tags;

/// <summary>How well spans were found: all together, as means over types, and type by type.</summary>
/// <param name="Micro">All spans together.</param>
/// <param name="Macro">Means over the types that occur among true or predicted spans; NaN when there are none.</param>
/// <param name="Weighted">Means over types, weighted by how many true spans they have.</param>
/// <param name="Types">Each type, by its name.</param>
/// <param name="TagAccuracy">The share of tags that are right; NaN for no tags.</param>
public sealed record SpanScore(
    PrecisionRecall Micro, PrecisionRecall Macro, PrecisionRecall Weighted, ValueList<TypeScore> Types, double TagAccuracy)
{
    /// <summary>The scores of all spans and of each type, a line each.</summary>
    public override string ToString() => string.Join('\n', Types
        .Select(type => Line(type.Type, type.Score))
        .Prepend(Line("all", Micro)));

    private static string Line(string name, PrecisionRecall score) => string.Create(
        CultureInfo.InvariantCulture,
        $"{name}: F1 {score.F:F4}, precision {score.Precision:F4}, recall {score.Recall:F4} of {score.Support:0} spans");
}
