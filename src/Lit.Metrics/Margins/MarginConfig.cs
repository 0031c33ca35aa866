using System.Globalization;
using System.Text.Json;
using Lit.Api;
using Lit.Metrics.Decisions;
using Lit.Types;

namespace Lit.Metrics.Margins;

/// <summary>Margins by prediction field: rules in order, of which the first that holds is taken, 0 when none does.</summary>
public sealed class MarginConfig
{
    private readonly Dictionary<string, MarginRule[]> _rules;

    /// <summary>Margins by prediction field.</summary>
    public MarginConfig(IEnumerable<KeyValuePair<string, IReadOnlyList<MarginRule>>> rules)
        => _rules = rules.ToDictionary(field => field.Key, field => field.Value.ToArray(), StringComparer.Ordinal);

    /// <summary>One margin for every example.</summary>
    /// <param name="predictionField">The field of the model's output.</param>
    /// <param name="margin">The margin.</param>
    public MarginConfig(string predictionField, double margin)
        : this([KeyValuePair.Create<string, IReadOnlyList<MarginRule>>(predictionField, [new(margin)])])
    {
    }

    /// <summary>Whether ranges exclude their end everywhere and a missing field is an error, as in LIT.</summary>
    /// <value>
    /// False by default: the highest range of a field holds its end too, and a missing field fits no condition.
    /// </value>
    public bool LitCompatible { get; init; }

    /// <summary>The margin at which two classes part when the positive one has a given probability.</summary>
    /// <param name="threshold">In [0, 1].</param>
    /// <returns>ln(t / (1 − t)), but −5 at 0 and 5 at 1.</returns>
    public static double FromThreshold(double threshold)
        => threshold is >= 0 and <= 1
            ? Decision.MarginOf(threshold)
            : throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "Expected a probability in [0, 1].");

    /// <summary>Reads LIT's form: by field, by facet name, <c>margin</c> and <c>facetData.facets</c> with a <c>val</c> each.</summary>
    /// <exception cref="LitException">The JSON is not of that form; the message says where.</exception>
    public static MarginConfig Read(JsonElement json)
        => new(Members(json, "margins").Select(field => KeyValuePair.Create<string, IReadOnlyList<MarginRule>>(
            field.Name,
            [.. Members(field.Value, field.Name).Select(facet => ReadRule(facet, field.Name))])));

    /// <summary>The margin of an example.</summary>
    /// <param name="predictionField">The field of the model's output.</param>
    /// <param name="example">The example.</param>
    public double MarginOf(string predictionField, Example example)
    {
        foreach (MarginRule rule in _rules.GetValueOrDefault(predictionField, []))
        {
            if (rule.Conditions.All(condition => Holds(condition, predictionField, example)))
            {
                return rule.Margin;
            }
        }

        return 0;
    }

    internal bool Has(string predictionField) => _rules.ContainsKey(predictionField);

    private static MarginRule ReadRule(JsonProperty facet, string field)
    {
        string place = $"{field}/{facet.Name}";
        if (facet.Value.ValueKind != JsonValueKind.Object
            || !facet.Value.TryGetProperty("margin", out JsonElement margin)
            || margin.ValueKind != JsonValueKind.Number)
        {
            throw new LitException($"Margin '{place}': expected an object with a number 'margin', found {facet.Value.GetRawText()}.");
        }

        List<MarginCondition> conditions = [];
        if (facet.Value.TryGetProperty("facetData", out JsonElement data)
            && data.ValueKind == JsonValueKind.Object
            && data.TryGetProperty("facets", out JsonElement facets))
        {
            foreach (JsonProperty condition in Members(facets, place))
            {
                if (condition.Value.ValueKind != JsonValueKind.Object || !condition.Value.TryGetProperty("val", out JsonElement value))
                {
                    throw new LitException($"Margin '{place}', facet '{condition.Name}': expected 'val', found {condition.Value.GetRawText()}.");
                }

                conditions.Add(ReadCondition(condition.Name, value));
            }
        }

        return new(margin.GetDouble(), [.. conditions]);
    }

    private static MarginCondition ReadCondition(string field, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array when value.GetArrayLength() == 2 && value.EnumerateArray().All(e => e.ValueKind == JsonValueKind.Number)
            => new(field) { Range = (value[0].GetDouble(), value[1].GetDouble()) },
        JsonValueKind.String => new(field) { Value = value.GetString() },
        JsonValueKind.True or JsonValueKind.False => new(field) { Value = value.GetBoolean() },
        JsonValueKind.Null => new(field),
        _ => throw new LitException(
            $"Facet '{field}': expected a text, true, false, null, or two numbers as a range; found {value.GetRawText()}."),
    };

    private static JsonElement.ObjectEnumerator Members(JsonElement json, string place)
        => json.ValueKind == JsonValueKind.Object
            ? json.EnumerateObject()
            : throw new LitException($"'{place}': expected an object, found {json.ValueKind}.");

    private bool Holds(MarginCondition condition, string predictionField, Example example)
    {
        if (!example.TryGetValue(condition.Field, out object? value))
        {
            return LitCompatible
                ? throw new LitException($"Margin of '{predictionField}': expected the field '{condition.Field}', found none.")
                : false;
        }

        if (value is not (double or float or long or int))
        {
            return condition.Range is null && Equals(condition.Value, value);
        }

        double number = Convert.ToDouble(value, CultureInfo.InvariantCulture);
        return condition.Range is { } range
            && number >= range.From
            && (number < range.To || (number == range.To && !LitCompatible && IsHighest(predictionField, condition.Field, range.To)));
    }

    private bool IsHighest(string predictionField, string field, double end)
        => _rules[predictionField]
            .SelectMany(rule => rule.Conditions)
            .Where(condition => condition.Field == field && condition.Range is not null)
            .All(condition => condition.Range!.Value.To <= end);
}
