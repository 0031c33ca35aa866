using Lit.Api;
using Lit.Types;

namespace Lit.Onnx.Models;

/// <summary>One field of a model's predictions, and where its values come from.</summary>
internal abstract class PredictedField(string name, LitType type)
{
    /// <summary>The name of the field.</summary>
    public string Field => name;

    /// <summary>What it holds.</summary>
    public LitType Type => type;

    /// <summary>The position of the output that is read; null if the values come from the input.</summary>
    public virtual int? Output => null;

    /// <summary>What else decides about the values, in a form that differs when it does.</summary>
    public virtual string Setting => name;

    /// <summary>Makes the column of the field.</summary>
    /// <param name="output">The output that is read; null if none is.</param>
    /// <param name="batch">The examples as they were fed.</param>
    /// <exception cref="LitException">The output is not what the model declares.</exception>
    public abstract Column Read(FetchedOutput? output, EncodedBatch batch);
}
