namespace Lit.Api.Attribution;

/// <summary>The one number of a model's output that an explanation explains.</summary>
/// <remarks>
/// A class is chosen once, on the example as it is, and stays the same along a path or over perturbations.
/// Logits are the default scale: they do not saturate as probabilities do.
/// </remarks>
public abstract record Target
{
    private protected Target()
    {
    }

    /// <summary>The logit of the class that the model predicts.</summary>
    public static Target Predicted { get; } = Logit(ClassChoice.Predicted);

    /// <summary>The number that a regression model predicts, in the unit of its output.</summary>
    public static Target Regression { get; } = new RegressionTarget();

    /// <summary>The output field to explain; null for the first one that fits the target.</summary>
    public string? Field { get; init; }

    /// <summary>The score of a class before normalisation, any real number.</summary>
    /// <param name="ofClass">The class.</param>
    public static Target Logit(ClassChoice ofClass) => new ClassTarget(ClassScale.Logit, ofClass);

    /// <summary>The probability of a class, in [0, 1].</summary>
    /// <param name="ofClass">The class.</param>
    public static Target Probability(ClassChoice ofClass) => new ClassTarget(ClassScale.Probability, ofClass);

    /// <summary>The natural logarithm of the probability of a class, at most 0.</summary>
    /// <param name="ofClass">The class.</param>
    public static Target LogProbability(ClassChoice ofClass) => new ClassTarget(ClassScale.LogProbability, ofClass);

    /// <summary>The cross-entropy of the model's prediction against a class, in nats, at least 0.</summary>
    /// <param name="trueClass">The class that is right, for example <c>ClassChoice.FromField("label")</c>.</param>
    public static Target Loss(ClassChoice trueClass) => new ClassTarget(ClassScale.Loss, trueClass);

    /// <summary>How far the logit of one class lies above that of another.</summary>
    /// <param name="ofClass">The class whose logit counts.</param>
    /// <param name="against">The class whose logit is subtracted.</param>
    public static Target Margin(ClassChoice ofClass, ClassChoice against) => new MarginTarget(ofClass, against);
}

/// <summary>A score of one class.</summary>
/// <param name="Scale">What is taken of the class.</param>
/// <param name="OfClass">The class.</param>
public sealed record ClassTarget(ClassScale Scale, ClassChoice OfClass) : Target
{
    /// <inheritdoc />
    public override string ToString() => $"{Name(Scale)} of {OfClass}";

    private static string Name(ClassScale scale) => scale switch
    {
        ClassScale.Logit => "logit",
        ClassScale.Probability => "probability",
        ClassScale.LogProbability => "log-probability",
        _ => "loss",
    };
}

/// <summary>The difference of two logits.</summary>
/// <param name="OfClass">The class whose logit counts.</param>
/// <param name="Against">The class whose logit is subtracted.</param>
public sealed record MarginTarget(ClassChoice OfClass, ClassChoice Against) : Target
{
    /// <inheritdoc />
    public override string ToString() => $"margin of {OfClass} over {Against}";
}

/// <summary>The output of a regression model.</summary>
public sealed record RegressionTarget : Target
{
    /// <inheritdoc />
    public override string ToString() => Field ?? "prediction";
}
