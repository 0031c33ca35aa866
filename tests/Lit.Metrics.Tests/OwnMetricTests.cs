using System.Text.Json;
using Lit.Api;
using Lit.Api.Metrics;
using Lit.Api.Reporting;
using Lit.Metrics.Comparison;
using Lit.Types;
using NUnit.Framework;
using Shop.Scores;

namespace Lit.Metrics;

/// <summary>The metric that the documentation shows, letter by letter, takes part in everything.</summary>
public sealed class OwnMetricTests
{
    [Test]
    public void The_documentation_shows_this_very_class()
    {
        string code = Read("OwnMetric.cs");
        string shown = code[code.IndexOf("public sealed class", StringComparison.Ordinal)..].TrimEnd();

        Assert.That(Read("metrics.md"), Does.Contain(shown));
        Assert.That(shown.Split('\n').Count(line => line.Trim().Length > 1), Is.LessThanOrEqualTo(20), "twenty lines");
    }

    [Test]
    public void It_has_facets_intervals_shards_reports_and_comparisons()
    {
        (Dataset reviews, ExampleTable before) = Reviews(0);
        ExampleTable after = Reviews(0.1f).Predictions;

        EvaluationResult result = new Confidence().Evaluate(reviews, before, ["genre"]);
        FieldEvaluation field = result.Fields[0];
        MetricState merged = new Confidence().CreateState(field.Fields);
        foreach (FacetEvaluation part in field.Facets)
        {
            merged.Merge(new Confidence().ReadState(field.Fields, JsonDocument.Parse(part.State.ToJson()).RootElement));
        }

        PairedComparison change = Compare.Paired(before, after, reviews, new(new Confidence(), "confidence"));

        Assert.That(result["confidence"].Value, Is.EqualTo(0.75).Within(1e-6));
        Assert.That(result["confidence"].Lower, Is.InRange(0.72, 0.75));
        Assert.That(result["confidence", "genre", "drama"].Value, Is.EqualTo(0.8).Within(1e-6));
        Assert.That(merged.Compute(new())[0].Value, Is.EqualTo(result["confidence"].Value).Within(1e-12));
        Assert.That(result.ToHtml(), Does.Contain("confidence"));
        Assert.That(change.Difference.Value, Is.EqualTo(0.1).Within(1e-6));
        Assert.That(change.PValue, Is.LessThan(0.01));
        Assert.That(change.ToAnsiString(), Does.Contain("approximate randomisation"));
    }

    private static string Read(string name)
        => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Docs", name)).ReplaceLineEndings("\n");

    private static (Dataset Reviews, ExampleTable Predictions) Reviews(float surer)
    {
        var spec = new Spec { ["genre"] = new CategoryLabel(), ["label"] = new CategoryLabel() };
        var reviews = new Dataset(spec, Enumerable.Range(0, 200).Select(i => new Example(
            [new("genre", i % 2 == 0 ? "drama" : "comedy"), new("label", "yes")])));
        float[] rows = [.. Enumerable.Range(0, 200).SelectMany(i => Row((i % 2 == 0 ? 0.8f : 0.7f) + surer))];
        var type = new MulticlassPreds { Vocab = ["no", "yes"], Parent = "label" };
        return (reviews, new(new Spec { ["p"] = type }, [new("p", new TensorColumn(rows, 200, [2]))]));
    }

    private static float[] Row(float yes) => [1 - yes, yes];
}
