namespace Lit.Api.Attribution;

/// <summary>What is taken of a class.</summary>
public enum ClassScale
{
    /// <summary>The score before normalisation.</summary>
    Logit,

    /// <summary>The probability, in [0, 1].</summary>
    Probability,

    /// <summary>The natural logarithm of the probability, at most 0.</summary>
    LogProbability,

    /// <summary>The negative of <see cref="LogProbability"/>: the cross-entropy in nats.</summary>
    Loss,
}
