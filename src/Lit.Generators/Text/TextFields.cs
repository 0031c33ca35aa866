using Lit.Api;
using Lit.Types;

namespace Lit.Generators.Text;

/// <summary>Which texts of a dataset a generator changes.</summary>
internal static class TextFields
{
    /// <summary>The option by which a form chooses among the texts that the model reads.</summary>
    public static MultiFieldMatcher Option { get; } = new()
    {
        Spec = SpecSource.Input,
        Types = [nameof(TextSegment)],
        SelectAll = true,
    };

    /// <summary>Says whether there is a text to change.</summary>
    public static Compatibility Check(Dataset dataset) => dataset.Spec.FieldsOf<TextSegment>().Any()
        ? Compatibility.Full
        : new([new(dataset.Name.Length == 0 ? "dataset" : dataset.Name, $"a {nameof(TextSegment)} field", "none")]);

    /// <summary>The chosen texts in the order of the spec; all of them if nothing is chosen.</summary>
    public static string[] Chosen(Spec spec, ValueList<string>? chosen) =>
        [.. spec.FieldsOf<TextSegment>().Select(field => field.Key).Where(field => chosen?.Contains(field) ?? true)];
}
