using System.Globalization;
using Lit.Types;

namespace Lit.Api;

/// <summary>Options by name, checked against their spec once, defaults filled in.</summary>
/// <remarks>Numbers and booleans may come as text, as they do from a web form.</remarks>
public sealed class ConfigValues
{
    private readonly string _component;
    private readonly Spec _spec;
    private readonly IReadOnlyDictionary<string, object?> _values;

    /// <summary>Checks that all options are known and, if there are any, that the required ones are among them.</summary>
    /// <param name="component">The component, for messages.</param>
    /// <param name="spec">Its config spec.</param>
    /// <param name="values">The options; null for none.</param>
    /// <exception cref="LitException">An option is unknown or missing.</exception>
    public ConfigValues(string component, Spec spec, IReadOnlyDictionary<string, object?>? values)
    {
        _component = component;
        _spec = spec;
        _values = values ?? new Dictionary<string, object?>();
        foreach (string name in _values.Keys)
        {
            if (!spec.ContainsKey(name))
            {
                throw Wrong(name, spec.Count == 0 ? "no options" : $"one of the options {string.Join(", ", spec.Keys)}", "an unknown option");
            }
        }

        foreach (var (name, type) in spec)
        {
            if (values is not null && type.Required && !values.ContainsKey(name))
            {
                throw Wrong(name, "a value, as the option is required", "none");
            }
        }
    }

    /// <summary>A text option.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="fallback">The value when it is not given.</param>
    public string GetString(string name, string fallback) => Get(name) switch
    {
        null => fallback,
        string text => text,
        var other => throw Wrong(name, "a text", Describe(other)),
    };

    /// <summary>A yes-or-no option; a text is read as LIT does: "", "0" and "false" are no.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="fallback">The value when it is not given.</param>
    public bool GetBoolean(string name, bool fallback) => Get(name) switch
    {
        null => fallback,
        bool value => value,
        string text => !(text is "" or "0" || text.Equals("false", StringComparison.OrdinalIgnoreCase)),
        long number => number != 0,
        double number => number != 0,
        var other => throw Wrong(name, "true or false", Describe(other)),
    };

    /// <summary>A number, in the range that the spec gives.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="fallback">The value when it is not given.</param>
    /// <exception cref="LitException">It is no number or out of range.</exception>
    public double GetDouble(string name, double fallback)
    {
        double? value = Get(name) switch
        {
            null => fallback,
            double number => number,
            float number => number,
            long number => number,
            int number => number,
            string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) => number,
            var other => throw Wrong(name, "a number", Describe(other)),
        };
        if (_spec.GetValueOrDefault(name) is Scalar range && !(value >= range.MinValue && value <= range.MaxValue))
        {
            throw Wrong(name, string.Create(CultureInfo.InvariantCulture, $"a number from {range.MinValue} to {range.MaxValue}"), Describe(value));
        }

        return value.Value;
    }

    /// <summary>A whole number, in the range that the spec gives.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="fallback">The value when it is not given.</param>
    /// <exception cref="LitException">It is no whole number or out of range.</exception>
    public int GetInt32(string name, int fallback)
    {
        double value = GetDouble(name, fallback);
        return value == Math.Truncate(value) && value is >= int.MinValue and <= int.MaxValue
            ? (int)value
            : throw Wrong(name, "a whole number", Describe(value));
    }

    /// <summary>A list of texts.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="fallback">The value when it is not given.</param>
    public IReadOnlyList<string> GetStrings(string name, IReadOnlyList<string> fallback) => Get(name) switch
    {
        null => fallback,
        IReadOnlyList<string> texts => texts,
        IEnumerable<object?> items when items.All(item => item is string) => [.. items.Cast<string>()],
        var other => throw Wrong(name, "a list of texts", Describe(other)),
    };

    /// <summary>The output to explain, as a record or as an object with "field" and "index".</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The target; null if it is not given.</returns>
    /// <exception cref="LitException">It is something else.</exception>
    public SalienceTarget? GetSalienceTarget(string name) => Get(name) switch
    {
        null => null,
        SalienceTarget target => target,
        var other when _spec[name].Normalize(other) is SalienceTarget target => target,
        var other => throw Wrong(name, "an output field and the index of a class", Describe(other)),
    };

    private object? Get(string name)
    {
        if (!_spec.TryGetValue(name, out var type))
        {
            throw new ArgumentException($"{_component} has no option '{name}' in its config spec.", nameof(name));
        }

        return _values.GetValueOrDefault(name);
    }

    private LitException Wrong(string name, string expected, string found) =>
        new($"{_component}, option '{name}': expected {expected}, found {found}.");

    private static string Describe(object? value) => value switch
    {
        null => "null",
        string text => $"'{text}'",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.GetType().Name,
    };
}
