using Lit.Types;

namespace Lit.Onnx.Models;

/// <summary>Reports all that does not fit between a model and its mapping at once.</summary>
internal static class Mismatches
{
    /// <exception cref="LitException">There is a mismatch.</exception>
    public static void ThrowIfAny(IReadOnlyList<SpecMismatch> mismatches, string model)
    {
        if (mismatches.Count > 0)
        {
            throw new LitException($"Model '{model}' does not fit its mapping: {string.Join("; ", mismatches)}.");
        }
    }
}
