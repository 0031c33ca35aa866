using System.Numerics.Tensors;
using Lit.Api.Attribution;
using Lit.Types;

namespace Lit.Onnx.Models;

/// <summary>Numbers inside a model as they were for one example.</summary>
public sealed class CapturedValues
{
    private readonly IReadOnlyList<KeyValuePair<string, Tensor<float>>> _values;

    internal CapturedValues(IReadOnlyList<KeyValuePair<string, Tensor<float>>> values, TokenizedText? text) => (_values, Text) = (values, text);

    /// <summary>The names that were asked for, in their order.</summary>
    public IEnumerable<string> Names => _values.Select(value => value.Key);

    /// <summary>The text and its tokens; null for an example without text. Values with numbers for each token end with the text.</summary>
    public TokenizedText? Text { get; }

    /// <summary>The numbers of a value, in its own shape without the batch.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="LitException">The value was not asked for.</exception>
    public Tensor<float> this[string name]
    {
        get
        {
            foreach (var (known, numbers) in _values)
            {
                if (known == name)
                {
                    return numbers;
                }
            }

            throw new LitException($"Expected one of the captured values {string.Join(", ", Names)}; found '{name}'.");
        }
    }
}
