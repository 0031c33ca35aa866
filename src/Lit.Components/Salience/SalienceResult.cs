using Lit.Api.Attribution;
using Lit.Api.Reporting;
using Lit.Types;

namespace Lit.Components.Salience;

/// <summary>What the tokens and words, features or pixels of one example contribute to a prediction.</summary>
public sealed record SalienceResult : IReportable
{
    /// <summary>The name of the method.</summary>
    public required string Method { get; init; }

    /// <summary>Whether scores below zero speak against what is explained; if not, scores are sizes.</summary>
    public required bool Signed { get; init; }

    /// <summary>The texts of the example, in the order of the model's fields; empty when it failed.</summary>
    public ValueList<TextSalience> Texts { get; init; } = [];

    /// <summary>The rows of features of the example; empty for models of other inputs.</summary>
    public ValueList<TabularSalience> Tables { get; init; } = [];

    /// <summary>The images of the example; empty for models of other inputs.</summary>
    public ValueList<PixelSalience> Images { get; init; } = [];

    /// <summary>Other numbers, such as those of a layer of the model that was asked for by name.</summary>
    public ValueList<TensorSalience> Tensors { get; init; } = [];

    /// <summary>What is explained; null when only the model knows.</summary>
    public ResolvedTarget? Target { get; init; }

    /// <summary>The value of the target at the example, in its own unit; null when only the model knows.</summary>
    public double? ValueAtInput { get; init; }

    /// <summary>
    /// The value of the target at the baseline; null when there is no baseline or only the model knows.
    /// </summary>
    public double? ValueAtBaseline { get; init; }

    /// <summary>How many gradients were evaluated for the example.</summary>
    public int Evaluations { get; init; }

    /// <summary>
    /// The standard error of each score, tokens, features, pixels and other numbers in the order of the result; empty for
    /// methods that draw nothing at random.
    /// </summary>
    public ValueList<double> StandardErrors { get; init; } = [];

    /// <summary>An estimate of the greatest error of a single number, in the target's unit; null if there is none.</summary>
    public double? ErrorEstimate { get; init; }

    /// <summary>Whether the errors are within the tolerance that was asked for; null if none was, or none can be told.</summary>
    public bool? Converged { get; init; }

    /// <summary>Why there are no scores; null when there are.</summary>
    public Exception? Error { get; init; }

    /// <summary>The words of all texts, in order.</summary>
    public IEnumerable<SalientWord> Words => Texts.SelectMany(text => text.Words);

    /// <summary>The features of all tables, in order.</summary>
    public IEnumerable<SalientFeature> Features => Tables.SelectMany(table => table.Features);

    /// <summary>The sum of all scores, those of special tokens too.</summary>
    public double Total => Texts.Sum(text => text.Total) + Tables.Sum(table => table.Total)
        + Images.Sum(image => image.Total) + Tensors.Sum(tensor => tensor.Total);

    /// <summary>The sum of all |scores|.</summary>
    internal double Size => Texts.SelectMany(text => text.Tokens).Sum(token => Math.Abs(token.Score))
        + Features.Sum(feature => Math.Abs(feature.Score))
        + Images.SelectMany(image => image.Scores).Sum(Math.Abs)
        + Tensors.Sum(tensor => tensor.Scores.Sum(Math.Abs));

    /// <summary>
    /// The sum of the scores less the difference between input and baseline that they should sum to: 0 when the
    /// integral is
    /// exact. Null for methods that promise no sum, or when the values of the target are not known.
    /// </summary>
    public double? CompletenessError => ValueAtInput - ValueAtBaseline is { } difference ? Total - difference : null;

    /// <summary>Whether the model saw less than all of the text.</summary>
    public bool IsTruncated => Texts.Any(text => text.TruncatedAt is not null);

    /// <summary>The normalized scores of the tokens by field, as they go over the wire.</summary>
    public ValueMap<TokenSalienceMap> ToTokenSalience() => new(Texts.Select(text => KeyValuePair.Create(
        text.Field,
        new TokenSalienceMap(new(text.Tokens.Select(token => token.Text)), text.Shares))));

    /// <summary>The normalized scores of the features by input, as they go over the wire.</summary>
    public ValueMap<FeatureSalienceMap> ToFeatureSalience() => new(Tables.Select(table => KeyValuePair.Create(
        table.Field,
        new FeatureSalienceMap(new(table.Features.Select((feature, i) =>
            KeyValuePair.Create(feature.Name, table.Shares[i])))))));

    /// <summary>The pictures with scores in colours by input, as they go over the wire; none for methods that draw none.</summary>
    public ValueMap<string> ToImageSalience() => new(Images.Where(image => image.Overlay is not null).Select(
        image => KeyValuePair.Create(image.Field, image.Overlay!)));

    /// <inheritdoc />
    public IEnumerable<ReportBlock> ToReport() => SalienceReport.Draw(this);
}
