namespace Lit.Onnx.Programs;

/// <summary>Names of the inputs and outputs that programs add to those of the model.</summary>
internal static class ProgramNames
{
    /// <summary>Input, Int64 <c>[batch]</c>: the class of each example.</summary>
    public const string Class = "lit_class";

    /// <summary>Input, Int64 <c>[batch]</c>: the class whose logit is subtracted.</summary>
    public const string Against = "lit_against";

    /// <summary>Input, Int64 <c>[batch, tokens]</c>: the token that is right at each position; negative where none counts.</summary>
    public const string Labels = "lit_labels";

    /// <summary>Input, in the shape of the output: the weights of <see cref="ProgramTargetKind.WeightedSum"/>.</summary>
    public const string OutputWeights = "lit_output_weights";

    /// <summary>Input: token numbers <c>[batch, tokens]</c>, or values that broadcast to those of the cut point.</summary>
    public const string Baseline = "lit_baseline";

    /// <summary>Input, <c>[batch, steps]</c>: fractions of the path.</summary>
    public const string Nodes = "lit_nodes";

    /// <summary>Input, <c>[batch, steps]</c>: the weight of each point.</summary>
    public const string Weights = "lit_weights";

    /// <summary>Output, Float <c>[batch]</c>: the target.</summary>
    public const string Value = "lit_value";

    /// <summary>Output, in the shape of the cut point: the values of the reference.</summary>
    public const string Reference = "lit_reference";

    /// <summary>Output, Float <c>[batch]</c>: the target at the reference.</summary>
    public const string ReferenceValue = "lit_reference_value";

    /// <summary>Output, in the shape of the cut point: the gradient of the target.</summary>
    public const string Gradient = "lit_gradient";

    /// <summary>Output, in the shape of the cut point: the value that the gradient was taken with respect to.</summary>
    public const string Input = "lit_input";

    /// <summary>Output, the cut point's shape without its last dimension: the L2 norm of the gradient over the last dimension.</summary>
    public const string Norm = "lit_gradient_norm";

    /// <summary>Output, the cut point's shape without its last dimension: gradient times value, summed over the last dimension.</summary>
    public const string Dot = "lit_gradient_dot_input";

    /// <summary>Output: the weighted sum over the points of a path of gradient times (input − baseline).</summary>
    public const string Attributions = "lit_attributions";

    /// <summary>Output, Float <c>[batch, steps]</c>: the target at each point of the path.</summary>
    public const string PathValues = "lit_path_values";

    /// <summary>Dimension: examples of a run.</summary>
    public const string Batch = "lit_batch";

    /// <summary>Dimension: points of the path of each example.</summary>
    public const string Steps = "lit_steps";

    /// <summary>Dimension: rows of the model, examples times points.</summary>
    public const string Rows = "lit_rows";

    /// <summary>Input, Int64 <c>[batch]</c>: the class that a formula chooses.</summary>
    public static string Choice(int index) => $"lit_choice_{index}";

    /// <summary>Input, <c>[batch, …]</c>: the numbers of a field that a formula reads.</summary>
    public static string Field(int index) => $"lit_field_{index}";

    /// <summary>Output: a value inside the model.</summary>
    public static string Captured(int index) => $"lit_captured_{index}";

    /// <summary>The name for one of several values that move together: the first has the plain name.</summary>
    public static string Of(string name, int index) => index == 0 ? name : $"{name}_{index}";
}
