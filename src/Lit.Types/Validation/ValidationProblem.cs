using System.Globalization;

namespace Lit.Types.Validation;

/// <summary>One thing that is wrong, and where.</summary>
/// <param name="Kind">What kind of thing.</param>
/// <param name="Mismatch">The field, what was expected and what was found.</param>
/// <param name="Index">The position of the example, from 0; null if the spec itself is wrong.</param>
/// <param name="Id">The id of the example; null if it has none or the spec itself is wrong.</param>
public sealed record ValidationProblem(ProblemKind Kind, SpecMismatch Mismatch, int? Index = null, string? Id = null)
{
    /// <summary>The field that is wrong.</summary>
    public string Field => Mismatch.Field;

    /// <summary>The problem as a sentence without its full stop.</summary>
    public string Message => (Index, Id) switch
    {
        (null, _) => Mismatch.ToString(),
        (int index, null or "") => string.Create(CultureInfo.InvariantCulture, $"example {index}, {Mismatch}"),
        (int index, _) => string.Create(CultureInfo.InvariantCulture, $"example {index} (id {Id}), {Mismatch}"),
    };

    /// <inheritdoc />
    public override string ToString() => Message;
}
