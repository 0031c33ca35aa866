using System.Text.Json;
using Lit.Api.Reporting;
using Lit.Types;

namespace Lit.Metrics.Thresholds;

/// <summary>The thresholds of one prediction.</summary>
/// <param name="PredictionField">The prediction.</param>
/// <param name="Groups">The thresholds of each group, in the order asked for.</param>
public sealed record ThresholdResult(string PredictionField, IReadOnlyList<GroupThresholds> Groups) : IReportable
{
    /// <inheritdoc />
    public IEnumerable<ReportBlock> ToReport()
    {
        yield return new TableBlock(
            ["group", "single", "individual", "demographic parity", "equal accuracy", "equal opportunity"],
            [
                .. Groups.Select(group => new ValueList<ReportCell>(
                [
                    group.Name, group.Single, group.Individual, group.DemographicParity, group.EqualAccuracy, group.EqualOpportunity,
                ])),
            ])
        {
            Title = $"Thresholds of {PredictionField}",
        };
    }

    /// <summary>One entry of LIT's answer; equal opportunity under LIT's spelling of the key, and beside it the right one.</summary>
    /// <param name="writer">Stands where a value may begin.</param>
    public void WriteLitJson(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        writer.WriteString("pred_key", PredictionField);
        writer.WriteStartObject("thresholds");
        foreach (GroupThresholds group in Groups)
        {
            writer.WriteStartObject(group.Name);
            writer.WriteNumber("Single", group.Single);
            if (group.Individual is { } individual)
            {
                writer.WriteNumber("Individual", individual);
                writer.WriteNumber("Demographic parity", group.DemographicParity!.Value);
                writer.WriteNumber("Equal accuracy", group.EqualAccuracy!.Value);
                writer.WriteNumber("Equal opporitunity", group.EqualOpportunity!.Value);
                writer.WriteNumber("Equal opportunity", group.EqualOpportunity!.Value);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}

/// <summary>Thresholds of a group: a positive is predicted where its probability is above.</summary>
/// <param name="Name">The name of the group.</param>
/// <param name="Single">The threshold of the least cost over all examples, the same for every group.</param>
/// <param name="Individual">That of the least cost over the group's own examples; null when there is one group only.</param>
/// <param name="DemographicParity">The least costly at which groups are predicted positive about as often.</param>
/// <param name="EqualAccuracy">The least costly at which groups are predicted right about as often.</param>
/// <param name="EqualOpportunity">The least costly at which positives of the groups are found about as often.</param>
public sealed record GroupThresholds(
    string Name,
    double Single,
    double? Individual,
    double? DemographicParity,
    double? EqualAccuracy,
    double? EqualOpportunity);
