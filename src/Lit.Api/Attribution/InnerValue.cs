namespace Lit.Api.Attribution;

/// <summary>A value inside a model.</summary>
/// <param name="Name">Its name, to be used in <see cref="GradientRequest.Input"/> and <see cref="GradientRequest.Layer"/>.</param>
/// <param name="Operator">What makes it, such as "Conv".</param>
/// <param name="Shape">Its dimensions, such as "[batch, 48, 7, 7]"; "[?]" where they are not known.</param>
public sealed record InnerValue(string Name, string Operator, string Shape)
{
    /// <summary>Such as <c>hidden: Relu [batch, 16]</c>.</summary>
    public override string ToString() => $"{Name}: {Operator} {Shape}";
}
