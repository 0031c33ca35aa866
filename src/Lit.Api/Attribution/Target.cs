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

    /// <summary>Any number made from the outputs of the model, in the unit that the formula gives it.</summary>
    /// <param name="build">Makes the formula from the model's outputs; its result is one number for each example.</param>
    public static Target Expression(Func<ModelOutputs, TargetExpression> build)
    {
        ArgumentNullException.ThrowIfNull(build);
        return new ExpressionTarget(build(new ModelOutputs()));
    }

    /// <summary>The squared error of an output of one number against the label of the example.</summary>
    /// <param name="output">The output, or the field of the predictions.</param>
    /// <param name="label">The field of the example with the right number.</param>
    public static Target SquaredError(string output, string label) => Expression(o =>
    {
        TargetExpression error = o[output].Sum() - TargetExpression.Field(label);
        return error * error;
    });

    /// <summary>
    /// The natural logarithm of the probability that a language model gives to a continuation, in nats, at most 0: each token is
    /// predicted at the position before it.
    /// </summary>
    /// <param name="tokens">The field with the token numbers that the model reads: prompt and continuation.</param>
    /// <param name="mask">The field with 1 for each token that counts and 0 for the others; null if all but the first count.</param>
    /// <param name="position">Which one of the tokens that count, from 0; null for the sum of all.</param>
    public static Target Continuation(string tokens, string? mask = null, int? position = null) =>
        new SequenceTarget(tokens, mask, IsShifted: true, position);

    /// <summary>
    /// The natural logarithm of the probability of given tokens, in nats, at most 0: one for each position, as decoders are
    /// trained.
    /// </summary>
    /// <param name="labels">The field with the token number that is right at each position; negative where none counts.</param>
    /// <param name="position">Which one of the tokens that count, from 0; null for the sum of all.</param>
    public static Target Labels(string labels, int? position = null) =>
        new SequenceTarget(labels, null, IsShifted: false, position);

    /// <summary>A target that is chosen for each example.</summary>
    /// <param name="choose">Makes the target of an example; equal targets are computed together.</param>
    public static Target PerExample(Func<Example, Target> choose)
    {
        ArgumentNullException.ThrowIfNull(choose);
        return new PerExampleTarget(choose);
    }
}

/// <summary>See <see cref="Target.Expression"/>.</summary>
/// <param name="Formula">The number.</param>
public sealed record ExpressionTarget(TargetExpression Formula) : Target
{
    /// <inheritdoc />
    public override string ToString() => Formula.ToString();
}

/// <summary>The log-probability of tokens.</summary>
/// <param name="Tokens">The field with their numbers.</param>
/// <param name="Mask">The field that says which of them count; null for all.</param>
/// <param name="IsShifted">Whether each is predicted at the position before it.</param>
/// <param name="Position">Which of the tokens that count; null for the sum of all.</param>
public sealed record SequenceTarget(string Tokens, string? Mask, bool IsShifted, int? Position) : Target
{
    /// <inheritdoc />
    public override string ToString() =>
        Position is { } position ? $"log-probability of token {position} of '{Mask ?? Tokens}'" : $"log-probability of '{Mask ?? Tokens}'";
}

/// <summary>See <see cref="Target.PerExample"/>.</summary>
/// <param name="Choose">Makes the target of an example.</param>
public sealed record PerExampleTarget(Func<Example, Target> Choose) : Target
{
    /// <inheritdoc />
    public override string ToString() => "a target for each example";
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
