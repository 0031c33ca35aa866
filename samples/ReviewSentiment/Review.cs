using Lit.Api;

namespace ReviewSentiment;

/// <summary>One row of <c>data/reviews.csv</c>; the attributes give the spec.</summary>
[LitRecord]
internal sealed partial record Review(
    [StringLitType] string Id,
    [TextSegment] string Text,
    [CategoryLabel("negative", "positive")] string Label,
    [CategoryLabel] string Genre,
    [CategoryLabel("short", "medium", "long")] string Length,
    [CategoryLabel("no", "yes")] string Negation);
