using System.Text;
using Lit.Onnx.Graph;
using NUnit.Framework;

namespace Lit.Onnx.Autodiff;

/// <summary>What becomes of every operator, as a page of the documentation.</summary>
/// <remarks>The page is written anew by <c>LIT_APPROVE=1</c>.</remarks>
public sealed class OperatorTableTests
{
    /// <summary>Whether these have a gradient is a matter of what they run inside; the page on gradients tells of them.</summary>
    private static readonly string[] WithBodies = ["GRU", "If", "LSTM", "Loop", "RNN", "Scan"];

    [Test]
    public void Every_operator_has_a_rule_or_a_reason() =>
        Assert.That(Standard().Where(o => Answer(o.Domain, o.Name) is null).Select(o => o.Name), Is.Empty);

    [Test]
    public void No_operator_has_a_rule_and_a_reason_why_not()
    {
        var rules = GradientRules.Default.Operators.ToHashSet();

        Assert.That(OperatorReasons.Refused.Select(r => Operators.QualifiedName(r.Key.Domain, r.Key.Operator)).Where(rules.Contains), Is.Empty);
    }

    [Test]
    public void The_page_of_operators_is_up_to_date()
    {
        string page = Page();
        string file = Path.Combine(Root(), "docs", "onnx-operators.md");
        if (Environment.GetEnvironmentVariable("LIT_APPROVE") == "1")
        {
            File.WriteAllText(file, page);
        }

        Assert.That(
            File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : string.Empty,
            Is.EqualTo(page),
            $"{file} is stale; LIT_APPROVE=1 writes it.");
    }

    private static string Page()
    {
        var text = new StringBuilder();
        text.Append("# Operators that have a gradient\n\n");
        text.Append("What `Coverage()` says of an operator between an input and a target. A *rule* differentiates it. *Straight through* means that a\n");
        text.Append("rule passes the gradient although the result is rounded: what it takes for exact is named here, in `Coverage()` and in every\n");
        text.Append("result. Where the gradient *ends*, it is zero almost everywhere, which is exact. *No rule* comes with the reason.\n\n");
        text.Append("Branches, loops and recurrent operators are not listed: `Coverage()` says what becomes of them in a model.\n");
        text.Append("Versions are those of the operator sets that changed the operator; models of version 7 to 24 are read.\n");
        Table(text, "Standard operators", Standard().Where(o => o.Domain.Length == 0));
        Table(text, "Classical machine learning (`ai.onnx.ml`)", Standard().Where(o => o.Domain == Operators.MachineLearning));
        Table(text, "Operators of ONNX Runtime (`com.microsoft`)", Runtime());
        text.Append("\nFiles with operators of `com.microsoft.nchwc` are refused: ");
        text.Append(OperatorReasons.WhyNoRule("com.microsoft.nchwc", "Conv")).Append(".\n");
        return text.ToString();
    }

    private static void Table(StringBuilder text, string title, IEnumerable<Entry> operators)
    {
        text.Append("\n## ").Append(title).Append("\n\n| operator | versions | gradient |\n|---|---|---|\n");
        foreach (var one in operators.OrderBy(o => o.Name, StringComparer.Ordinal))
        {
            text.Append("| ").Append(one.Name).Append(" | ").Append(one.Versions).Append(" | ").Append(Answer(one.Domain, one.Name)).Append(" |\n");
        }
    }

    private static string? Answer(string domain, string op)
    {
        if (op is "Scatter" or "Upsample" && domain.Length == 0)
        {
            return "rule, of the operator that took its place";
        }

        if (op == "EmbedLayerNormalization")
        {
            return "rule, of the operators that it is made of";
        }

        if (OperatorReasons.Boundaries.TryGetValue((domain, op), out string? end))
        {
            return op == "Constant" ? "ends: it has no input" : $"ends: {end}";
        }

        return GradientRules.Default.Find(domain, op) is { } rule
            ? rule.Approximation is { } approximation ? $"straight through: {approximation}" : "rule"
            : OperatorReasons.WhyNoRule(domain, op) is { } reason ? $"no rule: {reason}" : null;
    }

    private static IEnumerable<Entry> Standard() => File.ReadLines(TestFiles.Golden(Path.Combine("Operators", "operators.tsv")))
        .Skip(1).Select(line => line.Split('\t')).Where(cells => !WithBodies.Contains(cells[1])).Select(cells => new Entry(cells[0], cells[1], cells[2].Replace(",", ", ", StringComparison.Ordinal)));

    private static IEnumerable<Entry> Runtime()
    {
        string prefix = Operators.Microsoft + ":";
        var names = GradientRules.Default.Operators.Where(o => o.StartsWith(prefix, StringComparison.Ordinal)).Select(o => o[prefix.Length..])
            .Concat(OperatorReasons.Refused.Concat(OperatorReasons.Boundaries).Where(r => r.Key.Domain == Operators.Microsoft).Select(r => r.Key.Operator))
            .Append("EmbedLayerNormalization");
        return names.Distinct().Select(name => new Entry(Operators.Microsoft, name, "1"));
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Lit.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("The repository was not found above the tests.");
    }

    private sealed record Entry(string Domain, string Name, string Versions);
}
