using Lit.Api;
using Lit.Api.Attribution;
using Lit.Types;

namespace Lit.Components.Salience;

/// <summary>The scores of the features of one example.</summary>
public sealed record TabularSalience
{
    internal TabularSalience(
        GradientInput input, Example example, IReadOnlyList<FeatureGroup> groups, ReadOnlySpan<double> scores, ReadOnlySpan<double> shares)
    {
        if (groups.Count != scores.Length)
        {
            throw new LitException(
                $"Input '{input.Name}': expected one score for each of {groups.Count} features, found {scores.Length}.");
        }

        SalientFeature[] features = new SalientFeature[groups.Count];
        for (int i = 0; i < features.Length; i++)
        {
            object? value = example.TryGetValue(groups[i].Name, out object? found) ? found : null;
            features[i] = new(groups[i].Name, value, scores[i]);
        }

        (Field, Features, Shares) = (input.Name, new(features), new(shares.ToArray()));
    }

    /// <summary>The name of the model's input that the scores belong to.</summary>
    public string Field { get; }

    /// <summary>The features, in the order of the model's; a category that takes several numbers is one feature.</summary>
    public ValueList<SalientFeature> Features { get; }

    /// <summary>
    /// The score of each of <see cref="Features"/> as a part of the sum of all |scores|; zero if all scores are.
    /// </summary>
    public ValueList<double> Shares { get; }

    /// <summary>The sum of the scores of all features.</summary>
    public double Total => Features.Sum(feature => feature.Score);

    /// <summary>The score of a feature.</summary>
    /// <param name="feature">Its name.</param>
    /// <exception cref="KeyNotFoundException">There is no such feature.</exception>
    public double this[string feature] => Features.FirstOrDefault(known => known.Name == feature)?.Score
        ?? throw new KeyNotFoundException(
            $"Expected one of the features {string.Join(", ", Features.Select(known => known.Name))}; found '{feature}'.");
}

/// <summary>A feature with its score.</summary>
/// <param name="Name">The field of the example, or the position in the model's input if no field has a name for it.</param>
/// <param name="Value">What the example holds; null when it holds nothing under this name.</param>
/// <param name="Score">Its score, in the unit of the target for methods whose scores sum to a difference.</param>
public sealed record SalientFeature(string Name, object? Value, double Score);

/// <summary>The numbers of a model's input that make one feature.</summary>
/// <param name="Name">The name of the feature.</param>
/// <param name="Start">The first of its numbers.</param>
/// <param name="Count">How many there are.</param>
internal readonly record struct FeatureGroup(string Name, int Start, int Count);
