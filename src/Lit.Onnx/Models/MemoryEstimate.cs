using System.Globalization;

namespace Lit.Onnx.Models;

/// <summary>How much memory gradients take, foretold from the shapes of a model without running it.</summary>
/// <remarks>
/// On the CPU the process grows by between half of <see cref="Peak"/> and one and a half times of it while the first run
/// of its size is under way, and keeps that for later runs. Runs at the same time take as much each.
/// </remarks>
public sealed record MemoryEstimate
{
    /// <summary>
    /// Bytes of the model's weights and of the copies that kernels reorder for their own use; all sessions of a model share
    /// them.
    /// </summary>
    public required long Weights { get; init; }

    /// <summary>Bytes that one run keeps from its forward pass until its backward pass has used them.</summary>
    public required long Activations { get; init; }

    /// <summary>Bytes that one run takes at most, activations included and weights not.</summary>
    public required long Peak { get; init; }

    /// <summary>How many rows a run has: examples, or points of their paths.</summary>
    public required int Rows { get; init; }

    /// <summary>
    /// In how many parts the forward pass is split to stay within the budget; all but the last are computed twice. 1 where
    /// nothing is.
    /// </summary>
    public required int Segments { get; init; }

    /// <summary>Weights and peak in mebibytes.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Weights / 1048576.0:F0} MiB of weights, {Peak / 1048576.0:F0} MiB for {Rows} rows at a time");
}
