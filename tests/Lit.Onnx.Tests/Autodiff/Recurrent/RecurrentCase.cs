namespace Lit.Onnx.Autodiff.Recurrent;

/// <summary>A recurrent node with weights and inputs, in double precision.</summary>
internal sealed record RecurrentCase(string Operator, string What)
{
    public int Steps { get; init; } = 5;

    public int Batch { get; init; } = 3;

    public int Width { get; init; } = 4;

    public int Hidden { get; init; } = 3;

    public string Direction { get; init; } = "forward";

    public string[]? Activations { get; init; }

    public float[]? Alphas { get; init; }

    public float[]? Betas { get; init; }

    public double Clip { get; init; }

    public bool LinearBeforeReset { get; init; }

    public bool CoupledGates { get; init; }

    public bool Bias { get; init; } = true;

    public bool InitialStates { get; init; } = true;

    public bool Peepholes { get; init; }

    public int[]? Lengths { get; init; }

    /// <summary>Whether the batch comes first.</summary>
    public bool BatchFirst { get; init; }

    /// <summary>Which outputs are read: Y, Y_h, Y_c.</summary>
    public bool[] Read { get; init; } = [true, true, true];

    public int Gates => Operator switch { "LSTM" => 4, "GRU" => 3, _ => 1 };

    public int Directions => Direction == "bidirectional" ? 2 : 1;

    public string[] Functions => Activations ?? [.. Enumerable.Repeat(Operator switch
    {
        "LSTM" => (string[])["Sigmoid", "Tanh", "Tanh"],
        "GRU" => ["Sigmoid", "Tanh"],
        _ => ["Tanh"],
    }, Directions).SelectMany(f => f)];

    public override string ToString() => $"{Operator}, {What}";
}
