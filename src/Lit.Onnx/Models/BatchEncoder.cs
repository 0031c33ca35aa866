using Lit.Api;
using Lit.Onnx.Runtime;
using Lit.Types;

namespace Lit.Onnx.Models;

/// <summary>Turns examples into the inputs of a model.</summary>
internal abstract class BatchEncoder
{
    /// <summary>The fields that are read.</summary>
    public abstract Spec Fields { get; }

    /// <summary>How many rows every batch must have; null if any number will do.</summary>
    public virtual int? FixedRows => null;

    /// <summary>Reads a batch.</summary>
    /// <param name="batch">At least one example, at most <see cref="FixedRows"/>.</param>
    /// <exception cref="LitException">A value does not fit the model.</exception>
    public abstract EncodedBatch Encode(IReadOnlyList<Example> batch);
}

/// <summary>A batch that can be fed to the model it was encoded for, and to programs made from it.</summary>
internal abstract class EncodedBatch(IReadOnlyList<Example> examples)
{
    public IReadOnlyList<Example> Examples => examples;

    /// <summary>Fills inputs of a run by name; inputs that a program adds are left to the caller.</summary>
    /// <param name="session">The model, or a program made from it.</param>
    /// <param name="runner">The run.</param>
    /// <returns>The shapes of the inputs in the order of the session; null where one was not filled.</returns>
    public abstract long[][] Write(OnnxSession session, Runner runner);
}
