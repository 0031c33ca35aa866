using System.Numerics.Tensors;

namespace Lit.Api.Records;

public enum Mood
{
    Calm,
    Tense,
}

[LitRecord]
public sealed partial record Film(
    [TextSegment] string Text,
    [property: CategoryLabel("negative", "positive")] string Label,
    [Scalar(MaxValue = 5)] double Rating,
    [TextSegment] string? Note,
    double? Score,
    int Year,
    long? Views,
    bool IsLong,
    Mood Mood,
    [CategoryLabel("a", "b")] Mood? Second,
    [SparseMultilabel("drama", "comedy", Separator = "|")] IReadOnlyList<string> Genres,
    [Tokens(Parent = "text")] string[]? Words,
    [Embeddings] float[] Vector,
    [Embeddings(Name = "other_vector")] Tensor<float>? Other);

public static partial class Outer
{
    [LitRecord]
    public sealed partial class Settable
    {
        [TextSegment]
        public required string @class { get; init; }

        public float Weight { get; set; } = 1;

        [LitIgnore]
        public object? Cache { get; set; }

        public int Doubled => (int)Weight * 2;
    }
}
