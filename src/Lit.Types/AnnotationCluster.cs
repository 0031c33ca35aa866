namespace Lit.Types;

/// <summary>Spans that belong together.</summary>
/// <param name="Label">What they are.</param>
/// <param name="Spans">The spans, each naming its field in <see cref="SpanLabel.Align"/>.</param>
/// <param name="Score">How sure the producer is; null if it does not say.</param>
public sealed record AnnotationCluster(string Label, ValueList<SpanLabel> Spans, double? Score = null);
