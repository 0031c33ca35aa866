using Lit.Components.Salience;

namespace Lit.Components.Imaging;

/// <summary>Options of <see cref="ImageInterpreter"/>.</summary>
public sealed record ImageInterpreterConfig : SalienceConfig
{
    /// <summary>The field whose prediction is explained, if <see cref="SalienceConfig.Target"/> is null.</summary>
    /// <value>Null by default: the model's only one.</value>
    public string? TargetField { get; init; }

    /// <summary>How many gradients are taken along a path.</summary>
    /// <value>10 by default.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int InterpolationSteps
    {
        get;
        init => field = value >= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Expected at least 1 interpolation step.");
    } = 10;

    /// <summary>How far a guided path may be from the straight one, as a part of it, in [0, 1].</summary>
    /// <value>0.1 by default.</value>
    public double MaxDistance { get; init; } = 0.1;

    /// <summary>Which completeness error, as a part of the difference, counts as converged.</summary>
    /// <value>0.001 by default.</value>
    public double Tolerance { get; init; } = 1e-3;
}
