namespace Lit.Api;

/// <summary>A prediction, or why there is none.</summary>
/// <param name="Index">The position of the example in the stream.</param>
/// <param name="Input">The example.</param>
/// <param name="Output">The prediction; null if it failed.</param>
/// <param name="Error">Why it failed; null if it did not.</param>
public sealed record PredictionResult(int Index, Example Input, Example? Output, Exception? Error)
{
    /// <summary>Whether there is a prediction.</summary>
    public bool Succeeded => Error is null;
}
