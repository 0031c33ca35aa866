using Lit.Api.Attribution;

namespace Lit.Onnx.Programs;

/// <summary>What a program computes from an output of the model: one number for each example.</summary>
/// <param name="Output">The output of the model; null for the first of floating point numbers.</param>
/// <param name="Kind">How the number comes from the output.</param>
internal sealed record ProgramTarget(string? Output, ProgramTargetKind Kind)
{
    /// <summary>The formula of <see cref="ProgramTargetKind.Formula"/>, with the model's names of outputs; else null.</summary>
    public TargetExpression? Formula { get; init; }

    /// <summary>The program's side of a target: which class it is comes as an input.</summary>
    public static ProgramTarget Of(Target target) => new(target.Field, target switch
    {
        MarginTarget => ProgramTargetKind.Margin,
        ClassTarget { Scale: ClassScale.Logit } => ProgramTargetKind.Logit,
        ClassTarget { Scale: ClassScale.Probability } => ProgramTargetKind.Probability,
        ClassTarget { Scale: ClassScale.LogProbability } => ProgramTargetKind.LogProbability,
        ClassTarget { Scale: ClassScale.Loss } => ProgramTargetKind.Loss,
        SequenceTarget => ProgramTargetKind.Sequence,
        _ => ProgramTargetKind.Value,
    });
}

/// <summary>How the number of a <see cref="ProgramTarget"/> comes from an output of the model.</summary>
internal enum ProgramTargetKind
{
    /// <summary>The score of a class before normalisation; looked for in front of a final Softmax or Sigmoid.</summary>
    Logit,

    /// <summary>The probability of a class.</summary>
    Probability,

    /// <summary>The natural logarithm of the probability of a class.</summary>
    LogProbability,

    /// <summary>The cross-entropy against a class.</summary>
    Loss,

    /// <summary>The logit of one class less that of another.</summary>
    Margin,

    /// <summary>A number of the output as it stands: the only one, or the one at an index.</summary>
    Value,

    /// <summary>The sum of all numbers of the output with weights that are an input of the program.</summary>
    WeightedSum,

    /// <summary>The sum of the log-probabilities of the tokens that are right at the positions of a text.</summary>
    Sequence,

    /// <summary>What <see cref="ProgramTarget.Formula"/> says.</summary>
    Formula,
}
