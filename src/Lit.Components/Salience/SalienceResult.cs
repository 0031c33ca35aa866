using Lit.Api.Attribution;
using Lit.Api.Reporting;
using Lit.Types;

namespace Lit.Components.Salience;

/// <summary>What the tokens and words of one example contribute to a prediction.</summary>
public sealed record SalienceResult : IReportable
{
    /// <summary>The name of the method.</summary>
    public required string Method { get; init; }

    /// <summary>Whether scores below zero speak against what is explained; if not, scores are sizes.</summary>
    public required bool Signed { get; init; }

    /// <summary>The texts of the example, in the order of the model's fields; empty when it failed.</summary>
    public ValueList<TextSalience> Texts { get; init; } = [];

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

    /// <summary>Why there are no scores; null when there are.</summary>
    public Exception? Error { get; init; }

    /// <summary>The words of all texts, in order.</summary>
    public IEnumerable<SalientWord> Words => Texts.SelectMany(text => text.Words);

    /// <summary>The sum of the scores of all tokens, special ones too.</summary>
    public double Total => Texts.Sum(text => text.Total);

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

    /// <inheritdoc />
    public IEnumerable<ReportBlock> ToReport() => SalienceReport.Draw(this);
}
