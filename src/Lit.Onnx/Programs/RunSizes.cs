namespace Lit.Onnx.Programs;

/// <summary>The sizes of one run: what the names in symbolic shapes stand for.</summary>
/// <param name="Examples">How many examples there are.</param>
/// <param name="Steps">How many points of a path each has; 1 without a path.</param>
/// <param name="Tokens">How long examples are in whatever dimension is not fixed.</param>
internal readonly record struct RunSizes(int Examples, int Steps, int Tokens)
{
    /// <summary>How many rows the model runs.</summary>
    public int Rows => Examples * Steps;

    /// <summary>The size with a name.</summary>
    /// <param name="name">A name of a dimension.</param>
    /// <param name="rows">The names that count rows.</param>
    public double this[string name, IReadOnlySet<string> rows] => name switch
    {
        ProgramNames.Batch => Examples,
        ProgramNames.Steps => Steps,
        ProgramNames.Rows => Rows,
        _ => rows.Contains(name) ? Rows : Tokens,
    };
}
