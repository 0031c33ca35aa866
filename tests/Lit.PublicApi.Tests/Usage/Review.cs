using Lit.Api;

namespace Lit.PublicApi.Usage;

/// <summary>The record of the README.</summary>
[LitRecord]
public sealed partial record Review(
    [TextSegment] string Text,
    [CategoryLabel("negative", "positive")] string Label,
    [CategoryLabel] string Length);
