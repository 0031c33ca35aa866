namespace Lit.Onnx.Diagnosis;

/// <summary>Where NaN and infinity come from in the gradient at one example.</summary>
public sealed record GradientDiagnosis
{
    /// <summary>Whether the target and every number of its gradient are finite.</summary>
    public required bool IsFinite { get; init; }

    /// <summary>The target at the example.</summary>
    public required ValueRange Value { get; init; }

    /// <summary>Its gradient.</summary>
    public required ValueRange Gradient { get; init; }

    /// <summary>Where NaN begins, then where infinity begins, each in the order in which the graph is computed.</summary>
    /// <value>
    /// At most <see cref="MaxOrigins"/>. Infinity that a model keeps as a constant to mask with is none; infinity that a node
    /// makes is one even if the gradient is finite, because the next example may not be so lucky.
    /// </value>
    public required IReadOnlyList<NonFiniteOrigin> Origins { get; init; }

    /// <summary>How many <see cref="Origins"/> are told at most.</summary>
    public static int MaxOrigins => 10;

    /// <summary>The target, the gradient, and the first origin.</summary>
    public override string ToString() => IsFinite && Origins.Count == 0
        ? $"finite: value {Value}, gradient {Gradient}"
        : $"{(IsFinite ? "finite in the end" : "not finite")}: value {Value}, gradient {Gradient}. First {(Origins.Count > 0 ? Origins[0] : null)}";
}
