namespace Lit.Api.Attribution;

/// <summary>The target as it was pinned for one example.</summary>
/// <param name="Target">The target that was asked for.</param>
/// <param name="Field">The output field that was explained.</param>
/// <param name="Index">The position of the class; null for regression.</param>
/// <param name="Label">The label of the class; null for regression or when the model names no classes.</param>
public sealed record ResolvedTarget(Target Target, string Field, int? Index, string? Label)
{
    /// <summary>The target in words, for a caption: "logit of positive".</summary>
    public override string ToString() => Target switch
    {
        ClassTarget c => (c with { OfClass = Name }).ToString(),
        MarginTarget m => (m with { OfClass = Name }).ToString(),
        _ => Target.ToString()!,
    };

    private ClassChoice Name => Label is { } label ? ClassChoice.Named(label) : ClassChoice.At(Index ?? 0);
}
