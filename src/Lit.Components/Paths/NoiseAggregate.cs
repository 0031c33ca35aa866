namespace Lit.Components.Paths;

/// <summary>What becomes of the scores of many noisy copies of an input.</summary>
public enum NoiseAggregate
{
    /// <summary>Their mean: SmoothGrad.</summary>
    Mean,

    /// <summary>The mean of their squares: SmoothGrad².</summary>
    MeanOfSquares,

    /// <summary>Their variance: VarGrad.</summary>
    Variance,
}
