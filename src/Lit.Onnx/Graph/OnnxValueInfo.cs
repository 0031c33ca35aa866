namespace Lit.Onnx.Graph;

/// <summary>One dimension of a tensor: a size, a name that stands for a size, or neither.</summary>
/// <param name="Size">The size, at least 0; null if it is only known at run time.</param>
/// <param name="Symbol">The name of the size, such as <c>batch</c>: equal names mean equal sizes. Null if there is none.</param>
public readonly record struct OnnxDimension(long? Size, string? Symbol = null)
{
    /// <summary>Size, symbol or "?".</summary>
    public override string ToString() => Size?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? Symbol ?? "?";
}

/// <summary>Name, element type and shape of an input or output of a model.</summary>
/// <param name="Name">The name in the file.</param>
/// <param name="ElementType"><see cref="OnnxElementType.Undefined"/> for what is not a tensor: a sequence or a map.</param>
/// <param name="Shape">The dimensions; null if even their number is not known.</param>
public sealed record OnnxValueInfo(string Name, OnnxElementType ElementType, IReadOnlyList<OnnxDimension>? Shape)
{
    /// <summary>Such as <c>logits: Float[batch, 2]</c>.</summary>
    public override string ToString() =>
        $"{Name}: {ElementType}{(Shape is null ? "[...]" : $"[{string.Join(", ", Shape)}]")}";
}
