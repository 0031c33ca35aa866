using System.Text.RegularExpressions;
using Lit.Types;

namespace Lit.Generators.Text;

/// <summary>Words and what may stand in their place.</summary>
/// <remarks>
/// As text: rules <c>source -> target</c>, separated by commas, alternatives of the target by <c>|</c>; an empty target deletes the word.
/// A source that begins and ends with a letter, digit or underscore matches whole words only. The last rule of a source counts.
/// </remarks>
public sealed class WordReplacements
{
    private readonly OrderedDictionary<string, ValueList<string>> _targets;
    private readonly Regex? _pattern;

    private WordReplacements(OrderedDictionary<string, ValueList<string>> targets, ValueList<string> skipped, bool longestFirst, bool ignoreCase)
    {
        _targets = targets;
        Skipped = skipped;
        if (targets.Count > 0)
        {
            var sources = longestFirst ? targets.Keys.OrderByDescending(source => source.Length) : targets.Keys.AsEnumerable();
            _pattern = new Regex(
                string.Join('|', sources.Select(Pattern)),
                RegexOptions.CultureInvariant | (ignoreCase ? RegexOptions.IgnoreCase : RegexOptions.None));
        }
    }

    /// <summary>The rules that were left out because they have no source or not exactly one arrow.</summary>
    public ValueList<string> Skipped { get; }

    /// <summary>Whether there is no rule.</summary>
    public bool IsEmpty => _pattern is null;

    /// <summary>Reads rules from a text.</summary>
    /// <param name="text">The rules.</param>
    /// <param name="ignoreCase">Whether the case of letters does not matter.</param>
    /// <param name="longestFirst">Whether the longest source wins where several match; else the first rule.</param>
    public static WordReplacements Parse(string text, bool ignoreCase, bool longestFirst)
    {
        ArgumentNullException.ThrowIfNull(text);
        var rules = new List<KeyValuePair<string, ValueList<string>>>();
        var skipped = new List<string>();
        foreach (string rule in text.Split(',').Where(rule => !string.IsNullOrWhiteSpace(rule)))
        {
            string[] sides = rule.Split("->");
            if (sides is [var source, var target] && source.Trim().Length > 0)
            {
                rules.Add(new(source.Trim(), [.. target.Split('|').Select(one => one.Trim())]));
            }
            else
            {
                skipped.Add(rule.Trim());
            }
        }

        return Create(rules, [.. skipped], ignoreCase, longestFirst);
    }

    /// <summary>Takes rules as they are.</summary>
    /// <param name="rules">Sources with their targets.</param>
    /// <param name="ignoreCase">Whether the case of letters does not matter.</param>
    /// <param name="longestFirst">Whether the longest source wins where several match; else the first rule.</param>
    /// <exception cref="ArgumentException">A source is empty.</exception>
    public static WordReplacements Of(
        IEnumerable<KeyValuePair<string, ValueList<string>>> rules,
        bool ignoreCase,
        bool longestFirst)
    {
        KeyValuePair<string, ValueList<string>>[] all = [.. rules];
        return Array.Exists(all, rule => rule.Key.Length == 0)
            ? throw new ArgumentException("Expected a word to replace in each rule; found an empty one.", nameof(rules))
            : Create(all, [], ignoreCase, longestFirst);
    }

    /// <summary>The texts with one match replaced by one of its targets: left to right, targets in their order.</summary>
    /// <param name="text">The text.</param>
    internal IEnumerable<string> Apply(string text)
    {
        for (var match = _pattern?.Match(text); match is { Success: true }; match = match.NextMatch())
        {
            foreach (string target in TargetsOf(match.Value))
            {
                yield return string.Concat(text.AsSpan(0, match.Index), target, text.AsSpan(match.Index + match.Length));
            }
        }
    }

    private static WordReplacements Create(
        IEnumerable<KeyValuePair<string, ValueList<string>>> rules,
        ValueList<string> skipped,
        bool ignoreCase,
        bool longestFirst)
    {
        var targets = new OrderedDictionary<string, ValueList<string>>(
            ignoreCase ? StringComparer.InvariantCultureIgnoreCase : StringComparer.Ordinal);
        foreach (var (source, target) in rules)
        {
            targets[source] = target;
        }

        return new(targets, skipped, longestFirst, ignoreCase);
    }

    private static string Pattern(string source)
    {
        string escaped = Regex.Escape(source);
        string whole = $@"\b{escaped}\b";
        return Regex.IsMatch(source, whole, RegexOptions.CultureInvariant) ? whole : escaped;
    }

    // A case variant that the comparer of the table does not know (ſ for s) falls back to the pattern that found it.
    private ValueList<string> TargetsOf(string match) => _targets.TryGetValue(match, out var targets)
        ? targets
        : _targets.First(rule => Regex.IsMatch(match, $"^{Regex.Escape(rule.Key)}$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)).Value;
}
