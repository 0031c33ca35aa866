using Lit.Types;

namespace Lit.Api.Reporting;

/// <summary>A text whose words are coloured by their scores.</summary>
/// <param name="Spans">The whole text cut into pieces, in order: joined, they are the text.</param>
public sealed record TextSalienceBlock(ValueList<SalientSpan> Spans) : ReportBlock
{
    /// <summary>Whether scores below zero speak against what is explained; if not, scores are sizes.</summary>
    /// <value>True by default.</value>
    public bool Signed { get; init; } = true;

    /// <summary>The |score| with the strongest colour, to compare texts; null for the greatest of this text.</summary>
    public double? Maximum { get; init; }

    /// <summary>What a score above zero speaks for, such as "positive"; null to leave it open.</summary>
    public string? Supports { get; init; }

    /// <summary>What belongs to the text: prediction, target, completeness.</summary>
    public ValueList<Fact> Facts { get; init; } = [];

    /// <summary>What the reader must know before trusting the colours, such as a text that was cut.</summary>
    public ValueList<ParagraphBlock> Notes { get; init; } = [];

    /// <summary>The |score| that has the strongest colour; 1 when no span has a score other than zero.</summary>
    internal double Scale
    {
        get
        {
            double maximum = Maximum ?? Spans.Max(
                span => span.Score is { } score && double.IsFinite(score) ? Math.Abs(score) : 0);
            return maximum > 0 && double.IsFinite(maximum) ? maximum : 1;
        }
    }

    internal string Write(double score) => Signed ? ReportNumber.Signed(score) : ReportNumber.Format(score);

    /// <summary>
    /// The spans with the greatest |score|, greatest first, at most <paramref name="count"/>; zeros left out.
    /// </summary>
    internal IEnumerable<SalientSpan> Strongest(int count) => Spans
        .Where(span => span.Score is { } score && double.IsFinite(score) && score != 0)
        .OrderByDescending(span => Math.Abs(span.Score!.Value))
        .Take(count);
}

/// <summary>A piece of a text.</summary>
/// <param name="Text">The piece.</param>
/// <param name="Score">Its score; null for what lies between words.</param>
public sealed record SalientSpan(string Text, double? Score)
{
    /// <summary>A remark to the piece, such as its tokens; null for none.</summary>
    public string? Detail { get; init; }

    /// <summary>Whether the model did not see the piece because the text was cut before it.</summary>
    /// <value>False by default.</value>
    public bool Unseen { get; init; }
}
