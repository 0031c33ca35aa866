using System.Globalization;

namespace Lit.Types.Forms;

/// <summary>Settings that a spec describes: choices, defaults, values from text boxes, and what is missing.</summary>
/// <remarks>
/// A component's settings are a record of its own that describes itself as a spec; nothing is inferred from
/// constructors. These functions stand for what a form does where there is no form.
/// </remarks>
public static class ConfigForm
{
    /// <summary>Gives every <see cref="FieldMatcher"/> the fields to choose from.</summary>
    /// <param name="config">The spec of the settings.</param>
    /// <param name="dataset">The fields of the dataset.</param>
    /// <param name="input">The fields that the model reads.</param>
    /// <param name="output">The fields that the model predicts.</param>
    /// <exception cref="LitException">A matcher names a type that there is not.</exception>
    public static Spec Resolve(Spec config, Spec dataset, Spec input, Spec output)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        return [.. config.Select(field => KeyValuePair.Create(field.Key, field.Value is FieldMatcher matcher
            ? matcher with
            {
                Vocab = [.. (matcher.Spec switch
                {
                    SpecSource.Input => input,
                    SpecSource.Output => output,
                    _ => dataset,
                }).FieldsOf(matcher.Types)],
            }
            : field.Value))];
    }

    /// <summary>What a form starts with.</summary>
    /// <param name="config">The spec of the settings, resolved.</param>
    /// <returns>A value for every field; a choice starts with its first label, or empty where there is none.</returns>
    public static ValueMap<object?> Defaults(Spec config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new(config.Select(field => KeyValuePair.Create(field.Key, field.Value switch
        {
            MultiFieldMatcher { SelectAll: true } matcher => new ValueList<string>(matcher.Vocab ?? []),
            CategoryLabel label => First(label.Vocab),
            SingleFieldMatcher matcher => First(matcher.Vocab),
            SparseMultilabel labels => labels.DefaultValue ?? new ValueList<object?>([]),
            var type => type.DefaultValue,
        })).Select(field => KeyValuePair.Create(field.Key, config[field.Key].Normalize(field.Value))));
    }

    /// <summary>What a form for a new model or dataset starts with: only fields whose default is not null.</summary>
    /// <param name="init">The spec of the settings.</param>
    public static ValueMap<object?> InitDefaults(Spec init)
    {
        ArgumentNullException.ThrowIfNull(init);
        return new(init.Where(field => field.Value.DefaultValue is not null)
            .Select(field => KeyValuePair.Create(field.Key, field.Value.Normalize(field.Value.DefaultValue))));
    }

    /// <summary>Checks that settings have a key for every required field; a null counts as a value.</summary>
    /// <param name="config">The settings.</param>
    /// <param name="spec">Their spec.</param>
    /// <param name="name">Whose settings, for the message.</param>
    /// <exception cref="LitException">A key is missing.</exception>
    public static void ThrowIfIncomplete(IReadOnlyDictionary<string, object?> config, Spec spec, string name)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(spec);
        string[] missing = [.. spec.Keys.Where(field => spec[field].Required && !config.ContainsKey(field))];
        if (missing.Length > 0)
        {
            throw new LitException($"{name}: expected the settings {string.Join(", ", missing)}; found none for them.");
        }
    }

    /// <summary>Checks that settings have a key for every required field, and none that is not in the spec.</summary>
    /// <param name="config">The settings.</param>
    /// <param name="spec">Their spec.</param>
    /// <param name="name">Whose settings, for the message.</param>
    /// <exception cref="LitException">A key is missing or not known.</exception>
    public static void ThrowIfUnfit(IReadOnlyDictionary<string, object?> config, Spec spec, string name)
    {
        ThrowIfIncomplete(config, spec, name);
        string[] unknown = [.. config.Keys.Where(key => !spec.ContainsKey(key))];
        if (unknown.Length > 0)
        {
            throw new LitException(
                $"{name}: expected settings among {string.Join(", ", spec.Keys)}; found {string.Join(", ", unknown)}.");
        }
    }

    /// <summary>Reads what was typed into a text box.</summary>
    /// <param name="type">The type of the field.</param>
    /// <param name="text">The text; numbers in the form of the invariant culture.</param>
    /// <returns>
    /// The value as <see cref="LitType.ValueType"/>; the text itself if it is none, which a check then reports.
    /// </returns>
    public static object? Parse(LitType type, string text)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(text);
        return type switch
        {
            Integer => long.TryParse(text, CultureInfo.InvariantCulture, out long whole) ? whole : text,
            Scalar or MetricResult
                => double.TryParse(text, CultureInfo.InvariantCulture, out double number) ? number : text,
            BooleanLitType => bool.TryParse(text, out bool flag) ? flag : text,
            SparseMultilabel labels => Split(text, labels.Separator),
            StringListType or MultiFieldMatcher => Split(text, ","),
            _ => text,
        };
    }

    private static string First(Vocabulary? labels) => labels is { Count: > 0 } ? labels[0] : "";

    private static ValueList<string> Split(string text, string separator)
        => text.Length == 0 ? [] : new(text.Split(separator, StringSplitOptions.TrimEntries));
}
