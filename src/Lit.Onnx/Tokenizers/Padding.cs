namespace Lit.Onnx.Tokenizers;

/// <summary>How encodings are filled up to one length.</summary>
public sealed record Padding
{
    /// <summary>The least length; null for the length of the longest encoding.</summary>
    /// <value>Null by default. Encodings that are longer stay as they are.</value>
    public int? Length { get; init; }

    /// <summary>A number that the length is rounded up to a multiple of; 1 for no rounding.</summary>
    public int MultipleOf { get; init; } = 1;

    /// <summary>The end at which padding is added.</summary>
    /// <value><see cref="TextEnd.Right"/> by default.</value>
    public TextEnd Side { get; init; } = TextEnd.Right;

    /// <summary>The type id of the padding.</summary>
    public int TypeId { get; init; }

    internal int LengthFor(int longest)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MultipleOf, 1);
        int length = Length ?? longest;
        int rest = length % MultipleOf;
        return rest == 0 ? length : length + MultipleOf - rest;
    }
}
