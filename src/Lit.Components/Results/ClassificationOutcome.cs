using Lit.Api.Reporting;
using Lit.Types;

namespace Lit.Components.Results;

/// <summary>The predicted classes of one example.</summary>
/// <param name="Fields">The result by prediction field.</param>
/// <param name="Classes">The names of the classes by prediction field, in the order of the scores.</param>
public sealed record ClassificationOutcome(ValueMap<ClassificationResult> Fields, ValueMap<Vocabulary> Classes) : IReportable
{
    /// <inheritdoc />
    public IEnumerable<ReportBlock> ToReport()
    {
        foreach (var (field, result) in Fields)
        {
            yield return new FactsBlock(
            [
                new("predicted class", result.PredictedClass)
                {
                    Detail = result.Correct switch { true => "right", false => "wrong", _ => null },
                },
            ])
            {
                Title = field,
            };
            yield return new BarChartBlock(new(Classes[field].Select((label, i) => new Bar(label, result.Scores[i]))));
        }
    }
}
